import type { ChildProcess } from "node:child_process";
import { fork } from "node:child_process";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { root } from "../program";
import { compiled } from "../program/typescript";
import type { Told, Up } from "./child";
import type { Listener } from "./host";

const LINES_KEPT = 200;
const STOP_LIMIT_MS = 30_000;

/** Node-RED ended, or never started; with the last lines that it wrote. */
export class NodeRedEnded extends Error {
  constructor(what: string, lines: readonly string[]) {
    super(lines.length === 0 ? what : `${what} Its last lines:\n${lines.map((line) => `  ${line}`).join("\n")}`);
    this.name = "NodeRedEnded";
  }
}

/** What is said about one that {@link PrivateNodeRed.stop} had to kill. */
export const KILLED = "Node-RED did not stop by itself and was killed; files that it was writing may be incomplete.";

export interface StartOptions {
  /** The flow is `flows.json` there. */
  readonly userDir: string;
  /** Default: any free one. */
  readonly port?: number;
  /** Added to this process's environment. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Gets its log. */
  readonly onLine?: Listener;
}

/** A Node-RED in a child process, with a user directory and a port of its own. */
export class PrivateNodeRed {
  private up: Up = { url: "", missingTypes: [] };
  /** The last lines of its log. */
  private lines: readonly string[] = [];
  private readonly child: ChildProcess;
  private stopAsked = false;
  /** How it ended, in words. */
  private readonly ended: Promise<string>;

  private constructor(child: ChildProcess) {
    this.child = child;
    for (const stream of [child.stdout, child.stderr]) {
      let rest = "";
      stream?.setEncoding("utf8").on("data", (text: string) => {
        const lines = (rest + text).split(/\r?\n/);
        rest = lines.pop() ?? "";
        this.lines = [...this.lines, ...lines.filter((line) => line.trim() !== "")].slice(-LINES_KEPT);
      });
    }
    this.ended = new Promise((resolve) => {
      child.once("error", (error) => resolve(error.message));
      // Not "exit": by then its last lines may not be here yet.
      child.once("close", (code, signal) => resolve(signal ?? `exit code ${code}`));
    });
  }

  /**
   * Resolves when its flows are started, or cannot be started because node types are missing.
   * @param signal aborts the start
   * @throws NodeRedEnded
   */
  static async start({ userDir, port = 0, environment = {}, onLine }: StartOptions, signal?: AbortSignal): Promise<PrivateNodeRed> {
    signal?.throwIfAborted();
    const child = fork(compiled(join(__dirname, "child.ts"), userDir), [userDir, root, String(port)], {
      cwd: userDir,
      env: { ...process.env, NODE_ENV: "production", ...environment },
      execArgv: [],
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    const red = new PrivateNodeRed(child);
    try {
      red.up = await red.whenUp(onLine, signal);
    } catch (error) {
      await red.stop();
      throw error;
    }
    return red;
  }

  /** Address of its editor, with the slash at its end. */
  get url(): string {
    return this.up.url;
  }

  /** Types of nodes in the flow that no package has; if there are any, no flow is started. */
  get missingTypes(): readonly string[] {
    return this.up.missingTypes;
  }

  private whenUp(onLine: Listener | undefined, signal: AbortSignal | undefined): Promise<Up> {
    return new Promise((resolve, reject) => {
      const aborted = (): void => reject(signal?.reason as Error);
      this.child.on("message", (message) => {
        const told = message as Told;
        if ("line" in told) return onLine?.(told.line, told.level);
        signal?.removeEventListener("abort", aborted);
        resolve(told);
      });
      signal?.addEventListener("abort", aborted, { once: true });
      void this.ended.then((how) => reject(this.failure(`Node-RED did not start (${how}).`)));
    });
  }

  /**
   * Never resolves.
   * @throws NodeRedEnded when it ended although nobody stopped it
   */
  async whenDied(): Promise<never> {
    const how = await this.ended;
    if (this.stopAsked) return await new Promise(() => undefined);
    throw this.failure(`Node-RED ended unexpectedly (${how}).`);
  }

  /**
   * Stops it: nodes are closed, files are written completely.
   * @returns false when it had to be killed
   */
  async stop(): Promise<boolean> {
    this.stopAsked = true;
    if (this.child.connected) this.child.send("stop", () => undefined);
    const patience = new AbortController();
    const ended = this.ended.then(() => true);
    const late = pause(STOP_LIMIT_MS, false, { signal: patience.signal }).catch(() => true);
    const clean = await Promise.race([ended, late]);
    patience.abort();
    if (!clean) this.child.kill("SIGKILL");
    await ended;
    return clean;
  }

  /** Ends it as a power cut would: nothing is closed, and nothing more is written. */
  async kill(): Promise<void> {
    this.stopAsked = true;
    this.child.kill("SIGKILL");
    await this.ended;
  }

  /** An error with the last lines of its log. */
  failure(what: string): NodeRedEnded {
    return new NodeRedEnded(what, this.lines.slice(-15));
  }
}
