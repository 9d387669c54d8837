import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { thePowerShell } from "../../shared/powershell";
import type { Cmdlet } from "./published";
import { cmdlets, comObjects, interfaces, namespaces, types } from "./published";
import { inSet, setsOf } from "./signatures";

interface Table {
  readonly required: readonly string[];
  readonly optional: readonly string[];
}
type Part =
  | { readonly parameter: string; readonly hasValue: boolean }
  | { readonly splat: string; readonly tables: readonly Table[] }
  | { readonly value: string };

/** A call of a command that is none of the module's. */
export interface Call {
  readonly function: string;
  readonly command: string;
  readonly line: number;
  readonly parts: readonly Part[];
  /** It gets something from a pipeline. */
  readonly piped: boolean;
}

/** A member of something that Windows gives, and what that can be. */
export interface Read {
  readonly function: string;
  readonly line: number;
  readonly kinds: readonly string[];
  readonly member: string;
  readonly how: "read" | "written" | "called";
}

/** What a module asks of Windows; see `calls.ps1`. */
export interface Asked {
  readonly calls: readonly Call[];
  readonly reads: readonly Read[];
  readonly instances: readonly { readonly class: string; readonly namespace: string; readonly function: string }[];
  readonly objects: readonly string[];
}

/** What an object can be, by name: what it has, of what kind that is, and whether it may be written. */
interface Kind {
  readonly members: Readonly<Record<string, string | null>>;
  readonly of?: string;
}

const short = (type: string): string => `type:${type.slice(type.lastIndexOf(".") + 1)}`;
const kindOfType = (type: unknown): string | null => {
  const name = typeof type === "string" ? `type:${type.replace(/\[\]$/, "")}` : "";
  return Object.keys(types).some((known) => short(known) === name) ? name : null;
};
const none = (names: readonly string[]): Kind["members"] => Object.fromEntries(names.map((name) => [name, null]));

const ofTypes = Object.entries(types).map(([name, { properties, methods = {} }]): [string, Kind] => [
  short(name),
  {
    members: {
      ...Object.fromEntries(Object.entries(properties).map(([one, type]) => [one, kindOfType(type)])),
      ...Object.fromEntries(Object.entries(methods).map(([one, method]) => [one, kindOfType(method?.returns)])),
    },
  },
]);
const classes = Object.values(namespaces).flatMap((its) => Object.entries(its));
const ofClasses = classes.map(([name, { properties, methods }]): [string, Kind] => [
  `wmi:${name}`,
  { members: none([...Object.keys(properties), ...Object.keys(methods)]) },
]);
const ofMethods = classes.flatMap(([, { methods }]) =>
  Object.entries(methods).map(([name, { out }]): [string, Kind] => [`out:${name}`, { members: none(Object.keys(out)) }]),
);
const ofInterfaces = Object.entries(interfaces).map(([name, { properties, methods, of }]): [string, Kind] => {
  const kind = (type: string | null): string | null => (type !== null && type in interfaces ? `com:${type}` : null);
  const members = [
    ...Object.entries(properties).map(([one, { type }]) => [one, kind(type)]),
    ...Object.entries(methods).map(([one, type]) => [one, kind(type)]),
  ];
  return [`com:${name}`, { members: Object.fromEntries(members) as Kind["members"], ...(of === undefined ? {} : { of: `com:${of}` }) }];
});
const ofPowerShell: readonly [string, Kind][] = [
  ["type:ErrorRecord", { members: none(["FullyQualifiedErrorId", "Exception", "CategoryInfo", "ErrorDetails"]) }],
];
const kinds: Readonly<Record<string, Kind>> = Object.fromEntries([
  ...ofTypes,
  ...ofClasses,
  ...ofMethods,
  ...ofInterfaces,
  ...ofPowerShell,
]);

const outputs = Object.fromEntries(
  Object.entries(cmdlets).flatMap(([name, { output }]) =>
    Array.isArray(output) ? [[name, (output as readonly string[]).map(short)]] : [],
  ),
);
const objects = Object.fromEntries(Object.entries(comObjects).map(([id, name]) => [id, `com:${name}`]));

