// @ts-check
import { fork } from "node:child_process";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

const LINES_KEPT = 200;
const STOP_LIMIT_MS = 30_000;

/** Node-RED ended, or never started; with what it wrote last. */
export class NodeRedEnded extends Error {
  /**
   * @param {string} what
   * @param {readonly string[]} lines
   */
  constructor(what, lines) {
    super(lines.length === 0 ? what : `${what} Its last lines:\n${lines.map((line) => `  ${line}`).join("\n")}`);
    this.name = "NodeRedEnded";
  }
}

/** A Node-RED in a child process, with a user directory and a free port of its own. */
export class PrivateNodeRed {
  /** Address of its editor, with the slash at its end. */
  url = "";
  /** The last lines of its log. @type {string[]} */
  #lines = [];
  #child;
  #stopAsked = false;
  /** @type {Promise<string>} how it ended, in words */
  #ended;

  /** @param {import("node:child_process").ChildProcess} child */
  constructor(child) {
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      let rest = "";
      stream?.setEncoding("utf8").on("data", (/** @type {string} */ text) => {
        const lines = (rest + text).split(/\r?\n/);
        rest = lines.pop() ?? "";
        this.#lines = [...this.#lines, ...lines.filter((line) => line.trim() !== "")].slice(-LINES_KEPT);
      });
    }
    this.#ended = new Promise((resolve) => {
      child.once("error", (error) => resolve(error.message));
      // Not "exit": by then its last lines may not be here yet.
      child.once("close", (code, signal) => resolve(signal ?? `exit code ${code}`));
    });
  }

  /**
   * Resolves when its flows are started.
   * @param {string} userDir its flow is `flows.json` there
   * @param {AbortSignal} signal gives the start up
   * @param {Record<string, string>} [environment] besides this process's
   * @throws {NodeRedEnded}
   */
  static async start(userDir, signal, environment = {}) {
    signal.throwIfAborted();
    const child = fork(join(import.meta.dirname, "child.mjs"), [userDir], {
      cwd: userDir,
      env: { ...process.env, NODE_ENV: "production", ...environment },
      execArgv: [],
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    const red = new PrivateNodeRed(child);
    try {
      await red.#whenStarted(signal);
    } catch (error) {
      await red.stop();
      throw error;
    }
    return red;
  }

  /** @param {AbortSignal} signal */
  async #whenStarted(signal) {
    const child = this.#child;
    /** @type {{ url: string, missingTypes: readonly string[] }} */
    const { url, missingTypes } = await new Promise((resolve, reject) => {
      child.once("message", (message) => resolve(/** @type {never} */ (message)));
      signal.addEventListener("abort", () => reject(/** @type {Error} */ (signal.reason)), { once: true });
      void this.#ended.then((how) => reject(new NodeRedEnded(`Node-RED did not start (${how}).`, this.#lastLines())));
    });
    if (missingTypes.length > 0) {
      throw new NodeRedEnded(`The flow has nodes of types that are not there: ${missingTypes.join(", ")}.`, this.#lastLines());
    }
    this.url = url;
  }

  /**
   * Never resolves.
   * @returns {Promise<never>}
   * @throws {NodeRedEnded} when it ended though nobody stopped it
   */
  async whenDied() {
    const how = await this.#ended;
    if (this.#stopAsked) return await new Promise(() => undefined);
    throw new NodeRedEnded(`Node-RED ended unexpectedly (${how}).`, this.#lastLines());
  }

  /**
   * Stops it: nodes are closed, files are written to their end.
   * @returns {Promise<boolean>} false when it had to be killed
   */
  async stop() {
    this.#stopAsked = true;
    if (this.#child.connected) this.#child.send("stop", () => undefined);
    const patience = new AbortController();
    const ended = this.#ended.then(() => true);
    const late = pause(STOP_LIMIT_MS, false, { signal: patience.signal }).catch(() => true);
    const clean = await Promise.race([ended, late]);
    patience.abort();
    if (!clean) this.kill();
    await ended;
    return clean;
  }

  /** Ends it at once, wherever it is. */
  kill() {
    this.#child.kill("SIGKILL");
  }

  #lastLines() {
    return this.#lines.slice(-15);
  }
}
