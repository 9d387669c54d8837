import type { Context, Given, Handlers, RegistryPart, WmiClasses } from "./handlers";
import { instantOf, text, WindowsError } from "./handlers";
import { refuseWithoutWmi } from "./subjects/wmi";

/** What any computer is asked: its clock, WMI and the registry. */
export const base = (wmiClasses: WmiClasses, registry: readonly RegistryPart[]): Handlers => ({
  // Paths of the registry are put together by cmdlets that want to know the drive; nothing lies there.
  hello: ({ folders, server, speed }) => ({
    drives: { C: folders.drive(server), HKLM: folders.registry(server) },
    root: folders.root,
    speed,
  }),
  // A management server has no skew: the lab's SCOM lives by the world's own time.
  clock: (context) => instantOf(isMember(context) ? context.resident.machine.clock() : context.world.timeline.now),
  // A clock that nobody sets.
  elapsed: ({ world }) => world.timeline.now / 60_000,
  up: (context) => {
    if (isMember(context)) void context.resident;
  },
  "wmi.get": (context, args) => {
    if (isMember(context)) refuseWithoutWmi(context);
    const namespace = text(args["namespace"]).toLowerCase();
    const instances = wmiClasses[`${namespace}:${text(args["class"]).toLowerCase()}`];
    if (instances === undefined) throw new WindowsError("GetWMIManagementException", "Invalid class", invalid(-2147217392));
    const known = wmiClasses["root:__namespace"]?.(context) ?? [];
    const [, child] = namespace.split("\\");
    if (child !== undefined && !known.some(({ Name }) => same(Name, child)))
      throw new WindowsError("GetWMIManagementException", "Invalid namespace", invalid(-2147217394));
    const wanted = conditions(text(args["filter"]));
    return instances(context).filter((instance) => wanted.every(([key, value]) => same(instance[key], value)));
  },
  "registry.get": (context, args) => {
    void context.resident;
    const keys = tree(context, registry);
    const path = text(args["path"]).toLowerCase();
    const values = keys.get(path);
    const children = new Set([...keys.values()].flatMap(({ path: key }) => childOf(key, path)));
    return { exists: values !== undefined || children.size > 0, values: values?.values ?? {}, children: [...children] };
  },
});

const invalid = (hresult: number) => ({ type: "System.Management.ManagementException", category: "InvalidType", hresult });

const isMember = ({ server, monitoring }: Context): boolean => server.toLowerCase() !== monitoring.toLowerCase();

/** `Name = 'x' AND Other = 5`: the part of WQL that stand-ins understand. */
const conditions = (filter: string): readonly (readonly [string, string])[] =>
  [...filter.matchAll(/(\w+)\s*=\s*(?:'((?:\\.|[^'])*)'|"([^"]*)"|(\d+|true|false))/gi)].map(([, key = "", a, b, c]) => [
    key,
    (a ?? b ?? c ?? "").replaceAll(/\\(.)/g, "$1"),
  ]);

const same = (value: unknown, wanted: string): boolean => String(value).toLowerCase() === wanted.toLowerCase();

function tree(context: Context, registry: readonly RegistryPart[]): Map<string, { readonly path: string; readonly values: Given }> {
  const keys = new Map<string, { path: string; values: Given }>();
  for (const part of registry) {
    for (const [path, values] of Object.entries(part(context))) {
      keys.set(path.toLowerCase(), { path, values: { ...keys.get(path.toLowerCase())?.values, ...values } });
    }
  }
  return keys;
}

/** The name of the key right under `parent` on the way to `key`, if it lies there. */
const childOf = (key: string, parent: string): string[] => {
  if (!key.toLowerCase().startsWith(`${parent}\\`)) return [];
  const name = key.slice(parent.length + 1).split("\\")[0];
  return name === undefined ? [] : [name];
};
