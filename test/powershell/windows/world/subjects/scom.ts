import { PARTS } from "../../../../../lib/adapters/lab/array/scom";
import type { Machine } from "../../../../../lib/adapters/lab/machine/machine";
import type { Resident, World } from "../../../../../lib/adapters/lab/world";
import { minutes, seconds } from "../../../../../lib/time/duration";
import type { Context, Given, Handlers } from "../handlers";
import { instantOf, text, texts, WindowsError } from "../handlers";

const fqdn = (name: string): string => (name.includes(".") ? name : `${name}.contoso.com`);

const refused = (id: string, message: string): WindowsError =>
  new WindowsError(id, message, {
    type: "Microsoft.EnterpriseManagement.Common.UnauthorizedAccessEnterpriseManagementException",
    category: "PermissionDenied",
  });

/** The computer that is meant by a full name. */
function computer({ world }: Context, name: string): Resident {
  const found = world.all().find(({ machine }) => fqdn(machine.name).toLowerCase() === name.toLowerCase());
  if (found === undefined) throw new WindowsError("ObjectNotFound", `There is no ${name}.`, { category: "ObjectNotFound" });
  return found;
}

interface Window {
  readonly since: number;
  readonly endsAt: number;
  readonly reason: string;
  readonly comment: string;
}

/** What the parts of a computer are in, by class: windows of their own, which `Set-SCOMMaintenanceMode` of the computer does not change. */
const partWindows = new WeakMap<Machine, Map<string, Window>>();
const windowsOf = ({ machine }: Resident): Map<string, Window> => {
  const known = partWindows.get(machine) ?? new Map<string, Window>();
  partWindows.set(machine, known);
  return known;
};
/** The last window of each computer, as it is in the history. */
const lastWindows = new WeakMap<Machine, Window>();

/** A computer, or a part of one: `cas1.contoso.com|Microsoft.Windows.LogicalDisk`. */
interface Thing {
  readonly about: Resident;
  readonly part: string | null;
}
function thing(context: Context, args: Given): Thing {
  const [name = "", part = null] = text(args["id"]).split("|");
  return { about: computer(context, name), part };
}

function windowOf({ world }: Context, { about, part }: Thing): Window | null {
  if (part === null) return world.scom.window(about.machine);
  const window = windowsOf(about).get(part);
  return window !== undefined && window.endsAt > world.timeline.now ? window : null;
}

const described = (context: Context, { about, part }: Thing): Given => {
  const name = fqdn(about.machine.name);
  return {
    id: part === null ? name : `${name}|${part}`,
    name,
    fullName: `${part ?? "Microsoft.Windows.Computer"}:${name}`,
    inMaintenance: windowOf(context, { about, part }) !== null,
  };
};

/** Worlds whose SCOM takes the least of five minutes for the whole of a window, and not only when it begins. */
export const strict = new WeakSet<World>();
/** Worlds in which the account may see computers, and nothing of what they contain. */
export const seesNoParts = new WeakSet<World>();
const tooShort = (): WindowsError => refused("ArgumentOutOfRange", "The end time must be at least five minutes after the start time.");

/** How many objects of a management group were handed out, by world. */
export const handedOut = new WeakMap<World, number>();
const handOut = ({ world }: Context, objects: readonly Given[]): readonly Given[] => {
  handedOut.set(world, (handedOut.get(world) ?? 0) + objects.length);
  return objects;
};
/** Computers of the management group that are no members of the array. */
const OTHERS = 500;

