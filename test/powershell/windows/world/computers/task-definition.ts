import { WindowsError } from "../handlers";

/** What a definition in XML says, as far as this world goes by it. */
export interface Definition {
  readonly command: string;
  readonly args: string;
  readonly userId: string;
  readonly logonType: string;
  readonly runLevel: string;
}

interface Element {
  readonly name: string;
  readonly children: Element[];
  text: string;
}

const NAMESPACE = "http://schemas.microsoft.com/windows/2004/02/mit/task";

/**
 * The elements that the schema of 1.2 allows under one of this name; each may be there once, in any order (`xs:all`): taskType, principalType,
 * settingsType and the rest of learn.microsoft.com/windows/win32/taskschd/task-scheduler-schema. Of triggers there are none here.
 */
const allowed: Readonly<Record<string, readonly string[]>> = {
  Task: ["RegistrationInfo", "Triggers", "Settings", "Data", "Principals", "Actions"],
  RegistrationInfo: ["URI", "SecurityDescriptor", "Source", "Date", "Author", "Version", "Description", "Documentation"],
  Triggers: [],
  Principals: ["Principal"],
  Principal: ["UserId", "LogonType", "GroupId", "DisplayName", "RunLevel"],
  Settings: [
    ..."AllowStartOnDemand RestartOnFailure MultipleInstancesPolicy DisallowStartIfOnBatteries StopIfGoingOnBatteries AllowHardTerminate".split(
      " ",
    ),
    ..."StartWhenAvailable NetworkProfileName RunOnlyIfNetworkAvailable WakeToRun Enabled Hidden DeleteExpiredTaskAfter".split(" "),
    ..."IdleSettings NetworkSettings ExecutionTimeLimit Priority RunOnlyIfIdle".split(" "),
  ],
  Actions: ["Exec"],
  Exec: ["Command", "Arguments", "WorkingDirectory"],
};

/** The values that a simple type allows. */
const values: Readonly<Record<string, RegExp>> = {
  LogonType: /^(S4U|Password|InteractiveToken|InteractiveTokenOrPassword)$/,
  RunLevel: /^(LeastPrivilege|HighestAvailable)$/,
  MultipleInstancesPolicy: /^(Parallel|Queue|IgnoreNew|StopExisting)$/,
  Priority: /^(10|\d)$/,
  ExecutionTimeLimit: /^P(\d+D)?(T(\d+H)?(\d+M)?(\d+S)?)?$/,
  UserId: /^.+$/s,
  Command: /^.+$/s,
};
const BOOLEAN = /^(true|false|0|1)$/;
const booleans = new Set(
  "AllowStartOnDemand DisallowStartIfOnBatteries StopIfGoingOnBatteries AllowHardTerminate StartWhenAvailable WakeToRun Enabled Hidden".split(
    " ",
  ),
);

/** SCHED_E_* of winerror.h. */
const refused = (code: number, message: string): WindowsError => new WindowsError("ComError", message, { hresult: code | 0 });
const malformed = (): WindowsError => refused(0x80_04_13_1a, "The task XML is malformed.");
const unexpected = (name: string): WindowsError => refused(0x80_04_13_16, `The task XML contains an unexpected node. ${name}`);
const missing = (name: string): WindowsError => refused(0x80_04_13_19, `The task XML is missing a required element or attribute. ${name}`);
const invalid = (name: string): WindowsError =>
  refused(0x80_04_13_18, `The task XML contains a value which is incorrectly formatted or out of range. ${name}`);

/** Reads a definition as strictly as the Task Scheduler. @throws WindowsError with the code that it has for what is wrong */
export function definitionIn(xml: string): Definition {
  const [, version, namespace] = /<Task\s+version="([^"]*)"\s+xmlns="([^"]*)"\s*>/.exec(xml) ?? [];
  if (namespace !== NAMESPACE) throw refused(0x80_04_13_17, "The task XML contains an element or attribute from an unexpected namespace.");
  if (version !== "1.2") throw invalid("version");
  const task = parsed(xml);
  check(task);
  const exec = one(one(task, "Actions"), "Exec");
  const principal = child(child(task, "Principals"), "Principal");
  const text = (from: Element | undefined, name: string): string => child(from, name)?.text ?? "";
  return {
    command: one(exec, "Command").text,
    args: text(exec, "Arguments"),
    userId: text(principal, "UserId"),
    logonType: text(principal, "LogonType"),
    runLevel: text(principal, "RunLevel"),
  };
}

const child = (of: Element | undefined, name: string): Element | undefined => of?.children.find((element) => element.name === name);

function one(of: Element, name: string): Element {
  const found = child(of, name);
  if (found === undefined) throw missing(name);
  return found;
}

function check({ name, children, text }: Element): void {
  const names = children.map((element) => element.name);
  for (const [index, inner] of names.entries())
    if (allowed[name]?.includes(inner) !== true || names.indexOf(inner) !== index) throw unexpected(inner);
  if (allowed[name] === undefined || name === "Triggers" ? children.length > 0 : text.trim() !== "") throw unexpected(name);
  const value = values[name] ?? (booleans.has(name) ? BOOLEAN : null);
  if (value !== null && !value.test(text)) throw invalid(name);
  for (const element of children) check(element);
}

/** The tree of elements. @throws WindowsError where they do not fit into one another */
function parsed(xml: string): Element {
  const root: Element = { name: "", children: [], text: "" };
  const open = [root];
  for (const [whole, text, end, name = "", closed] of xml
    .replace(/^\uFEFF?<\?xml[^>]*\?>/, "")
    .matchAll(/([^<]*)<(\/?)([A-Za-z]+)[^<>]*?(\/?)>/g)) {
    const top = open.at(-1) as Element;
    if (/&(?!(lt|gt|amp|quot|apos|#\d+);)/.test(whole)) throw malformed();
    top.text += unescaped(text ?? "");
    if (end === "/") {
      if (open.pop()?.name !== name) throw malformed();
      continue;
    }
    const element: Element = { name, children: [], text: "" };
    top.children.push(element);
    if (closed !== "/") open.push(element);
  }
  const [task, ...others] = root.children;
  if (open.length !== 1 || task?.name !== "Task" || others.length > 0 || root.text.trim() !== "") throw malformed();
  return task;
}

const unescaped = (text: string): string =>
  text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&apos;", "'").replaceAll("&amp;", "&");
