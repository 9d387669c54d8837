import type { Text } from "../../../texts";
import { duration, text } from "../../../texts";
import { asciiOf, Deferred, hexOf, within } from "../process";
import type { Answered, CallOptions } from "./call";
import type { ShellFailureCode } from "./failure";
import { ShellFailure } from "./failure";
import type { Host } from "./host";
import { howOf } from "./host";
import type { Verdict } from "./pending";

/** How much longer than its answer what a failed request has printed may take to come, in ms. */
const PRINTED_MS = 250;

/** A lane of a process: it takes one request at a time, and whoever calls waits for the end of the call before. */
export class Lane {
  readonly #over = new Deferred<void>();
  #calls = 0;
  #running: Promise<unknown> = Promise.resolve();
  #closing: Promise<void> | null = null;

  private constructor(
    readonly host: Host,
    private readonly number: number,
    /** No other lane is in its process. */
    private readonly alone: boolean,
  ) {}

  /** @throws ShellFailure */
  static async open(host: Host, alone: boolean): Promise<Lane> {
    return new Lane(host, await host.open(), alone);
  }

  /** Settles when it takes no more requests. */
  get over(): Promise<void> {
    return this.#over.promise;
  }

  /** It takes no more requests. */
  get ended(): boolean {
    return this.#over.settled || this.#closing !== null || this.host.ended;
  }

  /** It still takes requests, but will soon close itself, or is in a process that should be replaced. */
  get worn(): boolean {
    return this.#calls >= this.host.limits.wornCalls || this.host.worn;
  }

  /** Requests that were written. */
  get calls(): number {
    return this.#calls;
  }

  /** @throws ShellFailure */
  async call(request: Readonly<Record<string, unknown>>, { limitMs, signal, secret, about = [] }: CallOptions): Promise<Answered> {
    // Aborted, or ended, since its turn came.
    if (signal?.aborted === true) throw new ShellFailure("cancelled", text("powershell.not-sent"));
    if (this.ended) throw new ShellFailure("closed", text("powershell.closed-before"));
    const id = this.host.next();
    this.#calls += 1;
    const heard = this.host.printed.listen(id, about);
    if (secret !== undefined) this.host.send(`#S ${this.number} ${hexOf(secret)}`);
    const asked = this.host.asked(id, `#R ${this.number} ${id} ${asciiOf(request)}`, { limitMs, signal });
    this.#running = asked;
    try {
      const verdict = await asked;
      if (verdict.kind === "answered" && !verdict.frame.ok) await within(PRINTED_MS, heard.whole);
      return await this.#outcome(verdict, limitMs, heard.lines.text);
    } finally {
      this.host.printed.leave(heard);
      if (this.#calls >= this.host.limits.maxCalls) void this.close();
    }
  }

  /** Gives the running request a moment to finish; then it is given up. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    const inTime = await within(this.host.limits.closeMs, this.#running);
    if (!this.#over.settled) this.host.send(`#${inTime ? "E" : "D"} ${this.number}`);
    this.#over.resolve();
    // What it has started here must not go on.
    if (this.alone) await (inTime ? this.host.close() : this.host.kill());
  }

  async #outcome(verdict: Verdict, limitMs: number, heard: string): Promise<Answered> {
    const failure = (code: ShellFailureCode, what: Text): ShellFailure => new ShellFailure(code, what, { sent: true, detail: heard });
    switch (verdict.kind) {
      case "answered": {
        const { printed, ...frame } = verdict.frame;
        const said = [typeof printed === "string" ? printed : "", heard].filter((lines) => lines !== "").join("\n");
        const error = frame["error"] as { readonly id?: string; readonly stage?: string; readonly message?: string } | undefined;
        if (frame.ok || error?.id !== "no-result") return { frame, printed: said };
        if (this.#closing !== null) throw failure("closed", text("powershell.closed-meanwhile"));
        // What ended the request has ended its pipeline too.
        if (error.stage === "lost" && !(await this.host.ready(this.number))) this.#giveUp();
        const detail = [error.message ?? "", said].filter((lines) => lines !== "").join("\n");
        throw new ShellFailure("no-result", text("powershell.no-result"), { sent: true, detail });
      }
      case "exited": {
        const { code: exitCode, signal } = verdict.exit;
        const facts = { sent: true, detail: heard, exitCode, signal };
        if (this.host.closing || this.#closing !== null) throw new ShellFailure("closed", text("powershell.closed-meanwhile"), facts);
        throw new ShellFailure("exited", text("powershell.ended", { how: howOf(verdict.exit) }), facts);
      }
      case "flooded":
        await this.host.kill();
        throw failure("too-much-output", text("powershell.flood", { limit: this.host.limits.maxChars }));
      case "timed-out":
        await this.#stop();
        throw failure("timed-out", text("server.no-answer", { limit: duration(limitMs) }));
      case "cancelled":
        await this.#stop();
        throw failure("cancelled", text("powershell.cancelled"));
    }
  }

  /** Stops the running request: alone if it heeds that, which keeps the session, else with its lane. */
  async #stop(): Promise<void> {
    this.host.send(`#X ${this.number}`);
    if (await this.host.ready(this.number)) return;
    this.#giveUp();
    if (this.alone) await this.host.kill();
  }

  #giveUp(): void {
    this.host.send(`#D ${this.number}`);
    this.#over.resolve();
  }
}
