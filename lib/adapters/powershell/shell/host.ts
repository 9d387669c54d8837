import { randomBytes } from "node:crypto";
import type { Words } from "../../../texts";
import { duration, text } from "../../../texts";
import type { Frame, FrameId } from "../process/frames";
import { NoPipes } from "../process/library";
import type { ShellLimits } from "../process/limits";
import { defaultLimits, timer, within } from "../process/limits";
import type { Exit } from "../process/process";
import { Process } from "../process/process";
import type { Edition } from "./bootstrap";
import { bootstrap, editionIn } from "./bootstrap";
import type { HostOptions } from "./call";
import { environmentOf } from "./environment";
import { findExecutable } from "./executable";
import { ShellFailure } from "./failure";
import { Printed } from "./printed";
import type { Verdict } from "./verdict";

/** How often a lane is asked whether it has stopped, in ms. */
const LOOK_MS = 50;
/** After how many requests a process is asked how much memory it uses. */
const WEIGHED_CALLS = 50;

/** Gets the answer to a line, or hears that there will be none. */
type Waiting = (verdict: Verdict) => void;

/**
 * A PowerShell process with its lanes: each serves one server, and none waits for another. It gets one command, which never returns, and
 * after that nothing but lines of data.
 */
export class Host {
  readonly limits: ShellLimits;
  readonly printed: Printed;
  #edition: Edition = { version: "", edition: "" };
  #requests = 0;
  #lanes = 0;
  #worn = false;
  #closing: Promise<void> | null = null;
  readonly #began = performance.now();
  readonly #waiting = new Map<FrameId, Waiting>();
  readonly #process: Process;

