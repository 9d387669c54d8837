import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const FOLDER = join(__dirname, "..", "windows", "published");

/** Where a fact is published; without one, why not. */
export type Source =
  | { readonly repository: string; readonly path: string; readonly commit?: string }
  | { readonly page: string }
  | { readonly source: null; readonly why: string };

/** How a parameter is in a set of parameters; the set `*` stands for all. */
export interface InSet {
  readonly position?: number;
  readonly mandatory?: true;
  readonly fromPipeline?: true;
  readonly fromPipelineByName?: true;
}

export interface Parameter {
  readonly type: string;
  readonly aliases?: readonly string[];
  readonly values?: readonly string[];
  /** The version of PowerShell from which on there is one. */
  readonly since?: string;
  readonly sets: Readonly<Record<string, InSet>>;
}

export interface Cmdlet {
  readonly source: Source;
  readonly defaultSet?: string;
  readonly shouldProcess?: true;
  readonly parameters: Readonly<Record<string, Parameter>>;
  /** Names of types. */
  readonly output: readonly string[] | Source;
  readonly errors: Source | { readonly source: Source; readonly ids: readonly string[] };
  /** What is not published of its parameters. */
  readonly unknown?: readonly string[];
  /** It can be called without any parameter, though no set that is published allows it. */
  readonly withoutParameters?: true;
  /** What newer versions have instead. */
  readonly newer?: Readonly<Record<string, Partial<Parameter>>>;
}

interface Type {
  readonly source: Source;
  readonly properties: Readonly<Record<string, unknown>>;
  /** By name: the type that it gives, as far as that is needed. */
  readonly methods?: Readonly<Record<string, { readonly returns?: string | null } | null>>;
}

interface ModuleFile {
  readonly module: string;
  /** Cmdlets that may be called only where these are not there. */
  readonly instead?: string;
  readonly cmdlets: Readonly<Record<string, Cmdlet>>;
  readonly types: Readonly<Record<string, Type>>;
}

export interface WmiClass {
  readonly source: Source;
  /** Every namespace has it. */
  readonly everywhere?: true;
  readonly properties: Readonly<Record<string, { readonly type: string; readonly access: string }>>;
  readonly writable?: Readonly<Record<string, Source>>;
  readonly methods: Readonly<Record<string, { readonly source: Source; readonly out: Readonly<Record<string, string>> }>>;
}

interface NamespaceFile {
  readonly namespace: string;
  readonly classes: Readonly<Record<string, WmiClass>>;
}

export interface Interface {
  readonly source: Source;
  /** What it is a collection of. */
  readonly of?: string;
  readonly methods: Readonly<Record<string, string | null>>;
  readonly properties: Readonly<Record<string, { readonly access: string; readonly type: string | null }>>;
}

const read = (...path: readonly string[]): unknown => JSON.parse(readFileSync(join(FOLDER, ...path), "utf8"));
const namesIn = (folder: string): readonly string[] => readdirSync(join(FOLDER, folder)).filter((name) => name.endsWith(".json"));

/** All that is written down, as it stands in the files. */
export const files: Readonly<Record<string, unknown>> = Object.fromEntries(
  [...namesIn("."), ...namesIn("wmi").map((name) => join("wmi", name))].map((name) => [name, read(name)]),
);

const modules = (Object.values(files) as Partial<ModuleFile>[]).filter((file): file is ModuleFile => file.cmdlets !== undefined);

/** Cmdlets of modules of Windows and its products, by name. */
export const cmdlets: Readonly<Record<string, Cmdlet>> = Object.assign({}, ...modules.map((file) => file.cmdlets));

/** Cmdlets that may be called only where another one is missing, by name. */
export const substitutes: Readonly<Record<string, string>> = Object.fromEntries(
  modules.flatMap(({ instead, cmdlets: its }) => (instead === undefined ? [] : Object.keys(its).map((name) => [name, instead]))),
);

/** Types of what cmdlets give, by name. */
export const types: Readonly<Record<string, Type>> = Object.assign({}, ...modules.map((file) => file.types));

const everyPowerShell = read("every-PowerShell.json") as {
  readonly later: Readonly<Record<string, readonly string[]>>;
  readonly onWindows: Readonly<Record<string, Pick<Cmdlet, "parameters">>>;
};

/** Parameters that cmdlets of every PowerShell have got since 2.0. */
export const later = everyPowerShell.later;
/** Parameters that they have on Windows only. */
export const onWindows = everyPowerShell.onWindows;

/** By namespace in lower case, then by class as it is published. */
export const namespaces: Readonly<Record<string, NamespaceFile["classes"]>> = Object.fromEntries(
  namesIn("wmi").map((name) => {
    const { namespace, classes } = read("wmi", name) as NamespaceFile;
    return [namespace.toLowerCase(), classes];
  }),
);

interface ComFile {
  readonly objects: Readonly<Record<string, string>>;
  readonly interfaces: Readonly<Record<string, Interface>>;
}
const ofCom = (Object.values(files) as Partial<ComFile>[]).filter((file): file is ComFile => file.interfaces !== undefined);
/** Interfaces by what `New-Object -ComObject` takes. */
export const comObjects: ComFile["objects"] = Object.assign({}, ...ofCom.map((file) => file.objects));
export const interfaces: ComFile["interfaces"] = Object.assign({}, ...ofCom.map((file) => file.interfaces));

/** Quotas of WinRM, with the error that comes when one is over. */
export const { quotas } = read("WinRM.json") as {
  readonly quotas: Readonly<Record<string, { readonly default: number; readonly error: Readonly<Record<string, unknown>> }>>;
};
