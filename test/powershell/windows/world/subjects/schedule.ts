import { hresultOf } from "../computers/accounts";
import type { Task } from "../computers/scheduler";
import { RUNNING } from "../computers/scheduler";
import type { Context, Given, Handlers } from "../handlers";
import { text, WindowsError } from "../handlers";

/** Folders of the Task Scheduler apart from its root, by computer. */
const made = new WeakMap<object, Set<string>>();

const foldersOf = ({ resident }: Context): Set<string> => {
  const found = made.get(resident) ?? new Set<string>();
  made.set(resident, found);
  return found;
};

const notFound = (): WindowsError =>
  new WindowsError("ComError", "The system cannot find the file specified.", {
    hresult: hresultOf(2),
    type: "System.IO.FileNotFoundException",
  });

const taskAt = (context: Context, args: Given): Task => {
  const task = context.scheduler.find(context, text(args["name"]));
  if (task === undefined) throw notFound();
  return task;
};

/** TASK_STATE: ready, running. TASK_LOGON_TYPE: password, service account. */
const shown = ({ name, pid, result, account, definition }: Task) => ({
  name,
  state: pid === 0 ? 3 : 4,
  lastTaskResult: pid === 0 ? result : RUNNING,
  logonType: definition.logonType === "Password" ? 1 : account.password === null ? 5 : 3,
});

const nullable = (value: unknown): string | null => (value === null || value === undefined ? null : text(value));

/** The objects of Schedule.Service, as their stand-ins ask for them; and what else a computer knows of accounts. */
export const schedule: Handlers = {
  "schedule.folder": (context, args) => {
    const path = text(args["path"]).toLowerCase();
    if (path !== "\\" && !foldersOf(context).has(path)) throw notFound();
  },
  "schedule.makeFolder": (context, args) => {
    foldersOf(context).add(text(args["path"]).toLowerCase());
  },
  "schedule.register": (context, args) => {
    const [flags, logonType] = [Number(args["flags"]), Number(args["logonType"])];
    if (flags !== 6) throw new WindowsError("ComError", "The stand-in knows TASK_CREATE_OR_UPDATE only.");
    if (logonType !== 1) throw new WindowsError("ComError", "The stand-in knows TASK_LOGON_PASSWORD only.");
    const registration = {
      name: text(args["name"]),
      xml: text(args["xml"]),
      user: nullable(args["user"]),
      password: nullable(args["password"]),
    };
    context.scheduler.register(context, registration);
  },
  "schedule.task": (context, args) => shown(taskAt(context, args)),
  "schedule.tasks": (context, args) => context.scheduler.inFolder(context, text(args["path"])).map(shown),
  "schedule.run": (context, args) => context.scheduler.run(context, taskAt(context, args)),
  "schedule.delete": (context, args) => {
    taskAt(context, args);
    context.scheduler.remove(context, text(args["name"]));
  },

  // LookupAccountName; false: ERROR_NONE_MAPPED.
  "account.known": ({ accounts }, args) => {
    try {
      accounts.named(text(args["name"]));
      return { known: true };
    } catch (error) {
      if (error instanceof WindowsError) return { known: false };
      throw error;
    }
  },
  // Test-ADServiceAccount.
  "directory.testServiceAccount": ({ accounts, server, directory }, args) => {
    const gone = { type: "Microsoft.ActiveDirectory.Management.ADServerDownException", category: "ResourceUnavailable" };
    if (!directory) throw new WindowsError("ActiveDirectoryServer:0", "Unable to contact the server.", gone);
    const account = accounts.managed(text(args["identity"]));
    if (account === undefined) throw new WindowsError("ActiveDirectoryCmdlet", "Cannot find an object with that identity.");
    return { usable: accounts.refusal({ ...account, batchRight: true }, server) === 0 };
  },
};
