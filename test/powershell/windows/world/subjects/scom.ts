import type { Resident, World } from "../../../../../lib/adapters/lab/world";
import { minutes } from "../../../../../lib/time/duration";
import type { Context, Given, Handlers } from "../handlers";
import { instantOf, text, WindowsError } from "../handlers";

const fqdn = (name: string): string => (name.includes(".") ? name : `${name}.contoso.com`);

const refused = (id: string, message: string): WindowsError =>
  new WindowsError(id, message, {
    type: "Microsoft.EnterpriseManagement.Common.UnauthorizedAccessEnterpriseManagementException",
    category: "PermissionDenied",
  });

/** The computer that is meant by a full name. */
function computer({ world }: Context, args: Given): Resident {
  const name = text(args["computer"]).toLowerCase();
  const found = world.all().find(({ machine }) => fqdn(machine.name).toLowerCase() === name);
  if (found === undefined) throw new WindowsError("ObjectNotFound", `There is no ${name}.`, { category: "ObjectNotFound" });
  return found;
}

/** Worlds whose SCOM takes the least of five minutes for the whole of a window, and not only when it begins. */
export const strict = new WeakSet<World>();
const tooShort = (): WindowsError => refused("ArgumentOutOfRange", "The end time must be at least five minutes after the start time.");

/** The Data Access service of the SCOM management server. */
export const scom: Handlers = {
  "scom.computers": ({ world }) =>
    world.all().map(({ machine }) => ({ name: fqdn(machine.name), inMaintenance: world.scom.window(machine) !== null })),
  "scom.window": (context, args) => {
    const window = context.world.scom.window(computer(context, args).machine);
    if (window === null) return null;
    const { since, endsAt, reason, comment } = window;
    return { start: instantOf(since), end: instantOf(endsAt), reason, comment };
  },
  "scom.start": (context, args) => {
    const about = computer(context, args);
    const { scom, timeline } = context.world;
    const lasts = Number(args["end"]) - timeline.now;
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
    context.change("scom.begin", given, () => scom.begin(about.machine, lasts / minutes(1), { reason, comment }), about);
  },
  "scom.set": (context, args) => {
    const about = computer(context, args);
    const { scom, timeline } = context.world;
    const end = Number(args["end"]);
    const window = scom.window(about.machine);
    if (window === null) throw new WindowsError("InvalidOperation", "The object is not in maintenance mode.");
    if (strict.has(context.world) && end < window.since + minutes(5)) throw tooShort();
    if (end <= timeline.now + 1000) context.change("scom.end", {}, () => scom.end(about.machine), about);
    else if (end > window.endsAt)
      context.change(
        "scom.extend",
        { minutes: Math.round((end - timeline.now) / minutes(1)) },
        () => scom.setEnd(about.machine, end),
        about,
      );
    else context.change("scom.setEnd", { endsAt: new Date(end).toISOString() }, () => scom.setEnd(about.machine, end), about);
  },
};
