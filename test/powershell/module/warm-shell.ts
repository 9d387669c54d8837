import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Flat } from "../../../lib/adapters/powershell/functions";
import { thePowerShell } from "../../shared/powershell";

export interface Answer {
  readonly records?: readonly Flat[];
  readonly error?: { readonly id: string; readonly category: string; readonly message: string; readonly hint: string | null };
}

const idle: WarmShell[] = [];

/**
 * A PowerShell process that is one computer after the other. A process of its own for every test would spend most of its time on
 * warming up; a new runspace has nothing of the one before.
 */
export class WarmShell {
  private readonly waiting: ((answer: Answer) => void)[] = [];
  /** Requests that have not been answered yet, those to begin anew apart: the next one who takes it need not wait for these. */
  private busy = 0;
  private readonly child: ChildProcessWithoutNullStreams;
  private complaints = "";
  private ended = false;

  private constructor() {
    this.child = spawn(thePowerShell(), ["-NoProfile", "-NonInteractive", "-File", join(__dirname, "session.ps1")]);
    this.child.stderr.setEncoding("utf8").on("data", (text: string) => {
      this.complaints += text;
    });
    createInterface({ input: this.child.stdout }).on("line", (line) => {
      if (line.startsWith("@@")) this.waiting.shift()?.(JSON.parse(line.slice(2)) as Answer);
    });
    this.child.on("exit", () => {
      this.ended = true;
      const error = { id: "shell-ended", category: "", message: `the shell has ended: ${this.complaints}`, hint: null };
      for (const give of this.waiting.splice(0)) give({ error });
    });
  }

  /** One that nobody uses, or a new one. */
  static take(): WarmShell {
    for (let shell = idle.pop(); shell !== undefined; shell = idle.pop()) {
      if (shell.ended) continue;
      shell.hold(true);
      return shell;
    }
    return new WarmShell();
  }

  /** Begins anew on a computer. That a module cannot be loaded shows with the first request. */
  open(module: string, environment: Readonly<Record<string, string>>): void {
    void this.ask({ open: { module, environment } });
  }

  async send(request: unknown): Promise<Answer> {
    this.busy++;
    const answer = await this.ask(request);
    this.busy--;
    return answer;
  }

  /** For the next one who takes it, unless it has ended or is still busy with something. */
  giveBack(): void {
    if (this.ended) return;
    if (this.busy > 0) {
      this.child.kill("SIGKILL");
      return;
    }
    this.hold(false);
    idle.push(this);
  }

  private ask(request: unknown): Promise<Answer> {
    return new Promise((resolve) => {
      this.waiting.push(resolve);
      this.child.stdin.write(`${JSON.stringify(request)}\n`);
    });
  }

  /** While nobody uses it, it keeps no test process from ending; its input ends then, and it with that. */
  private hold(used: boolean): void {
    for (const part of [this.child, this.child.stdin, this.child.stdout, this.child.stderr] as unknown as NodeJS.Timeout[]) {
      if (used) part.ref();
      else part.unref();
    }
  }
}
