import type { ChildProcess, ChildProcessWithoutNullStreams } from "node:child_process";
import { PassThrough } from "node:stream";
import { PowerShell } from "node-powershell";

/**
 * The only file that knows node-powershell, and the parts of child-shell below it that its types hide. Both have been frozen since 2021
 * and are pinned; they run unchanged. This file chooses what they see: their own sentinels and nothing else, so that no output can hang
 * them, slow them down or become an error.
 */
interface Hidden {
  readonly process: ChildProcess;
  readonly exitPromise: Promise<void>;
}

interface OwnOptions {
  readonly executable: string;
  readonly executableOptions: Readonly<Record<string, boolean>>;
  readonly spawnOptions: { readonly env: NodeJS.ProcessEnv; readonly windowsHide: boolean };
  /** An error of the command is in its frame; this only says that the shell is free. */
  readonly throwOnInvocationError: false;
  /** Called as soon as there is a process, before anything can throw. */
  readonly spawned: (process: ChildProcess) => void;
}

const quiet = (): void => {};

/** A process without pipes, which nobody would ever hear from. */
export class NoPipes extends Error {}

class OwnShell extends PowerShell {
  /** Random for each command; printed before and after it. */
  sentinel = "";

  /** Exactly as given: the library would take NODE_POWERSHELL from the environment of this process instead. */
  protected override setExecutable({ executable }: { executable?: string }): string {
    return executable ?? "";
  }

  /** LF on every platform. The library uses the platform's own line end, and with one character more it can miss its sentinel. */
  protected override writeToOutput(sentinel: string): string {
    this.sentinel = sentinel;
    return `[Console]::Out.Write("${sentinel}\`n")`;
  }

  protected override writeToError(sentinel: string): string {
    this.sentinel = sentinel;
    return `[Console]::Error.Write("${sentinel}\`n")`;
  }
}

// The first method of its own that the constructor calls after the start of the process. The library's version would print every command,
// and so every request, when DEBUG is set in the environment.
Object.defineProperty(OwnShell.prototype, "setDebuggers", {
  value(this: OwnShell, { spawned }: OwnOptions) {
    spawned((this as unknown as Hidden).process);
    this.streams.stdout = new PassThrough();
    this.streams.stderr = new PassThrough();
    return { comment: quiet, command: quiet, output: quiet };
  },
});

export type Stream = "stdout" | "stderr";

/** A process of PowerShell that takes one command after the other. */
export class Library {
  readonly process: ChildProcessWithoutNullStreams;
  readonly #shell: OwnShell;

  /**
   * @param spawned is called with the process in the same tick, for handlers
   * @throws NoPipes where this process has too many open files
   */
  constructor(executable: string, env: NodeJS.ProcessEnv, spawned: (process: ChildProcess) => void) {
    const options: OwnOptions = {
      executable,
      executableOptions: { "-NoProfile": true, "-NonInteractive": true },
      spawnOptions: { env, windowsHide: true },
      throwOnInvocationError: false,
      spawned: (process) => {
        spawned(process);
        if ((process.stdin as unknown) === undefined) throw new NoPipes();
      },
    };
    this.#shell = new OwnShell(options);
    const hidden = this.#shell as unknown as Hidden;
    this.process = hidden.process as ChildProcessWithoutNullStreams;
    hidden.exitPromise.catch(quiet);
  }

  /**
   * Writes a command.
   * @returns settles when PowerShell takes the next command, at its end, or never
   */
  async run(command: string): Promise<void> {
    try {
      await this.#shell.invoke(command);
    } catch {
      // The process has ended; its own events report that.
    }
    this.forget();
  }

  /** Drops what was sent. */
  forget(): void {
    this.#shell.history.length = 0;
  }

  /**
   * Hands a sentinel on to the library.
   * @returns what else is in the line, or null
   */
  take(stream: Stream, line: string): string | null {
    const { sentinel } = this.#shell;
    if (sentinel === "" || !line.endsWith(sentinel)) return line;
    (this.#shell.streams[stream] as PassThrough).write(sentinel);
    const rest = line.slice(0, -sentinel.length);
    return rest === "" ? null : rest;
  }
}