/** Reads what the files of a module ask of Windows, without running them. */
export async function asked(files: readonly string[]): Promise<Asked> {
  const [all] = await run(files, "");
  if (all === undefined) throw new Error("nothing was read");
  return all;
}

/** The same for files of which each is a module of its own. */
export const askedApart = (files: readonly string[]): Promise<readonly Asked[]> => run(files, "-Apart");

async function run(files: readonly string[], how: string): Promise<readonly Asked[]> {
  const folder = mkdtempSync(join(tmpdir(), "published-"));
  try {
    const file = join(folder, "kinds.json");
    writeFileSync(file, JSON.stringify({ kinds, outputs, objects }));
    const command = `& '${join(__dirname, "calls.ps1")}' -Path ${files.map((one) => `'${one}'`).join(", ")} -Kinds '${file}' ${how}`;
    const { stdout } = await promisify(execFile)(thePowerShell(), ["-NoProfile", "-NonInteractive", "-Command", command], {
      maxBuffer: 1 << 26,
      env: { ...process.env, TERM: "dumb", NO_COLOR: "1" },
    });
    return stdout
      .split("\n")
      .filter((line) => line.startsWith("{"))
      .map((line) => JSON.parse(line) as Asked);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** PowerShell's own, of every object. */
const intrinsic = ["PSObject", "PSBase", "Length", "Count", "GetType", "ToString"];

/** What is read, written or called and is not written down. */
export function unknownMember({ kinds: its, member, how, ...at }: Read): readonly string[] {
  if (intrinsic.includes(member)) return [];
  const known = its.some((kind) => Object.keys(kinds[kind]?.members ?? {}).some((name) => name.toLowerCase() === member.toLowerCase()));
  return known && (how !== "written" || its.some((kind) => isWritable(kind, member)))
    ? []
    : [`${at.function} (${at.line}): ${its.join(" or ")} has no ${member} to be ${how}`];
}

function isWritable(kind: string, member: string): boolean {
  const [family, name = ""] = kind.split(":");
  if (family === "wmi") return classes.some(([one, { writable = {} }]) => one === name && member in writable);
  if (family === "com") return interfaces[name]?.properties[member]?.access === "read/write";
  // A note property: the cmdlet's own.
  return name === "EventLogRecord" && member === "Message";
}

/** Of every command. */
const common = ["ErrorAction", "ErrorVariable", "WarningAction", "WarningVariable", "OutVariable", "OutBuffer", "Verbose", "Debug"];

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** A parameter by its name, an alias, or the beginning of its name. */
function parameterNamed({ parameters, shouldProcess }: Cmdlet, given: string): string | null {
  const all = [...common, ...(shouldProcess ? ["WhatIf", "Confirm"] : []), ...Object.keys(parameters)];
  const exact = all.find((name) => same(name, given) || (parameters[name]?.aliases ?? []).some((alias) => same(alias, given)));
  const begins = all.filter((name) => name.toLowerCase().startsWith(given.toLowerCase()));
  return exact ?? (begins.length === 1 ? (begins[0] ?? null) : null);
}

interface Bound {
  readonly named: readonly string[];
  readonly values: readonly string[];
}

/** All ways in which a call can be made: one for each combination of what splatted tables can hold. */
function waysOf(call: Call, cmdlet: Cmdlet): readonly Bound[] | string {
  let ways: readonly Bound[] = [{ named: [], values: [] }];
  let takes = false;
  for (const part of call.parts) {
    if ("parameter" in part) {
      const type = cmdlet.parameters[parameterNamed(cmdlet, part.parameter) ?? ""]?.type;
      takes = !part.hasValue && type !== "SwitchParameter";
      ways = ways.map(({ named, values }) => ({ named: [...named, part.parameter], values }));
    } else if ("splat" in part) {
      if (part.tables.length === 0) return `what ${part.splat} holds cannot be followed`;
      ways = ways.flatMap(({ named, values }) =>
        part.tables.flatMap(({ required, optional }) => [
          { named: [...named, ...required], values },
          { named: [...named, ...required, ...optional.filter((name) => !required.includes(name))], values },
        ]),
      );
    } else {
      if (!takes) ways = ways.map(({ named, values }) => ({ named, values: [...values, part.value] }));
      takes = false;
    }
  }
  return ways;
}

/** The parameters that a call gives by name, in any of its ways. */
export function namedIn(call: Call, cmdlet: Cmdlet): readonly string[] {
  const ways = waysOf(call, cmdlet);
  const named = typeof ways === "string" ? [] : ways.flatMap((way) => way.named);
  return [...new Set(named.map((name) => parameterNamed(cmdlet, name) ?? name))];
}

/** Why Windows would not take a call, or would take it otherwise than it reads. */
export function faultsOfCall(call: Call, cmdlet: Cmdlet): readonly string[] {
  const at = `${call.function} (${call.line}): ${call.command}`;
  const ways = waysOf(call, cmdlet);
  if (typeof ways === "string") return [`${at}: ${ways}`];
  return [...new Set(ways.flatMap((way) => faultsOfWay(way, cmdlet, call.piped)))].map((fault) => `${at}: ${fault}`);
}

function faultsOfWay({ named, values }: Bound, cmdlet: Cmdlet, piped: boolean): readonly string[] {
  const unknown = named.filter((name) => parameterNamed(cmdlet, name) === null);
  if (unknown.length > 0) return unknown.map((name) => `there is no -${name}`);
  const given = named.map((name) => parameterNamed(cmdlet, name) ?? "").filter((name) => cmdlet.parameters[name] !== undefined);
  const twice = given.filter((name, index) => given.indexOf(name) !== index);
  const early = given.flatMap((name) => {
    const { since } = cmdlet.parameters[name] ?? {};
    return since === undefined ? [] : [`-${name} came with PowerShell ${since}`];
  });
  if (twice.length > 0 || early.length > 0) return [...twice.map((name) => `-${name} is given twice`), ...early];
  const sets = setsOf(cmdlet).flatMap((set) => boundIn(set, { given, values }, { cmdlet, piped }) ?? []);
  if (cmdlet.withoutParameters === true && given.length + values.length === 0) return [];
  if (sets.length === 0) return [`no set of parameters takes ${[...given.map((name) => `-${name}`), ...values].join(" ")}`];
  const chosen = sets.length === 1 ? sets[0] : sets.find(({ set }) => set === cmdlet.defaultSet);
  if (chosen === undefined) return [`it is not clear which set is meant: ${sets.map(({ set }) => set).join(", ")}`];
  return chosen.places.flatMap(([name, value]) => {
    const other = Object.keys(cmdlet.parameters).find((one) => same(value, `$${one}`) && one !== name);
    return other === undefined ? [] : [`${value} is taken for -${name}, not for -${other}`];
  });
}

interface Placed {
  readonly set: string;
  /** Values without a name, each with the parameter that takes it. */
  readonly places: readonly (readonly [name: string, value: string])[];
}

/** How a set takes what is given; null where it does not. */
function boundIn(
  set: string,
  { given, values }: { readonly given: readonly string[]; readonly values: readonly string[] },
  { cmdlet, piped }: { readonly cmdlet: Cmdlet; readonly piped: boolean },
): Placed | null {
  const its = Object.entries(cmdlet.parameters).flatMap(([name, parameter]) => {
    const found = inSet(parameter, set);
    return found === undefined ? [] : [{ name, ...found }];
  });
  if (given.some((name) => !its.some((one) => one.name === name))) return null;
  const free = its
    .filter(({ name, position }) => position !== undefined && !given.includes(name))
    .toSorted((a, b) => (a.position ?? 0) - (b.position ?? 0));
  if (values.length > free.length) return null;
  const places = values.map((value, index): [string, string] => [free[index]?.name ?? "", value]);
  const has = (name: string): boolean => given.includes(name) || places.some(([place]) => place === name);
  const missing = its.filter(({ name, mandatory, fromPipeline }) => mandatory === true && !has(name) && !(piped && fromPipeline === true));
  return missing.length > 0 ? null : { set, places };
}
