import { randomBytes } from "node:crypto";
import type { Text, Words } from "../../../texts";
import { duration, text } from "../../../texts";
import { environmentOf } from "./environment";
import { findExecutable } from "./executable";
import type { Edition } from "./bootstrap";
import { bootstrap, editionIn } from "./bootstrap";
import type { ShellFailureCode } from "./failure";
import { ShellFailure } from "./failure";
import type { FrameId } from "../process/frames";
import { lineOf, secretLineOf } from "../process/frames";
import type { ShellLimits } from "../process/limits";
import type { Answered, CallOptions, ShellOptions } from "./call";
import { defaultLimits, timer, within } from "../process/limits";
import { NoPipes } from "../process/library";
import { Process } from "../process/process";
import { Deciding } from "./verdict";
import type { Verdict } from "./verdict";

interface Asked {
  readonly verdict: Verdict;
  /** Settles when PowerShell takes the next command. */
  readonly free: Promise<void>;
}

/** Apart from the lines of data that follow, PowerShell never gets any other command. */
const COMMAND = "Invoke-RUCall";
/** Does nothing for a moment. */
const PAUSE = "Start-Sleep -Milliseconds 100";

/** A PowerShell that takes requests, one at a time: whoever calls waits for the end of the call before. */
export class Session {
  #calls = 0;
  #open: { readonly id: FrameId; readonly deciding: Deciding } | null = null;
  #closing: Promise<void> | null = null;
  #edition: Edition = { version: "", edition: "" };
  readonly #limits: ShellLimits;
  readonly #process: Process;

