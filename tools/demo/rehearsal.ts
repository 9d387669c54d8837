// @ts-check
/** Real PowerShell instead of the lab: computers that believe to be Windows, in a process beside Node-RED. */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { WrongUsage } from "../node-red/command-line.mjs";

/** @typedef {import("../../test/powershell/windows/serve.js").Served} Served */
/** @typedef {import("./flow.mjs").FlowNode} FlowNode */
/** @typedef {import("./flow.mjs").DemoFlow} DemoFlow */
/** @typedef {import("./options.mjs").DemoOptions} DemoOptions */

const root = resolve(import.meta.dirname, "../..");
const program = join(root, "test", "powershell", "windows", "serve.ts");
const UP_WITHIN_MS = 60_000;

/** What a flow's own lab would be, as the rehearsal is told. */
const world = (/** @type {FlowNode} */ array, /** @type {FlowNode} */ connection) => ({
  array: array.name ?? "array",
  members: (array.members ?? []).map(({ name }) => name),
  role: connection.role ?? "exchange-cas",
  seed: Number(connection.seed) || 1,
  faults: connection.faults ?? [],
});

/** A rehearsal that is on. */
export class Rehearsal {
  #child;
  /** @type {Served} */
  #served;

  /**
   * @param {import("node:child_process").ChildProcess} child
   * @param {Served} served
   */
  constructor(child, served) {
    this.#child = child;
    this.#served = served;
  }

  /**
   * @param {DemoOptions} options
   * @param {DemoFlow} flow
   * @param {AbortSignal} signal gives the start up
   * @throws {WrongUsage} where something that it needs is missing
   */
  static async start({ connection: kind, truth }, flow, signal) {
    if (flow.array === undefined || flow.connection === undefined) {
      throw new WrongUsage(`--connection ${kind} needs a flow with one server-array and its server-connection.`);
    }
    const options = {
      ...world(flow.array, flow.connection),
      speed: flow.speed,
      kind: kind === "ssh" ? "ssh" : "local",
      pwsh: powershell(),
      doors: true,
      ...(truth === null ? {} : { truthFile: truth }),
    };
    if (!existsSync(program)) throw new WrongUsage(`--connection ${kind} works in a clone of the repository only.`);
    if (kind === "ssh" && !existsSync("/usr/sbin/sshd"))
      throw new WrongUsage("--connection ssh needs an OpenSSH server (Debian: openssh-server).");
    signal.throwIfAborted();
    const child = spawn(process.execPath, ["--import", "tsx", program, JSON.stringify(options)], {
      cwd: root,
      stdio: ["pipe", "pipe", "inherit"],
    });
    child.stdin?.on("error", () => {});
    return new Rehearsal(child, await firstLine(child, signal));
  }

  /** The flow with its connection and its members led to the rehearsal's computers. @param {DemoFlow} flow @returns {DemoFlow} */
  lead(flow) {
    const { settings, members, scomServer } = this.#served;
    const ssh = settings.ssh;
    const reached = {
      kind: settings.kind,
      executable: settings.executable,
      truthFile: "",
      faults: [],
      ...(ssh === undefined
        ? {}
        : { sshUser: ssh.user, sshPort: ssh.port, keyFile: ssh.keyFile ?? "", knownHostsFile: ssh.knownHostsFile ?? "" }),
    };
    return {
      ...flow,
      nodes: flow.nodes.map((node) => {
        if (node === flow.connection) return { ...node, ...reached };
        if (node === flow.array) return { ...node, members, scomServer };
        // Nobody but the demo reaches its Node-RED, which listens on this host alone.
        return node.type === "rolling-update" ? { ...node, openHttp: true } : node;
      }),
    };
  }

  /** For Node-RED: its waits run as fast as the computers' world. @returns {Record<string, string>} */
  get environment() {
    return { ROLLING_UPDATE_REHEARSAL: JSON.stringify(this.#served.clock) };
  }

  /** Ends all its computers. Resolves when the truth is written. */
  async stop() {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = new Promise((done) => this.#child.once("close", done));
    this.#child.stdin?.end();
    await ended;
  }
}

/** PowerShell, as the tests find it. */
function powershell() {
  const wanted = process.env["ROLLING_UPDATE_PWSH"] ?? "pwsh";
  const { findExecutable } = createRequire(import.meta.url)(join(root, "dist", "lib", "adapters", "powershell", "shell", "executable.js"));
  const found = /** @type {string | null} */ (findExecutable(wanted));
  if (found !== null) return found;
  throw new WrongUsage(`There is no ${wanted}. Install PowerShell 7, or name it in the environment variable ROLLING_UPDATE_PWSH.`);
}

/**
 * @param {import("node:child_process").ChildProcess} child
 * @param {AbortSignal} signal
 * @returns {Promise<Served>}
 */
async function firstLine(child, signal) {
  let text = "";
  child.stdout?.setEncoding("utf8");
  try {
    return await new Promise((done, failed) => {
      const late = setTimeout(() => failed(new Error(`The rehearsal was not ready within ${UP_WITHIN_MS / 1000} s.`)), UP_WITHIN_MS);
      const aborted = () => failed(/** @type {Error} */ (signal.reason));
      signal.addEventListener("abort", aborted, { once: true });
      child.once("close", () => failed(new Error("The rehearsal ended before it was ready; see above for the reason.")));
      child.stdout?.on("data", (/** @type {string} */ part) => {
        text += part;
        if (!text.includes("\n")) return;
        clearTimeout(late);
        signal.removeEventListener("abort", aborted);
        done(/** @type {Served} */ (JSON.parse(text.slice(0, text.indexOf("\n")))));
      });
    });
  } catch (error) {
    child.kill("SIGTERM");
    throw error;
  }
}
