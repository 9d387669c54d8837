import type { Cmdlet, InSet, Parameter } from "./published";

/** A command as the engine sees it; see `signatures.ps1`. */
export interface Signature {
  readonly name: string;
  readonly defaultSet: string | null;
  readonly shouldProcess: boolean;
  readonly parameters: readonly {
    readonly name: string;
    readonly type: string;
    readonly aliases: readonly string[];
    readonly values: readonly string[];
  }[];
  readonly sets: readonly { readonly name: string; readonly parameters: readonly Member[] }[];
}

interface Member {
  readonly name: string;
  readonly position: number | null;
  readonly mandatory: boolean;
  readonly fromPipeline: boolean;
  readonly fromPipelineByName: boolean;
}

/** Classes of Operations Manager, which are simple objects here. */
const simple = ["MonitoringObject[]", "MaintenanceWindow[]", "ManagementPackClass[]"];

/** A set of parameters without a name, of the engine and here. */
const ALL = "__AllParameterSets";
const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
const sorted = (texts: readonly string[] = []): string =>
  texts
    .map((text) => text.toLowerCase())
    .toSorted()
    .join(" ");

/** How a parameter is in a set; undefined where it is not in it. */
export const inSet = ({ sets }: Parameter, set: string): InSet | undefined => sets[set] ?? sets["*"];

/** The sets that are published of a cmdlet. */
export function setsOf({ parameters, defaultSet }: Cmdlet): readonly string[] {
  const named = new Set(Object.values(parameters).flatMap(({ sets }) => Object.keys(sets).filter((name) => name !== "*")));
  if (defaultSet !== undefined) named.add(defaultSet);
  return named.size === 0 ? [ALL] : [...named];
}

/** What the engine says of a cmdlet of its own, in the form of what is published. */
export function asPublished(signature: Signature): Cmdlet {
  const parameter = (name: string): Parameter["sets"] =>
    Object.fromEntries(
      signature.sets.flatMap((set) => {
        const found = set.parameters.find((one) => same(one.name, name));
        if (found === undefined) return [];
        const { position, mandatory, fromPipeline, fromPipelineByName } = found;
        const flags = {
          ...(position === null ? {} : { position }),
          ...(mandatory ? { mandatory } : {}),
          ...(fromPipeline ? { fromPipeline } : {}),
          ...(fromPipelineByName ? { fromPipelineByName } : {}),
        };
        return [[set.name, flags as InSet]];
      }),
    );
  const parameters = signature.parameters.map(({ name, type, aliases, values }) => [
    name,
    { type, aliases, ...(values.length > 0 ? { values } : {}), sets: parameter(name) },
  ]);
  return {
    source: { source: null, why: "the engine itself" },
    ...(signature.defaultSet === null ? {} : { defaultSet: signature.defaultSet }),
    ...(signature.shouldProcess ? { shouldProcess: true } : {}),
    parameters: Object.fromEntries(parameters) as Cmdlet["parameters"],
    output: [],
    errors: { source: null, why: "the engine itself" },
  };
}

/**
 * In what a stand-in is not as what is published: what it has and the real one lacks, what it has otherwise, and what it lacks although a
 * call could need it: parameters with a position, those that must be given, and those that are used.
 */
export function faultsOf(signature: Signature, published: Cmdlet, used: readonly string[]): readonly string[] {
  const { unknown = [], shouldProcess = false, defaultSet = ALL } = published;
  const faults: string[] = [];
  const isDefault = same(signature.defaultSet ?? ALL, defaultSet) || unknown.includes("defaultSet");
  if (!isDefault) faults.push(`its default set is ${signature.defaultSet ?? "none"}, not ${defaultSet}`);
  if (signature.shouldProcess !== shouldProcess) faults.push(`it has ${shouldProcess ? "no" : "a"} -WhatIf and -Confirm`);
  for (const own of signature.parameters) faults.push(...parameterFaults(own, published));
  const names = setsOf(published);
  for (const set of signature.sets) {
    const isKnown =
      names.some((name) => same(name, set.name)) || (set.name === signature.defaultSet && published.withoutParameters === true);
    if (!isKnown) faults.push(`it has a set ${set.name}`);
    else faults.push(...setFaults(set, published, used));
  }
  return faults;
}

function parameterFaults(own: Signature["parameters"][number], published: Cmdlet): readonly string[] {
  const found = parameterOf(published, own.name);
  if (found === undefined) return [`it has -${own.name}`];
  const real = { ...found, ...published.newer?.[own.name] };
  const { unknown = [] } = published;
  const faults: string[] = [];
  if (!same(own.type, simple.includes(real.type) ? "Object[]" : real.type))
    faults.push(`-${own.name} is of the type ${own.type}, not ${real.type}`);
  if (!unknown.includes("aliases") && sorted(own.aliases) !== sorted(real.aliases))
    faults.push(`-${own.name} has the aliases "${sorted(own.aliases)}", not "${sorted(real.aliases)}"`);
  if (own.values.length > 0 && real.values !== undefined && sorted(own.values) !== sorted(real.values))
    faults.push(`-${own.name} takes "${sorted(own.values)}", not "${sorted(real.values)}"`);
  return faults;
}

const parameterOf = ({ parameters }: Cmdlet, name: string): Parameter | undefined =>
  Object.entries(parameters).find(([real]) => same(real, name))?.[1];

function setFaults(set: Signature["sets"][number], published: Cmdlet, used: readonly string[]): readonly string[] {
  const { unknown = [] } = published;
  const faults: string[] = [];
  for (const own of set.parameters) {
    const parameter = parameterOf(published, own.name);
    const real = parameter === undefined ? undefined : inSet(parameter, set.name);
    if (parameter !== undefined && real === undefined) faults.push(`-${own.name} is in the set ${set.name}`);
    if (real === undefined) continue;
    if (own.position !== (real.position ?? null))
      faults.push(`-${own.name} has the position ${own.position}, not ${real.position} (${set.name})`);
    for (const flag of ["mandatory", "fromPipeline", "fromPipelineByName"] as const) {
      if (!unknown.includes(flag) && own[flag] !== (real[flag] ?? false))
        faults.push(`-${own.name} is ${own[flag] ? "" : "not "}${flag} (${set.name})`);
    }
  }
  for (const [name, parameter] of Object.entries(published.parameters)) {
    const real = inSet(parameter, set.name);
    if (real === undefined || set.parameters.some((own) => same(own.name, name))) continue;
    const why = real.mandatory
      ? "it must be given"
      : real.position === undefined
        ? used.includes(name)
          ? "it is used"
          : null
        : "it has a position";
    if (why !== null) faults.push(`it lacks -${name}: ${why} (${set.name})`);
  }
  return faults;
}