const like = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, "\\$&")
      .replaceAll("*", ".*")
      .replaceAll("?", ".")}$`,
    "i",
  );

function instances(context: Context, args: Given): readonly Given[] {
  const computers = context.world.all().map((about) => described(context, { about, part: null }));
  // An agent has the name of its computer.
  const named = computers.flatMap((one) => [
    one,
    { ...one, id: `${text(one["name"])}|agent`, fullName: `Microsoft.SystemCenter.HealthService:${text(one["name"])}` },
  ]);
  if (args["names"] !== undefined) {
    const patterns = texts(args["names"]).map(like);
    return named.filter(({ name }) => patterns.some((pattern) => pattern.test(text(name))));
  }
  const other = (name: string): Given => ({ id: name, name, fullName: `Microsoft.Windows.Computer:${name}`, inMaintenance: false });
  return [...computers, ...Array.from({ length: OTHERS }, (_, n) => other(`web${n}.contoso.com`))];
}

function begin(context: Context, args: Given): void {
  const { about } = thing(context, args);
  const { scom, timeline } = context.world;
  const endsAt = Number(args["end"]);
  const lasts = endsAt - timeline.now;
  // Its own words for a window that is too short; the end was counted from a moment ago.
  if (lasts < minutes(5) - minutes(1)) throw tooShort();
  if (scom.window(about.machine) !== null) throw new WindowsError("InvalidOperation", "The object is already in maintenance mode.");
  try {
    scom.mayBegin(about.machine);
  } catch {
    throw refused("UnauthorizedAccess", "The user does not have sufficient permission to perform the operation.");
  }
  const [reason, comment] = [text(args["reason"]), text(args["comment"])];
  const given = { minutes: Math.round(lasts / minutes(1)), reason, comment };
  context.change(
    "scom.begin",
    given,
    () => {
      scom.begin(about.machine, lasts / minutes(1), { reason, comment });
      const window = { since: timeline.now, endsAt, reason, comment };
      lastWindows.set(about.machine, window);
      // It takes what the computer contains; what is in maintenance mode already stays in its own window (not published).
      for (const part of PARTS) if (windowOf(context, { about, part }) === null) windowsOf(about).set(part, window);
    },
    about,
  );
}

/** Gives one object another end, and with `recursive` all that it contains. */
function setEnd(context: Context, args: Given): void {
  const one = thing(context, args);
  const { about, part } = one;
  const { scom, timeline } = context.world;
  const end = Number(args["end"]);
  const window = windowOf(context, one);
  if (window === null) throw new WindowsError("InvalidOperation", "The object is not in maintenance mode.");
  if (strict.has(context.world) && end < window.since + minutes(5)) throw tooShort();
  const move = (name: string): void => {
    const its = windowOf(context, { about, part: name });
    if (its !== null) windowsOf(about).set(name, { ...its, endsAt: end });
  };
  if (part !== null) return move(part);
  const effect = (change: () => void) => (): void => {
    change();
    if (args["recursive"] === true) PARTS.forEach(move);
  };
  if (end <= timeline.now + seconds(1))
    context.change(
      "scom.end",
      {},
      effect(() => scom.end(about.machine)),
      about,
    );
  else {
    const [op, given] =
      end > window.endsAt
        ? (["scom.extend", { minutes: Math.round((end - timeline.now) / minutes(1)) }] as const)
        : (["scom.setEnd", { endsAt: new Date(end).toISOString() }] as const);
    context.change(
      op,
      given,
      effect(() => scom.setEnd(about.machine, end)),
      about,
    );
  }
}

/** The Data Access service of the SCOM management server. */
export const scom: Handlers = {
  "scom.instances": (context, args) => handOut(context, instances(context, args)),
  "scom.parts": (context, args) => {
    const { about } = thing(context, args);
    return handOut(context, seesNoParts.has(context.world) ? [] : PARTS.map((part) => described(context, { about, part })));
  },
  "scom.window": (context, args) => {
    const one = thing(context, args);
    const window = windowOf(context, one) ?? (args["history"] === true ? lastWindows.get(one.about.machine) : null) ?? null;
    if (window === null) return null;
    const { since, endsAt, reason, comment } = window;
    return { start: instantOf(since), end: instantOf(endsAt), reason, comment };
  },
  "scom.start": begin,
  "scom.set": setEnd,
  /** Somebody puts one part into maintenance mode. */
  "scom.startPart": (context, args) => {
    const { about, part } = thing(context, args);
    const { now } = context.world.timeline;
    const window = { since: now, endsAt: now + minutes(Number(args["minutes"])), reason: "PlannedOther", comment: text(args["comment"]) };
    windowsOf(about).set(part ?? "", window);
  },
};