  private constructor(options: ShellOptions, executable: string) {
    const { caller, env, onText } = options;
    const marker = randomBytes(8).toString("hex");
    this.#limits = { ...defaultLimits, ...options.limits };
    this.#process = new Process({
      executable,
      env: environmentOf({ executable, marker, caller, ...(env && { env }) }),
      marker,
      limits: this.#limits,
      listener: {
        frame: (id, frame) => {
          if (id === this.#open?.id) this.#open.deciding.decide({ kind: "answered", frame });
        },
        text: onText,
        flood: () => {
          this.#open?.deciding.decide({ kind: "flooded" });
          void this.#end();
        },
      },
    });
  }

  /**
   * Starts a PowerShell and waits until it takes requests.
   * @throws ShellFailure, and then no process is left
   */
  static async start(options: ShellOptions, signal?: AbortSignal): Promise<Session> {
    if (signal?.aborted === true) throw new ShellFailure("cancelled", text("powershell.not-sent"));
    const { executable, env } = options;
    const file = findExecutable(executable, { env: { ...process.env, ...env } });
    if (file === null) throw notFound(executable);
    let session: Session;
    try {
      session = new Session(options, file);
    } catch (cause) {
      if (cause instanceof NoPipes) throw new ShellFailure("not-started", text("powershell.no-pipes"), { cause });
      throw new ShellFailure("not-started", text("powershell.cannot-start"), { detail: messageOf(cause), cause });
    }
    await session.#begin(executable, signal);
    return session;
  }

  /** It takes no more requests. */
  get ended(): boolean {
    return this.#closing !== null || this.#process.gone;
  }

  /** It still takes requests, but will soon close itself. */
  get worn(): boolean {
    return this.#calls >= this.#limits.wornCalls;
  }

  /** Requests that were written. */
  get calls(): number {
    return this.#calls;
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  get edition(): Edition {
    return this.#edition;
  }

  /** @throws ShellFailure */
  async call(request: Readonly<Record<string, unknown>>, { limitMs, signal, secret }: CallOptions): Promise<Answered> {
    // Aborted, or ended, since its turn came.
    if (signal?.aborted === true) throw new ShellFailure("cancelled", text("powershell.not-sent"));
    if (this.ended) throw new ShellFailure("closed", text("powershell.closed-before"));
    const id = this.#calls + 1;
    const lines = [COMMAND, lineOf({ ...request, id }), ...(secret === undefined ? [] : [secretLineOf(secret)])];
    this.#calls = id;
    try {
      return await this.#outcome(await this.#ask(id, lines.join("\n"), limitMs, signal), limitMs);
    } finally {
      if (id >= this.#limits.maxCalls) void this.close();
    }
  }

  /** Gives the running command a moment to finish, then ends the process. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#process.endInput();
    await within(this.#limits.closeMs, this.#process.exited);
    await this.#process.kill();
  }

  #end(): Promise<void> {
    const killed = this.#process.kill();
    this.#closing ??= killed;
    return killed;
  }

  async #begin(executable: string, signal?: AbortSignal): Promise<void> {
    const { startMs, settleMs } = this.#limits;
    const { verdict, free } = await this.#ask("ready", bootstrap, startMs, signal);
    try {
      if (verdict.kind !== "answered") throw this.#notStarted(verdict, executable);
      this.#edition = editionIn(verdict.frame, this.#process.errors.text);
      if (!(await this.#settled(free, settleMs))) throw this.#notStarted({ kind: "silent" }, executable);
    } catch (error) {
      await this.#end();
      throw error;
    }
  }

  #notStarted(verdict: Exclude<Verdict, { kind: "answered" }>, executable: string): ShellFailure {
    const detail = this.#process.errors.text;
    switch (verdict.kind) {
      case "exited": {
        const { code, signal, error } = verdict.exit;
        if (error?.code === "ENOENT") return notFound(executable, error);
        if (error !== null)
          return new ShellFailure("not-started", text("powershell.cannot-start"), { detail: error.message, cause: error });
        return new ShellFailure("not-started", text("powershell.ended-at-start", { how: howOf(verdict) }), {
          detail,
          exitCode: code,
          signal,
        });
      }
      case "timed-out":
        return new ShellFailure("not-started", text("powershell.start-late", { limit: duration(this.#limits.startMs) }), { detail });
      case "cancelled":
        return new ShellFailure("cancelled", text("powershell.not-sent"), { detail });
      case "flooded":
        return new ShellFailure("too-much-output", text("powershell.flood-at-start"), { detail });
      case "silent":
        return new ShellFailure("not-started", text("powershell.start-silent"), { detail });
    }
  }

  /** Writes a command and waits for the first thing that decides. */
  async #ask(id: FrameId, command: string, limitMs: number, signal?: AbortSignal): Promise<Asked> {
    const deciding = new Deciding();
    this.#open = { id, deciding };
    const free = this.#process.run(command);
    void free.then(() => deciding.decide({ kind: "silent" }));
    void this.#process.exited.then((exit) => deciding.decide({ kind: "exited", exit }));
    // If this process has stalled, the answer may already be in the pipe: read it before giving up.
    const stopTimer = timer(limitMs, () => setImmediate(() => deciding.decide({ kind: "timed-out" })));
    const cancel = (): void => deciding.decide({ kind: "cancelled" });
    signal?.addEventListener("abort", cancel, { once: true });
    const verdict = await deciding.verdict;
    stopTimer();
    signal?.removeEventListener("abort", cancel);
    this.#open = null;
    return { verdict, free };
  }

  async #outcome({ verdict, free }: Asked, limitMs: number): Promise<Answered> {
    if (verdict.kind === "answered") {
      // Something else has read the lines after the request. The answer counts, but the shell is lost.
      if (!(await this.#settled(free, this.#limits.settleMs))) await this.#end();
      return { frame: verdict.frame, printed: this.#process.errors.text };
    }
    const detail = this.#process.errors.text;
    const failure = (code: ShellFailureCode, what: Text): ShellFailure => new ShellFailure(code, what, { sent: true, detail });
    switch (verdict.kind) {
      case "silent":
        throw failure("no-result", text("powershell.no-result"));
      case "exited":
        throw this.#exited(verdict, detail);
      case "flooded":
        await this.#end();
        throw failure("too-much-output", text("powershell.flood", { limit: this.#limits.maxChars }));
      case "timed-out":
        await this.#stop(free);
        throw failure("timed-out", text("server.no-answer", { limit: duration(limitMs) }));
      case "cancelled":
        await this.#stop(free);
        throw failure("cancelled", text("powershell.cancelled"));
    }
  }

  #exited(verdict: Extract<Verdict, { kind: "exited" }>, detail: string): ShellFailure {
    const { code, signal } = verdict.exit;
    const facts = { sent: true, detail, exitCode: code, signal };
    if (this.#closing !== null) return new ShellFailure("closed", text("powershell.closed-meanwhile"), facts);
    return new ShellFailure("exited", text("powershell.ended", { how: howOf(verdict) }), facts);
  }

  /** Stops the running command: gently if that works, which keeps the session, else with the process. */
  async #stop(free: Promise<void>): Promise<void> {
    const { graceMs } = this.#limits;
    const interrupted = graceMs > 0 && (await this.#process.interrupt()) && (await this.#settled(free, graceMs));
    // An interrupt that came after the end of the command would hit the next command: this one takes it.
    if (interrupted && !this.#process.gone && (await this.#settled(this.#process.run(PAUSE), graceMs)) && !this.#process.gone) return;
    await this.#end();
  }

  /** Whether PowerShell is done with a command, or with everything. */
  #settled(free: Promise<void>, ms: number): Promise<boolean> {
    return within(ms, Promise.race([free, this.#process.exited]));
  }
}

const notFound = (executable: string, cause?: Error): ShellFailure =>
  new ShellFailure("not-found", text("powershell.not-found", { executable }), { cause });

const howOf = ({ exit: { code, signal } }: Extract<Verdict, { kind: "exited" }>): Words =>
  signal ?? text("powershell.exit-code", { exitCode: String(code) });

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
