import { randomBytes } from "node:crypto";
import type { Words } from "../../../texts";
import { duration, text } from "../../../texts";
import type { Exit, Frame, FrameId, ShellLimits } from "../process";
import { defaultLimits, environmentOf, findExecutable, NoPipes, Process, within } from "../process";
import type { Edition } from "./bootstrap";
import { bootstrap, editionIn } from "./bootstrap";
import type { HostOptions } from "./call";
import { ShellFailure } from "./failure";
import type { Verdict } from "./pending";
import { Pending } from "./pending";
import { Printed } from "./printed";
import { Wear } from "./wear";

/** How often a lane is asked whether it has stopped, in ms. */
const LOOK_MS = 50;
interface Asking {
  readonly limitMs: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * A PowerShell process with its lanes: each serves one server, and none waits for another. It gets one command, which never returns, and
 * after that nothing but lines of data.
 */
export class Host {
  readonly limits: ShellLimits;
  readonly printed: Printed;
  #edition: Edition = { version: "", edition: "" };
  #closing: Promise<void> | null = null;
  readonly #wear: Wear;
  readonly #pending = new Pending();
  readonly #process: Process;

  private constructor(options: HostOptions, executable: string) {
    const { caller, env, onText } = options;
    const marker = randomBytes(8).toString("hex");
    this.limits = { ...defaultLimits, ...options.limits };
    this.printed = new Printed(onText);
    this.#wear = new Wear(this.limits);
    this.#process = new Process({
      executable,
      env: environmentOf({ executable, marker, caller, ...(env && { env }) }),
      marker,
      limits: this.limits,
      listener: {
        frame: (id, frame) => this.#pending.settle(id, { kind: "answered", frame }),
        text: (line) => this.printed.add(line),
        printed: (id) => this.printed.end(id),
        flood: () => {
          this.#pending.settleAll({ kind: "flooded" });
          void this.kill();
        },
      },
    });
    void this.#process.exited.then((exit) => this.#pending.settleAll({ kind: "exited", exit }));
  }

  /**
   * Starts a PowerShell and waits until it takes requests.
   * @throws ShellFailure, and then no process is left
   */
  static async start(options: HostOptions, signal?: AbortSignal): Promise<Host> {
    const { executable, env } = options;
    const { startMs } = { ...defaultLimits, ...options.limits };
    const looked = findExecutable(executable, { env: { ...process.env, ...env } });
    if (!(await within(startMs, looked)))
      throw new ShellFailure("not-started", text("powershell.start-late", { limit: duration(startMs) }));
    const file = await looked;
    if (signal?.aborted === true) throw new ShellFailure("cancelled", text("powershell.not-sent"));
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
    return this.#wear.isWorn;
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
    const number = this.#wear.next();
    if (this.#wear.isDue) void this.#weigh();
    return number;
  }

  /**
   * Opens a lane.
   * @throws ShellFailure
   */
  async open(): Promise<number> {
    if (this.ended) throw new ShellFailure("closed", text("powershell.closed-before"));
    const lane = this.#wear.next();
    const verdict = await this.asked(`lane ${lane}`, `#N ${lane}`, { limitMs: this.limits.startMs });
    if (verdict.kind === "answered" && verdict.frame.ok) return lane;
    const said = verdict.kind === "answered" ? messageIn(verdict.frame) : this.printed.last;
    throw new ShellFailure("not-started", text("powershell.no-lane"), { detail: said });
  }

  /** Writes a line that nobody answers. */
  send(line: string): void {
    this.#process.send(line);
  }

  /** Writes a line and waits for its answer. */
  asked(id: FrameId, line: string, asking: Asking): Promise<Verdict> {
    return this.#pending.ask(id, () => this.send(line), asking);
  }

  /**
   * Waits until a lane whose request was told to stop, or that has ended, takes requests again.
   * @returns false if it does not in time
   */
  async ready(lane: number): Promise<boolean> {
    const { graceMs, thereMs } = this.limits;
    for (const until = performance.now() + graceMs; !this.ended; ) {
      const verdict = await this.asked(`state ${lane}`, `#Q ${lane}`, { limitMs: thereMs });
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
    const { startMs, thereMs } = this.limits;
    const verdict = await this.#pending.ask("ready", () => this.#process.run(bootstrap), { limitMs: startMs, signal });
    if (verdict.kind !== "answered") throw this.#notStarted(verdict, executable);
    this.#edition = editionIn(verdict.frame, this.printed.last);
    // Windows PowerShell reads its commands by a reader of its own: whether our lines get through is seen here, and not with a server.
    const there = await this.asked("there", "#P", { limitMs: thereMs, signal });
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

  async #weigh(): Promise<void> {
    const verdict = await this.asked("memory", "#M", { limitMs: this.limits.thereMs });
    if (verdict.kind === "answered") this.#wear.weigh(verdict.frame);
  }
}

/** How a process ended, in words. */
export const howOf = ({ code, signal }: Exit): Words => signal ?? text("powershell.exit-code", { exitCode: String(code) });

const notFound = (executable: string, cause?: Error): ShellFailure =>
  new ShellFailure("not-found", text("powershell.not-found", { executable }), { cause });

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const messageIn = (frame: Frame): string => (frame["error"] as { readonly message?: string } | undefined)?.message ?? "";
