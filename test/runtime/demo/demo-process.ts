import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { typeScript } from "../../../tools/program/typescript";

const here = resolve(__dirname, "../../..");

/** `npm run demo` as a child process. */
export class Demo {
  stdout = "";
  stderr = "";
  readonly ended: Promise<number | null>;
  private readonly child: ChildProcess;
  private readonly watchers = new Set<() => void>();

  /** @param root the checkout whose program it is */
  constructor(
    args: readonly string[],
    private readonly root = here,
  ) {
    this.child = spawn(process.execPath, [...typeScript, join(root, "tools", "demo.ts"), ...args], {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.child.stdout?.setEncoding("utf8").on("data", (text: string) => this.take("stdout", text));
    this.child.stderr?.setEncoding("utf8").on("data", (text: string) => this.take("stderr", text));
    this.ended = new Promise((done, failed) => {
      this.child.once("error", failed);
      this.child.once("close", (code) => done(code));
    });
  }

  /** Resolves with what the pattern finds in its output, now or later. */
  async says(pattern: RegExp): Promise<RegExpExecArray> {
    const found = new Promise<RegExpExecArray>((done) => {
      const look = () => {
        const match = pattern.exec(this.output);
        if (match === null) return;
        this.watchers.delete(look);
        done(match);
      };
      this.watchers.add(look);
      look();
    });
    const over = this.ended.then((code) => {
      const match = pattern.exec(this.output);
      if (match !== null) return match;
      throw new Error(`The demo ended with ${code} and did not say ${String(pattern)}:\n${this.output}`);
    });
    return await Promise.race([found, over]);
  }

  /** Whether the Node-RED that it started answers. */
  async nodeRedAnswers(): Promise<boolean> {
    const [, url = ""] = await this.says(/Node-RED is at (http:\S+)/);
    return await fetch(`${url}settings`, { headers: { connection: "close" } }).then(
      (answer) => answer.ok,
      () => false,
    );
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** What `--json` prints; throws where anything else is on standard output. */
  document(): unknown {
    return JSON.parse(this.stdout);
  }

  /** Its user directories; each demo names its own after its process. */
  userDirs(): readonly string[] {
    const left = join(this.root, ".rolling-update");
    const names = existsSync(left) ? readdirSync(left) : [];
    return names.filter((name) => name.endsWith(`-${this.child.pid}`)).map((name) => join(left, name));
  }

  async clear(): Promise<void> {
    this.child.kill("SIGKILL");
    await this.ended.catch(() => undefined);
    for (const folder of this.userDirs()) await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }

  private get output(): string {
    return `${this.stdout}\n${this.stderr}`;
  }

  private take(stream: "stdout" | "stderr", text: string): void {
    this[stream] += text;
    for (const watcher of this.watchers) watcher();
  }
}
