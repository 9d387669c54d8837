import { text } from "../../../texts";
import type { Answered, CallOptions } from "./call";
import { ShellFailure } from "./failure";
import type { Lane } from "./lane";
import { Queue } from "./queue";

/**
 * One server's place in a warm PowerShell, which takes one request after the other. A request is data on standard input and never script.
 * A shell that has ended, on its own or by us, cannot be used again: take another one.
 */
export class Shell {
  #lane: Lane | null = null;
  /** Why it takes no more requests. */
  #failed: ShellFailure | null = null;
  #closing: Promise<void> | null = null;
  readonly #giveUp = new AbortController();
  readonly #started: Promise<void>;
  readonly #queue = new Queue();

  /** @param open finds a place for it; it is not waited for: the first call reports how that went */
  constructor(open: (signal: AbortSignal) => Promise<Lane>) {
    this.#started = this.#start(open);
  }

  async #start(open: (signal: AbortSignal) => Promise<Lane>): Promise<void> {
    try {
      this.#lane = await open(this.#giveUp.signal);
    } catch (error) {
      this.#failed =
        error instanceof ShellFailure
          ? error
          : new ShellFailure("not-started", text("powershell.cannot-start"), { detail: String(error), cause: error });
    }
  }

  /** It takes no more requests. */
  get ended(): boolean {
    return this.#closing !== null || this.#failed !== null || this.#lane?.ended === true;
  }

  /** It still takes requests, but will soon close itself. */
  get worn(): boolean {
    return this.#lane?.worn === true;
  }

  /** Requests that were written. */
  get calls(): number {
    return this.#lane?.calls ?? 0;
  }

  /** Of the process that carries it, once that takes requests. */
  get pid(): number | undefined {
    return this.#lane?.host.pid;
  }

  /** Like `7.6.1`; empty before PowerShell takes requests. */
  get version(): string {
    return this.#lane?.host.edition.version ?? "";
  }

  /** `Desktop` is Windows PowerShell, `Core` is PowerShell 6 and later; empty before it takes requests. */
  get edition(): string {
    return this.#lane?.host.edition.edition ?? "";
  }

  /**
   * Sends a request, after those before it, and waits for its answer. If the request is stopped, this settles once it has stopped: by then
   * the command, and everything that it had started here, no longer runs.
   * @param request JSON; its `id`, a number, is given here
   * @throws ShellFailure
   */
  async call(request: Readonly<Record<string, unknown>>, options: CallOptions): Promise<Answered> {
    const { signal } = options;
    const done = await this.#queue.turn(signal).catch(() => {
      throw notSent();
    });
    try {
      await this.#ready(signal);
      if (this.#failed !== null) throw this.#failed;
      if (this.#lane === null || this.#closing !== null) throw new ShellFailure("closed", text("powershell.closed-before"));
      return await this.#lane.call(request, options);
    } finally {
      done();
    }
  }

  /** Gives the running command a moment to finish, then ends the process. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#giveUp.abort();
    await this.#started;
    await this.#lane?.close();
  }

  /** The start goes on even if the call no longer waits for it. */
  async #ready(signal?: AbortSignal): Promise<void> {
    let leave = (): void => {};
    const left = new Promise<never>((_resolve, reject) => {
      leave = () => reject(notSent());
    });
    signal?.addEventListener("abort", leave, { once: true });
    try {
      await Promise.race([this.#started, left]);
    } finally {
      signal?.removeEventListener("abort", leave);
    }
  }
}

const notSent = (): ShellFailure => new ShellFailure("cancelled", text("powershell.not-sent"));