  private constructor(options: HostOptions, executable: string) {
    const { caller, env, onText } = options;
    const marker = randomBytes(8).toString("hex");
    this.limits = { ...defaultLimits, ...options.limits };
    this.printed = new Printed(onText);
    this.#process = new Process({
      executable,
      env: environmentOf({ executable, marker, caller, ...(env && { env }) }),
      marker,
      limits: this.limits,
      listener: {
        frame: (id, frame) => this.#settle(id, { kind: "answered", frame }),
        text: (line) => this.printed.add(line),
        printed: (id) => this.printed.end(id),
        flood: () => {
          this.#settleAll({ kind: "flooded" });
          void this.kill();
        },
      },
    });
    void this.#process.exited.then((exit) => this.#settleAll({ kind: "exited", exit }));
  }

  /**
   * Starts a PowerShell and waits until it takes requests.
   * @throws ShellFailure, and then no process is left
   */
  static async start(options: HostOptions, signal?: AbortSignal): Promise<Host> {
    if (signal?.aborted === true) throw new ShellFailure("cancelled", text("powershell.not-sent"));
    const { executable, env } = options;
    const file = findExecutable(executable, { env: { ...process.env, ...env } });
    if (file === null) throw notFound(executable);
    let host: Host;
    try {
      host = new Host(options, file);
    } catch (cause) {
      if (cause instanceof NoPipes) throw new ShellFailure("not-started", text("powershell.no-pipes"), { cause });
      throw new ShellFailure("not-started", text("powershell.cannot-start"), { detail: messageOf(cause), cause });
    }
    try {
      await host.#begin(executable, signal);
    } catch (error) {
      await host.kill();
      throw error;
    }
    return host;
  }

  /** It takes no more requests. */
  get ended(): boolean {
    return this.#closing !== null || this.#process.gone;
  }

  /** It still takes requests, but no new lanes: it has grown, is old, or too much was given up in it. */
  get worn(): boolean {
    return this.#worn || performance.now() - this.#began >= this.limits.wornMs;
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  get edition(): Edition {
    return this.#edition;
  }

  /** It was closed or ended by us. */
  get closing(): boolean {
    return this.#closing !== null;
  }

  /** A number for a request, which no other one has. */
  next(): number {
    this.#requests += 1;
    if (this.#requests % WEIGHED_CALLS === 0) void this.#weigh();
    return this.#requests;
  }

  /**
   * Opens a lane.
   * @throws ShellFailure
   */
  async open(): Promise<number> {
    this.#lanes += 1;
    const lane = this.#lanes;
    const verdict = await this.asked(`lane ${lane}`, `#N ${lane}`, this.limits.startMs);
    if (verdict.kind === "answered" && verdict.frame.ok) return lane;
    const said = verdict.kind === "answered" ? messageIn(verdict.frame) : this.printed.last;
    throw new ShellFailure("not-started", text("powershell.no-lane"), { detail: said });
  }

  /** Writes a line that nobody answers. */
  send(line: string): void {
    this.#process.send(line);
  }

  /** Waits for the answer to a line; call this before the line is sent. */
  expect(id: FrameId, waiting: Waiting): void {
    this.#waiting.set(id, waiting);
  }

  /** Waits no more. */
  forget(id: FrameId): void {
    this.#waiting.delete(id);
  }

  /** Writes a line and waits for its answer. */
  asked(id: FrameId, line: string, limitMs: number, signal?: AbortSignal): Promise<Verdict> {
    return new Promise((resolve) => {
      const settle = (verdict: Verdict): void => {
        stopTimer();
        signal?.removeEventListener("abort", cancel);
        this.forget(id);
        resolve(verdict);
      };
      // If this process has stalled, the answer may already be in the pipe: read it before giving up.
      const stopTimer = timer(limitMs, () => setImmediate(() => settle({ kind: "timed-out" })));
      const cancel = (): void => settle({ kind: "cancelled" });
      signal?.addEventListener("abort", cancel, { once: true });
      this.expect(id, settle);
      if (line !== "") this.send(line);
    });
  }

  /**
   * Waits until a lane whose request was told to stop, or that has ended, takes requests again.
   * @returns false if it does not in time
   */
  async ready(lane: number): Promise<boolean> {
    const { graceMs, thereMs } = this.limits;
    for (const until = performance.now() + graceMs; !this.ended; ) {
      const verdict = await this.asked(`state ${lane}`, `#Q ${lane}`, thereMs);
      if (verdict.kind !== "answered") {
        // It does not even read its lines any more.
        if (verdict.kind === "timed-out") await this.kill();
        return false;
      }
      const { state } = verdict.frame;
      if (state === "ready") return true;
      if (state === "gone" || performance.now() >= until) return false;
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
    return false;
  }

  /** Ends the process, which ends its lanes. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#process.endInput();
    await within(this.limits.closeMs, this.#process.exited);
    await this.#process.kill();
  }

  /** Ends the process and everything that it has started. */
  kill(): Promise<void> {
    const killed = this.#process.kill();
    this.#closing ??= killed;
    return killed;
  }

  async #begin(executable: string, signal?: AbortSignal): Promise<void> {
    const ready = this.asked("ready", "", this.limits.startMs, signal);
    this.#process.run(bootstrap);
    const verdict = await ready;
    if (verdict.kind !== "answered") throw this.#notStarted(verdict, executable);
    this.#edition = editionIn(verdict.frame, this.printed.last);
    // Windows PowerShell reads its commands by a reader of its own: whether our lines get through is seen here, and not with a server.
    const there = await this.asked("there", "#P", this.limits.thereMs, signal);
    if (there.kind === "answered") return;
    if (there.kind !== "timed-out") throw this.#notStarted(there, executable);
    throw new ShellFailure("host-input", text("powershell.deaf"), { detail: this.printed.last });
  }

  #notStarted(verdict: Exclude<Verdict, { kind: "answered" }>, executable: string): ShellFailure {
    const detail = this.printed.last;
    switch (verdict.kind) {
      case "exited": {
        const { code, signal, error } = verdict.exit;
        if (error?.code === "ENOENT") return notFound(executable, error);
        if (error !== null)
          return new ShellFailure("not-started", text("powershell.cannot-start"), { detail: error.message, cause: error });
        return new ShellFailure("not-started", text("powershell.ended-at-start", { how: howOf(verdict.exit) }), {
          detail,
          exitCode: code,
          signal,
        });
      }
      case "timed-out":
        return new ShellFailure("not-started", text("powershell.start-late", { limit: duration(this.limits.startMs) }), { detail });
      case "cancelled":
        return new ShellFailure("cancelled", text("powershell.not-sent"), { detail });
      case "flooded":
        return new ShellFailure("too-much-output", text("powershell.flood-at-start"), { detail });
    }
  }

  #settle(id: FrameId, verdict: Verdict): void {
    this.#waiting.get(id)?.(verdict);
  }

  #settleAll(verdict: Verdict): void {
    for (const waiting of [...this.#waiting.values()]) waiting(verdict);
  }

  async #weigh(): Promise<void> {
    const verdict = await this.asked("memory", "#M", this.limits.thereMs);
    if (verdict.kind !== "answered") return;
    const { bytes, givenUp } = verdict.frame;
    if (Number(bytes) > this.limits.wornBytes || Number(givenUp) >= this.limits.wornGivenUp) this.#worn = true;
  }
}

/** How a process ended, in words. */
export const howOf = ({ code, signal }: Exit): Words => signal ?? text("powershell.exit-code", { exitCode: String(code) });

const notFound = (executable: string, cause?: Error): ShellFailure =>
  new ShellFailure("not-found", text("powershell.not-found", { executable }), { cause });

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const messageIn = (frame: Frame): string => String((frame["error"] as { message?: unknown } | undefined)?.message ?? "");
