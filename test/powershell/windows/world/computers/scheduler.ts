import { readFileSync } from "node:fs";
import type { Resident } from "../../../../../lib/adapters/lab/world";
import type { Context, ToolResult } from "../handlers";
import { WindowsError } from "../handlers";
import type { Account, Accounts } from "./accounts";
import { hresultOf, LOGON_FAILURE, SYSTEM } from "./accounts";
import { argumentsIn } from "./command-line";
import type { Definition } from "./task-definition";
import { definitionIn } from "./task-definition";

export interface Task {
  readonly name: string;
  readonly definition: Definition;
  readonly account: Account;
  /** 0 while it does not run. */
  pid: number;
  result: number;
}

/** How a task is to be registered. */
export interface Registration {
  /** With its folder. */
  readonly name: string;
  readonly xml: string;
  /** Null: what the definition says. */
  readonly user: string | null;
  readonly password: string | null;
}

/** The outside of the world that a task needs. */
export interface Host {
  readonly pwsh: string;
  readonly accounts: Accounts;
  environment(server: string): NodeJS.ProcessEnv;
}

/** SCHED_S_TASK_RUNNING and SCHED_S_TASK_HAS_NOT_RUN. */
export const RUNNING = 267_009;
const HAS_NOT_RUN = 267_011;
/** SCHED_E_USER_NOT_LOGGED_ON: a task that needs an interactive session which nobody has. */
const NOT_LOGGED_ON = 0x80_04_13_20 | 0;
/** E_OUTOFMEMORY: of user and password, one is null and the other is not (ITaskFolder::RegisterTask). */
const OUT_OF_MEMORY = 0x80_07_00_0e | 0;
/** PowerShell, ConsoleHost.ExitCodeBadCommandLineParameter (0xFFFD0000): what -File names does not exist, for whoever may not see it. */
const NO_SUCH_SCRIPT = -196_608;

/** As /query /v /fo csv /nh prints it, on a German server. */
const line = (computer: string, name: string, { pid, result }: Task): string =>
  [computer, name, "Nicht zutreffend", pid === 0 ? "Bereit" : "Wird ausgef\u00fchrt", "Interaktiv/Hintergrund", "10.01.2026 23:00:00"]
    .concat(String(pid === 0 ? result : RUNNING), "CONTOSO")
    .map((value) => `"${value}"`)
    .join(",");

const failed = (error: string): ToolResult => ({ exitCode: 1, error: `ERROR: ${error}` });
const good: ToolResult = { exitCode: 0, output: "SUCCESS" };

/** The Task Scheduler of every member, as schtasks.exe and the objects of Schedule.Service drive it. Tasks that run are real processes and outlive the session. */
export class Scheduler {
  private readonly tasks = new Map<string, Task>();

  constructor(private readonly host: Host) {}

  schtasks(context: Context, args: readonly string[]): ToolResult {
    const { machine } = context.resident;
    const switches = args.map((arg) => arg.toLowerCase());
    const after = (name: string) => args[switches.indexOf(name) + 1] ?? "";
    const name = after("/tn");
    const task = this.find(context, name);
    if (switches[0] === "/create") {
      if (task !== undefined && !switches.includes("/f")) return failed("it would ask whether the task is to be replaced.");
      return this.createdFrom(context, name, after("/xml"));
    }
    if (task === undefined) return failed("The system cannot find the file specified.");
    switch (switches[0]) {
      case "/run":
        this.run(context, task);
        return good;
      case "/end":
        if (task.pid !== 0) context.change("job.cancel", { id: name }, () => context.processes.killTree(context.resident, task.pid));
        return good;
      case "/delete":
        if (!switches.includes("/f")) return failed("it would ask whether it is meant.");
        this.remove(context, name);
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

  find({ resident }: Context, name: string): Task | undefined {
    return this.tasks.get(keyOf(resident, name));
  }

  /** The tasks of a computer in a folder. */
  inFolder({ resident }: Context, folder: string): readonly Task[] {
    const start = keyOf(resident, `${folder}\\`);
    return [...this.tasks].filter(([key]) => key.startsWith(start)).map(([, task]) => task);
  }

  remove({ resident }: Context, name: string): void {
    this.tasks.delete(keyOf(resident, name));
  }

  /** @throws WindowsError with the code that the Task Scheduler has for what is wrong */
  register({ resident }: Context, { name, xml, user, password }: Registration): void {
    const definition = definitionIn(xml);
    if ((user === null) !== (password === null)) throw comError(OUT_OF_MEMORY, "Not enough memory resources are available.");
    const account = this.host.accounts.named(user ?? definition.userId);
    // A managed account's password is the domain's business: whoever gives one, even an empty one, gives a wrong one (dahall/TaskScheduler#190).
    const isPassword = definition.logonType === "Password";
    if (account !== SYSTEM && isPassword && (password !== account.password || this.barred(account, resident)))
      throw comError(hresultOf(account.barred ?? LOGON_FAILURE), "The user name or password is incorrect.");
    this.tasks.set(keyOf(resident, name), { name, definition, account, pid: 0, result: HAS_NOT_RUN });
  }

  run(context: Context, task: Task): void {
    if (task.pid !== 0) return;
    const { definition, account, name } = task;
    const { server } = context;
    const refusal = account === SYSTEM ? 0 : this.host.accounts.refusal(account, server);
    if (refusal !== 0) task.result = hresultOf(refusal);
    else if (account !== SYSTEM && definition.logonType !== "Password") task.result = NOT_LOGGED_ON;
    else if (!canRead(task)) task.result = NO_SUCH_SCRIPT;
    else {
      if (!/\\powershell\.exe$/i.test(definition.command))
        throw new WindowsError("ComError", "The stand-in runs tasks of powershell.exe only.");
      const args = argumentsIn(definition.args).map((arg) => (/^[A-Z]:\\/i.test(arg) ? context.folders.real(server, arg) : arg));
      const as = account === SYSTEM ? {} : { account: account.name };
      context.change("job.start", { id: name, ...as }, () => {
        task.pid = context.processes.start(server, this.host.pwsh, args, this.host.environment(server), () => {
          task.pid = 0;
          task.result = 1;
        });
      });
    }
  }

  private barred(account: Account, { machine }: Resident): boolean {
    const refusal = this.host.accounts.refusal(account, machine.name);
    return refusal === LOGON_FAILURE || refusal === account.barred;
  }

  private createdFrom(context: Context, name: string, file: string): ToolResult {
    const bytes = readFileSync(context.folders.real(context.server, file));
    // It goes by the mark at the beginning of the file.
    if (bytes.readUInt16LE(0) !== 0xfe_ff) return failed("The task XML is malformed.");
    try {
      this.register(context, { name, xml: bytes.subarray(2).toString("utf16le"), user: null, password: null });
      return good;
    } catch (error) {
      if (error instanceof WindowsError) return failed(error.message);
      throw error;
    }
  }
}

/** A job's folder is for administrators and SYSTEM, with all their rights. */
const canRead = ({ account, definition }: Task): boolean =>
  account === SYSTEM || ((account.administrator ?? true) && definition.runLevel === "HighestAvailable");

const keyOf = ({ machine }: Resident, name: string): string => `${machine.name} ${name.toLowerCase()}`;

const comError = (hresult: number, message: string): WindowsError => new WindowsError("ComError", message, { hresult });
