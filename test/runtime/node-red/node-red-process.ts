import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Runtime } from "./runtimes";

/** A flow as Node-RED keeps it: one flat list of nodes. */
export type Flow = readonly Readonly<Record<string, unknown>>[];

export interface StartOptions {
  readonly runtime: Runtime;
  readonly userDir: string;
  /** Written to the flow file before the start; absent: what is in the user directory already (a second start). */
  readonly flows?: Flow;
  /** Over the defaults below, as in settings.js; JSON only. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Added to the environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** The line of the log at which it counts as started, for flows that lack a type on purpose or a start in safe mode. */
  readonly startedAt?: RegExp;
  readonly limitMs?: number;
}

const defaults = {
  uiHost: "127.0.0.1",
  uiPort: 0,
  flowFile: "flows.json",
  credentialSecret: "test",
  httpNodeRoot: "/",
  lang: "en-US",
  telemetry: { enabled: false, updateNotification: false },
  editorTheme: { tours: false },
  logging: { console: { level: "info", metrics: false, audit: false } },
};

/**
 * A whole Node-RED in a process of its own, as its users run it. It can be stopped, killed and started again on the same user directory,
 * and ends with the test process whatever happens to that.
 */
export class NodeRedProcess {
  /** All that it wrote, line by line. */
  readonly lines: string[] = [];
  /** Address of the editor and the admin API, without the slash at its end. */
  url = "";
  private readonly watchers = new Set<() => void>();
  private readonly ended: Promise<number | null>;
  private over = false;

  private constructor(
    private readonly child: ChildProcess,
    private readonly name: string,
  ) {
    for (const stream of [child.stdout, child.stderr]) {
      let rest = "";
      stream?.setEncoding("utf8").on("data", (text: string) => {
        const lines = (rest + text).split(/\r?\n/);
        rest = lines.pop() ?? "";
        this.lines.push(...lines);
        this.look();
      });
    }
    this.ended = new Promise((resolve) => {
      child.once("error", (error) => {
        this.lines.push(String(error));
        this.over = true;
        this.look();
        resolve(null);
      });
      child.once("exit", (code) => {
        this.over = true;
        this.look();
        resolve(code);
      });
    });
  }

  /** Starts Node-RED and resolves when its flows are started and its HTTP server listens; rejects with its log when it does not get there. */
  static async start(options: StartOptions): Promise<NodeRedProcess> {
    const { runtime, userDir } = options;
    if (runtime.node === undefined || runtime.nodeRed === undefined) throw new Error(`${runtime.name} is not installed: ${runtime.how}.`);
    await mkdir(userDir, { recursive: true });
    const settings = { ...defaults, userDir, ...options.settings };
    await writeFile(join(userDir, "settings.js"), `module.exports = ${JSON.stringify(settings, undefined, 2)};\n`);
    if (options.flows !== undefined) await writeFile(join(userDir, settings.flowFile), JSON.stringify(options.flows));

    const child = spawn(
      runtime.node,
      [
        "--require",
        join(__dirname, "red-child.cjs"),
        join(runtime.nodeRed, "red.js"),
        "--userDir",
        userDir,
        "--settings",
        join(userDir, "settings.js"),
      ],
      { cwd: userDir, env: { ...process.env, NODE_ENV: "production", ...options.env }, stdio: ["ignore", "pipe", "pipe", "ipc"] },
    );
    const red = new NodeRedProcess(child, runtime.name);
    try {
      const listening = await red.line(/Server now running at (http:\/\/[^\s]+)/, options.limitMs);
      red.url = (/(http:\/\/[^\s]+)/.exec(listening)?.[1] ?? "").replace(/\/$/, "");
      const started = await red.line(options.startedAt ?? /Started flows|Waiting for missing types/, options.limitMs);
      if (options.startedAt === undefined && started.includes("missing types")) {
        await red.line(/\[info\]\s+- \S/, 2_000);
        throw new Error(`${runtime.name} lacks node types of these flows:\n${red.log()}`);
      }
    } catch (error) {
      await red.kill();
      throw error;
    }
    return red;
  }

  /** The first line of the log that matches, now or later. @param from index of the first line that counts */
  line(pattern: RegExp, limitMs = 30_000, from = 0): Promise<string> {
    return new Promise((resolve, reject) => {
      const settle = (then: () => void) => {
        clearTimeout(timer);
        this.watchers.delete(look);
        then();
      };
      const look = () => {
        const found = this.lines.slice(from).find((line) => pattern.test(line));
        if (found !== undefined) settle(() => resolve(found));
        else if (this.over) settle(() => reject(new Error(`${this.name} ended before it logged ${String(pattern)}:\n${this.log()}`)));
      };
      const timer = setTimeout(() => {
        settle(() => reject(new Error(`${this.name} did not log ${String(pattern)} within ${limitMs / 1000} s:\n${this.log()}`)));
      }, limitMs);
      this.watchers.add(look);
      look();
    });
  }

  /** Asks the admin API for JSON. */
  async get<T = unknown>(path: string): Promise<T> {
    const answer = await fetch(`${this.url}${path}`, { headers: { accept: "application/json" } });
    if (!answer.ok) throw new Error(`GET ${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  /** Deploys flows through the admin API. Resolves when they are started: Node-RED itself answers before. */
  async deploy(flows: Flow, type: "full" | "nodes" | "flows" | "reload" = "full"): Promise<void> {
    const from = this.lines.length;
    const answer = await fetch(`${this.url}/flows`, {
      method: "POST",
      headers: { "content-type": "application/json", "Node-RED-API-Version": "v2", "Node-RED-Deployment-Type": type },
      body: JSON.stringify({ flows }),
    });
    if (!answer.ok) throw new Error(`The deploy was refused: ${answer.status} ${await answer.text()}`);
    await this.line(/Started (modified )?(flows|nodes)/, 30_000, from);
  }

  /** Stops it as a service manager does: flows are closed, then it ends. Resolves with its exit code. */
  stop(): Promise<number | null> {
    // A message and not a signal: Windows has no SIGTERM.
    if (!this.over && this.child.connected) this.child.send("shutdown");
    return this.ended;
  }

  /** Ends it at this instant: nothing is closed. */
  kill(): Promise<number | null> {
    if (!this.over) this.child.kill("SIGKILL");
    return this.ended;
  }

  /** Resolves with the exit code when it has ended, by whatever. */
  end(): Promise<number | null> {
    return this.ended;
  }

  log(): string {
    return this.lines.slice(-60).join("\n");
  }

  private look(): void {
    for (const watcher of this.watchers) watcher();
  }
}
