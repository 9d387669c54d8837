import type { ChildProcess, ChildProcessWithoutNullStreams } from "node:child_process";
import { PassThrough } from "node:stream";
import { PowerShell } from "node-powershell";

/**
 * The only file that knows node-powershell, and the parts of child-shell below it that its types hide. Both are frozen since 2021
 * and are pinned; they run unchanged. What they get to see is chosen here: their own sentinels and nothing else, so that no output
 * can hang them, slow them down or become an error.
 */
interface Hidden {
  readonly process: ChildProcess;
  readonly exitPromise: Promise<void>;
}

interface OwnOptions {
  readonly executable: string;
  readonly executableOptions: Readonly<Record<string, boolean>>;
  readonly spawnOptions: { readonly env: NodeJS.ProcessEnv; readonly windowsHide: boolean };
  /** An error of the command is in its frame; here it only says that the shell is free. */
  readonly throwOnInvocationError: false;
  /** Called as soon as there is a process, before anything can throw. */
  readonly spawned: (process: ChildProcess) => void;
}

const quiet = (): void => {};

/** A process without pipes, of which nobody would ever hear. */
export class NoPipes extends Error {}

class OwnShell extends PowerShell {
  /** Random for each command; printed before and after it. */
  sentinel = "";

  /** As it is given: the library would take NODE_POWERSHELL from the environment of this process instead. */
  protected override setExecutable({ executable }: { executable?: string }): string {
    return executable ?? "";
  }

  /** LF on every platform, where the library has the platform's own: with one character more it can miss its sentinel. */
  protected override writeToOutput(sentinel: string): string {
    this.sentinel = sentinel;
    return `[Console]::Out.Write("${sentinel}\`n")`;
  }

  protected override writeToError(sentinel: string): string {
    this.sentinel = sentinel;
    return `[Console]::Error.Write("${sentinel}\`n")`;
  }
}

// The first own method that the constructor calls after the start of the process. The library's one would print every command, and so
// every request, when DEBUG is set in the environment.
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
   * @returns settles when PowerShell takes the next one, at its end, or never
   */
  async run(command: string): Promise<void> {
    try {
      await this.#shell.invoke(command);
    } catch {
      // The process has ended, which its own events tell.
    }
    this.forget();
  }

  /** Drops what was sent. */
  forget(): void {
    this.#shell.history.length = 0;
  }

  /**
   * Hands a sentinel on to the library.
   * @returns what stands in the line besides, or null
   */
  take(stream: Stream, line: string): string | null {
    const { sentinel } = this.#shell;
    if (sentinel === "" || !line.endsWith(sentinel)) return line;
    (this.#shell.streams[stream] as PassThrough).write(sentinel);
    const rest = line.slice(0, -sentinel.length);
    return rest === "" ? null : rest;
  }
}
