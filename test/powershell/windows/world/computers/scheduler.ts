import { readFileSync } from "node:fs";
import { argumentsIn } from "./command-line";
import type { Context, ToolResult } from "../handlers";
import type { Resident } from "../../../../../lib/adapters/lab/world";

interface Task {
  readonly name: string;
  readonly command: string;
  readonly args: string;
  /** 0 while it does not run. */
  pid: number;
  result: number;
}

/** The outside of the world that a task needs. */
export interface Host {
  readonly pwsh: string;
  environment(server: string): NodeJS.ProcessEnv;
}

/** SCHED_S_TASK_RUNNING and SCHED_S_TASK_HAS_NOT_RUN. */
const RUNNING = 267_009;
const HAS_NOT_RUN = 267_011;

/** As /query /v /fo csv /nh prints it, on a German server. */
const line = (computer: string, name: string, { pid, result }: Task): string =>
  [computer, name, "Nicht zutreffend", pid === 0 ? "Bereit" : "Wird ausgef\u00fchrt", "Interaktiv/Hintergrund", "10.01.2026 23:00:00"]
    .concat(String(pid === 0 ? result : RUNNING), "CONTOSO")
    .map((value) => `"${value}"`)
    .join(",");

const failed = (error: string): ToolResult => ({ exitCode: 1, error: `ERROR: ${error}` });
const good: ToolResult = { exitCode: 0, output: "SUCCESS" };

/** The Task Scheduler of every member, as schtasks.exe drives it. Tasks that run are real processes and outlive the session. */
export class Scheduler {
  private readonly tasks = new Map<string, Task>();

  constructor(private readonly host: Host) {}

  schtasks(context: Context, args: readonly string[]): ToolResult {
    const { machine } = context.resident;
    const switches = args.map((arg) => arg.toLowerCase());
    const after = (name: string) => args[switches.indexOf(name) + 1] ?? "";
    const name = after("/tn");
    const key = `${machine.name} ${name.toLowerCase()}`;
    const task = this.tasks.get(key);
    if (switches[0] === "/create") return this.create(context, { name, key }, after("/xml"), switches.includes("/f"));
    if (task === undefined) return failed("The system cannot find the file specified.");
    switch (switches[0]) {
      case "/run":
        return this.run(context, task, name);
      case "/end":
        if (task.pid !== 0) context.change("job.cancel", { id: name }, () => context.processes.killTree(context.resident, task.pid));
        return good;
      case "/delete":
        if (!switches.includes("/f")) return failed("it would ask whether it is meant.");
        this.tasks.delete(key);
        return good;
      case "/query":
        return { exitCode: 0, output: line(machine.name, name, task) };
      default:
        return failed(`Invalid argument/option - "${args[0] ?? ""}".`);
    }
  }

  /** The name of the task that a process of a member is; null where it is none. */
  taskOf({ machine }: Resident, pid: number): string | null {
    for (const [key, task] of this.tasks) if (task.pid === pid && key.startsWith(`${machine.name} `)) return task.name;
    return null;
  }

  private create(context: Context, { name, key }: { name: string; key: string }, file: string, force: boolean): ToolResult {
    if (this.tasks.has(key) && !force) return failed("it would ask whether the task is to be replaced.");
    const xml = readFileSync(context.folders.real(context.server, file)).subarray(2).toString("utf16le");
    const element = (name: string) => unescaped(new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? "");
    if (element("Command") === "") return failed("The task XML is malformed.");
    this.tasks.set(key, { name, command: element("Command"), args: element("Arguments"), pid: 0, result: HAS_NOT_RUN });
    return good;
  }

  private run(context: Context, task: Task, name: string): ToolResult {
    if (task.pid !== 0) return good;
    if (!/\\powershell\.exe$/i.test(task.command)) return failed("The stand-in runs tasks of powershell.exe only.");
    const { server } = context;
    const args = argumentsIn(task.args).map((arg) => (/^[A-Z]:\\/i.test(arg) ? context.folders.real(server, arg) : arg));
    context.change("job.start", { id: name }, () => {
      task.pid = context.processes.start(server, this.host.pwsh, args, this.host.environment(server), () => {
        task.pid = 0;
        task.result = 1;
      });
    });
    return good;
  }
}

const unescaped = (text: string): string =>
  text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&apos;", "'").replaceAll("&amp;", "&");
