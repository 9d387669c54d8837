import { existsSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Resident } from "../../../../../lib/adapters/lab/world";
import type { Work } from "../../../../../lib/server/operations/job";
import { packageIn } from "../../../../../lib/adapters/lab/machine/packages";
import { argumentsIn } from "../computers/command-line";
import type { Context, Given, Handlers, Tools, WmiClasses } from "../handlers";
import { text, WindowsError } from "../handlers";

const baseName = (path: string): string => path.slice(Math.max(path.lastIndexOf("\\"), path.lastIndexOf("/")) + 1).toLowerCase();
/** Far beyond any test: whoever starts a program sees to its end. */
const NO_LIMIT_MINUTES = 10_000_000;

/** Where programs are gone before whoever has started them can look at them. */
export const goneAtOnce = new WeakSet<Resident>();

/** What programs do that are started: their labour is the lab's, nothing of them is real. */
export const processes: Handlers = {
  "process.start": async (context, args) => {
    const file = text(args["file"]);
    const given = argumentsIn(text(args["arguments"]));
    const { resident, processes: running } = context;
    const plan = await planned(context, file, given, (args["environment"] ?? {}) as Given);
    const simulated = running.simulate(resident, context.pid, baseName(file), typeof plan === "number" ? plan : null);
    if (typeof plan !== "number") {
      const order = { id: simulated.job, work: plan, limitMinutes: NO_LIMIT_MINUTES, brings: null };
      context.world.timeline.happen(() => resident.jobs.start(order));
    }
    return { pid: simulated.pid, gone: goneAtOnce.has(resident) };
  },
  "process.look": ({ resident, processes: running }, args) => {
    const pid = Number(args["pid"]);
    const simulated = running.simulatedOn(resident, pid);
    const exitCode = simulated === undefined ? null : (simulated.exitCode ?? resident.jobs.poll(simulated.job).exitCode);
    return { running: running.isRunning(resident, pid), exitCode };
  },
  "process.kill": ({ resident, processes: running, world }, args) => {
    world.timeline.happen(() => running.killTree(resident, Number(args["pid"])));
  },
};

export const processClasses: WmiClasses = {
  "root\\cimv2:win32_process": ({ resident, processes: running }) =>
    running
      .on(resident)
      .filter(({ pid }) => running.isRunning(resident, pid))
      .map(({ pid, parent, name }) => ({ Name: name, ProcessId: pid, ParentProcessId: parent })),
};

export const jobTools: Tools = {
  // The disks here know no rights of Windows: a file in a folder stands for those that everybody has.
  "icacls.exe": ({ folders, server }, [folder = "", ...args]) => {
    if (args.includes("/inheritance:r")) rmSync(join(folders.real(server, folder), ".open-to-all"), { force: true });
    return { exitCode: 0 };
  },
  "schtasks.exe": (context, args) => context.scheduler.schtasks(context, args),
  "taskkill.exe": (context, args) => {
    const { resident, processes: running, scheduler, world } = context;
    const pid = Number(args[args.findIndex((arg) => arg.toLowerCase() === "/pid") + 1]);
    const task = scheduler.taskOf(resident, pid);
    let was = false;
    const kill = () => {
      was = running.killTree(resident, pid);
    };
    // Of a task, it ends the job; of its program, which is how a runner keeps to its limit, it is the job's own business.
    if (task === null) world.timeline.happen(kill);
    else context.change("job.cancel", { id: task }, kill);
    return was ? { exitCode: 0, output: "SUCCESS" } : { exitCode: 128, error: `ERROR: The process "${pid}" not found.` };
  },
};

/** The labour that a command line means; an exit code where the program gives up at once. */
async function planned(context: Context, file: string, args: readonly string[], environment: Given): Promise<Work | number> {
  if (baseName(file) === "msiexec.exe") return patch(context, args);
  if (baseName(file) === "powershell.exe") return script(context, args, environment);
  // cmd.exe /c exit 3
  if (baseName(file) === "cmd.exe" && args[1] === "exit") return Number(args[2]);
  if (!existsSync(context.folders.real(context.server, file))) {
    throw new WindowsError(
      "InvalidOperationException,Microsoft.PowerShell.Commands.StartProcessCommand",
      "This command cannot be run due to the error: The system cannot find the file specified.",
      { type: "System.InvalidOperationException", category: "InvalidOperation" },
    );
  }
  const blob = await bring(context, file);
  const found = blob === null ? undefined : packageIn(blob);
  if (found === undefined) return { kind: "command", file, arguments: [...args] };
  return { kind: found.kind === "setup" ? "setup" : "exe", file, arguments: [...args] };
}

const is = (name: string) => (arg: string) => arg.toLowerCase() === name;

/** A script that Windows PowerShell runs. 2.0 ends with 0 after -File, whatever the script did: see its stand-in on the disks. */
function script(context: Context, args: readonly string[], environment: Given): Work | number {
  if (args.some(is("-file"))) return 0;
  const command = args[args.findIndex(is("-command")) + 1] ?? "";
  const named = [...command.matchAll(/\$env:(\w+)/gi)].map(([, name = ""]) => text(environment[name]));
  const file = named.find((value) => /\.ps1$/i.test(value));
  if (file === undefined) return 1;
  return codeOfLine(context.folders.real(context.server, file)) ?? { kind: "command", file, arguments: [] };
}

/** What a script of a single short line ends with; null where it is longer, or not on the disk: the lab knows those by their names. */
function codeOfLine(path: string): number | null {
  const line = existsSync(path) ? readFileSync(path, "utf8") : "";
  if (/^(throw '[^']*'|if \()$/.test(line)) return 1;
  const [, code] = /^exit (-?\d+)$/.exec(line) ?? [];
  return code === undefined ? null : Number(code);
}

/** Windows Installer, of which a patch in the quiet form is all that is known here. */
async function patch(context: Context, args: readonly string[]): Promise<Work | number> {
  const after = (...names: readonly string[]) => args[args.findIndex((arg) => names.includes(arg.toLowerCase())) + 1] ?? "";
  const [file, log] = [after("/update", "/p"), after("/l*v")];
  const quiet = args.some((arg) => /^\/(quiet|qn)$/i.test(arg)) && args.some(is("/norestart"));
  if (!quiet || file === "" || file.startsWith("/")) return 1639;
  if (!existsSync(dirname(context.folders.real(context.server, log)))) return 1622;
  if ((await bring(context, file)) === null) return 1635;
  return { kind: "msp", file, log };
}

/** Lets the lab know what really lies there. */
async function bring(context: Context, file: string) {
  const blob = await context.folders.blob(context.server, file);
  if (blob !== null) context.resident.machine.files.put(file, blob);
  return blob;
}
