import type { ChildProcess } from "node:child_process";
import type { Readable } from "node:stream";
import type { Frame, FrameId } from "./frames";
import { endIn, frameIn } from "./frames";
import type { Stream } from "./library";
import { Library } from "./library";
import type { ShellLimits } from "./limits";
import { within } from "./limits";
import { LineReader } from "./lines";
import { killTree } from "./tree";

/** How a process ended; an error is one of starting it. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly error: NodeJS.ErrnoException | null;
}

export interface Listener {
  frame(id: FrameId, frame: Frame): void;
  /** A line of output that is not an answer, as it came. */
  text(line: string): void;
  /** All that a failed request has printed was told. */
  printed(id: number): void;
  /** There was more output than allowed; nothing is read any more. */
  flood(): void;
}

interface Parts {
  readonly executable: string;
  readonly env: NodeJS.ProcessEnv;
  readonly marker: string;
  readonly limits: ShellLimits;
  readonly listener: Listener;
}

/** A running PowerShell: what goes in, what comes out, how it ends. */
export class Process {
  /** Settles when it has ended and what it had written is read. */
  readonly exited: Promise<Exit>;
  #gone = false;
  #chars = 0;
  #killed: Promise<void> | null = null;
  readonly #readers: Record<Stream, LineReader>;
  readonly #library: Library;

  /** @throws if the system does not even try to start it */
  constructor(private readonly parts: Parts) {
    const { marker, listener } = parts;
    let exited: (exit: Exit) => void = () => {};
    this.exited = new Promise((resolve) => {
      exited = resolve;
    });
    this.#readers = {
      stdout: this.#reader("stdout", (line) => {
        const found = frameIn(line, marker);
        if (found === null) return listener.text(line);
        this.#chars = 0;
        listener.frame(found.id, found.frame);
      }),
      stderr: this.#reader("stderr", (line) => {
        const end = endIn(line, marker);
        if (end === null || end.rest !== "") listener.text(end?.rest ?? line);
        if (end !== null) listener.printed(end.id);
      }),
    };
    this.#library = new Library(parts.executable, parts.env, (process) => this.#follow(process, exited));
  }

  get pid(): number | undefined {
    return this.#library.process.pid;
  }

  /** It takes no more commands. What it wrote before may still arrive. */
  get gone(): boolean {
    return this.#gone;
  }

  /** Writes the one command that it gets. */
  run(command: string): void {
    void this.#library.run(command);
  }

  /** Writes a line for the command that runs. Lines that a process gets after its end are lost; that it has ended is told. */
  send(line: string): void {
    this.#chars = 0;
    if (!this.#gone) this.#library.process.stdin.write(`${line}\n`);
  }

  /** The command that runs, and with it PowerShell, ends. */
  endInput(): void {
    this.#library.process.stdin.end();
  }

  /** Ends it, and everything that it has started. */
  kill(): Promise<void> {
    this.#killed ??= this.#kill();
    return this.#killed;
  }

  async #kill(): Promise<void> {
    const { killMs } = this.parts.limits;
    this.#library.forget();
    if (!this.#gone && this.pid !== undefined) await killTree(this.pid, killMs);
    // Even the hard signal does not reach a process that hangs in the kernel.
    await within(killMs, this.exited);
  }

  /** Everything that must be there in the tick of the start, before anything can go wrong. */
  #follow(process: ChildProcess, exited: (exit: Exit) => void): void {
    const end = (exit: Exit): void => {
      if (this.#gone) return;
      this.#gone = true;
      void this.#drained(process).then(() => exited(exit));
    };
    process.on("error", (error: NodeJS.ErrnoException) => {
      // A process with a number is running: a signal could not be sent.
      if (process.pid === undefined) end({ code: null, signal: null, error });
    });
    process.once("exit", (code, signal) => end({ code, signal, error: null }));
    process.stdin?.on("error", () => {});
    this.#read(process.stdout, this.#readers.stdout);
    this.#read(process.stderr, this.#readers.stderr);
  }

  #reader(stream: Stream, take: (line: string) => void): LineReader {
    return new LineReader((line) => {
      const own = this.#library.take(stream, line);
      if (own !== null) take(own);
    });
  }

  #read(stream: Readable | null, reader: LineReader): void {
    stream?.on("error", () => {});
    stream?.setEncoding("utf8");
    stream?.on("data", (chunk: string) => {
      const { maxChars } = this.parts.limits;
      if (this.#chars > maxChars) return;
      this.#chars += chunk.length;
      if (this.#chars > maxChars) this.parts.listener.flood();
      else reader.push(chunk);
    });
  }

  /** An answer can still be in the pipes when the process has ended; an orphan can hold them open. */
  async #drained(process: ChildProcess): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      process.once("close", () => resolve());
    });
    if (process.pid !== undefined) await within(this.parts.limits.drainMs, closed);
    process.stdout?.destroy();
    process.stderr?.destroy();
    for (const reader of Object.values(this.#readers)) reader.end();
    // Undefined if the start itself threw.
    (this.#library as Library | undefined)?.forget();
  }
}
