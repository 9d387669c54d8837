import { z } from "zod";
import type { StepContext, StepResult } from "../../run/step";
import { step, StepFailed } from "../../run/step";
import type { ArgsOf, ChangeCall, ChangeData, ChangeOf, ResultOf } from "../../server";
import { changeOf, OperationFailed } from "../../server";
import type { MaintenanceReason } from "../../server/operations";
import type { Text } from "../../texts";
import { duration, instant, quoted, text } from "../../texts";
import { minutes, seconds } from "../../time";
import { mustBeKnown } from "../parts";

export interface MaintenanceOptions {
  readonly action: "begin" | "end";
  /** Length of the window, in whole minutes. SCOM refuses less than five. */
  readonly minutes: number;
  readonly reason: MaintenanceReason;
  /** SCOM keeps it beside the window. */
  readonly comment: string;
  /** Agents ask for their settings every five minutes. */
  readonly effectWithinMinutes: number;
  /** The window never ends sooner than this while the member is out, in whole minutes. */
  readonly keepMinutes: number;
}
const uses = ["scom.maintenance", "scom.begin", "scom.extend", "scom.setEnd", "scom.end"] as const;
type Uses = (typeof uses)[number];
type Context = StepContext<Uses>;

type Maintenance = ResultOf<"scom.maintenance">;

export interface MaintenanceResult extends StepResult {
  readonly facts: { readonly scom: string };
  /** Of a beginning: the window never lasts longer than this from now on by what the run does, in minutes. */
  readonly longestMinutes?: number;
}

const Begun = z.object({ longestMinutes: z.number() });
const UPKEEP_EVERY_MS = minutes(5);

const leftMs = ({ endsAt, clock }: Maintenance): number => (endsAt === null ? 0 : Date.parse(endsAt) - Date.parse(clock));

const sameEnd = (a: string | null, b: string | null): boolean => a === b || (a !== null && b !== null && Date.parse(a) === Date.parse(b));

/** Puts the member into maintenance mode and waits until that is in effect on its agent, so that the drain raises no alert. */
async function begin(context: Context, options: MaintenanceOptions): Promise<MaintenanceResult> {
  const { wait, report, elapsed } = context;
  const before = await look(context);
  const length = options.minutes;
  const facts = { scom: "maintenance" };
  const time = duration(minutes(length));
  let said = text("scom.begun", { time });
  let changed = true;
  if (!before.on) {
    await send(context, ["scom.begin", { minutes: length, reason: options.reason, comment: options.comment }], { undo: ["scom.end", {}] });
  } else if (leftMs(before) < minutes(atLeast(context, before, options))) {
    const undo: ChangeData<"scom.setEnd"> | null = before.endsAt === null ? null : ["scom.setEnd", { endsAt: before.endsAt }];
    await send(context, ["scom.extend", { minutes: length }], undo === null ? {} : { undo });
    said = text("scom.extended", { time });
  } else {
    changed = false;
    said = text("scom.was-on", { time: duration(leftMs(before)) });
  }

  keepUp(context, options, await look(context));
  const begun = elapsed();
  const waited = await wait.until(
    () => look(context),
    (answer) => answer.on && answer.inEffect,
    {
      limitMs: minutes(options.effectWithinMinutes),
      everyMs: seconds(15),
      meanwhile: () => report({ text: text("scom.waiting", { time: duration(elapsed() - begun) }) }),
    },
  );
  if (!waited.met) {
    throw new StepFailed(
      "scom-not-in-effect",
      text("scom.not-in-effect", { limit: duration(minutes(options.effectWithinMinutes)) }),
      text("scom.not-in-effect.hint"),
    );
  }
  const apart = waited.answer.parts?.monitored ?? 0;
  if (apart > 0) context.warn(text("scom.parts-monitored", { count: apart }));
  return { changed, text: said, facts, longestMinutes: Math.max(options.minutes, options.keepMinutes) };
}

/** From the beginning, since the agent may take longer than a short window lasts. */
function keepUp(context: Context, options: MaintenanceOptions, { endsAt, clock }: Maintenance): void {
  const { name: member } = context.member;
  context.keepUp(["scom.extend", { minutes: options.keepMinutes }], UPKEEP_EVERY_MS, {
    begin: ["scom.begin", { minutes: options.minutes, reason: options.reason, comment: options.comment }],
    undo: endAsFound(context),
    begun: text("scom.begun-again", { member }),
    ranOut: text("scom.ran-out", { member }),
    // By the clock of the management server, which need not be that of the run.
    lastsMs: endsAt === null ? null : Date.parse(endsAt) - Date.parse(clock),
    keptForMs: keptAtLeast(options),
  });
}

/** A window that counts as kept lasts at least so long: the operation grants some grace. */
const keptAtLeast = ({ keepMinutes }: MaintenanceOptions): number => minutes(keepMinutes - Math.min(5, keepMinutes / 2));

/** What takes back a window that is begun again: it gets the end that it was found with, or ends. */
function endAsFound(context: Context): ChangeData<"scom.setEnd" | "scom.end"> {
  const found = context.found("scom.maintenance");
  return found?.on === true && found.endsAt !== null ? ["scom.setEnd", { endsAt: found.endsAt }] : ["scom.end", {}];
}

/**
 * How long the window must last at least. One that existed before the run gets the whole planned time. Our own (if this step is started
 * again), and one that we have already extended, is left to the upkeep.
 */
function atLeast(context: Context, now: Maintenance, options: MaintenanceOptions): number {
  const found = context.found("scom.maintenance");
  const untouched = found === undefined || (found.on && sameEnd(found.endsAt, now.endsAt));
  return untouched ? options.minutes : options.keepMinutes;
}

/** Ends maintenance mode; a window that existed before the run gets its former end back instead. */
async function end(context: Context): Promise<MaintenanceResult> {
  await context.endUpkeep("scom.extend");
  const found = context.found("scom.maintenance");
  const now = await look(context);
  if (!now.on) return await wasOff(context, now);
  mustBeKnown(context, {
    what: text("scom.it"),
    now: now.endsAt === null ? text("scom.now-on") : text("scom.now-on-until", { endsAt: instant(Date.parse(now.endsAt)) }),
    hint: text("scom.not-known.hint", { command: changeOf("scom.end").byHand(context.member.name, {}) }),
  });
  if (endsAfterOurs(context, now)) {
    const endsAt = instant(Date.parse(now.endsAt ?? ""));
    const member = context.member.name;
    context.warn(text("scom.not-ours", { member, endsAt, command: changeOf("scom.end").byHand(member, {}) }));
    return { changed: false, text: text("scom.stays-until", { endsAt }), facts: { scom: "maintenance" } };
  }

  if (found?.on === true && found.endsAt === null) {
    return { changed: false, text: text("scom.stays-on"), facts: { scom: "maintenance" } };
  }
  if (found?.on === true && found.endsAt !== null && Date.parse(found.endsAt) > Date.parse(now.clock)) {
    const facts = { scom: "maintenance" };
    const said = text("scom.ends-as-found", { endsAt: instant(Date.parse(found.endsAt)) });
    if (sameEnd(found.endsAt, now.endsAt)) return { changed: false, text: said, facts };
    await send(context, ["scom.setEnd", { endsAt: found.endsAt }]);
    return { changed: true, text: said, facts };
  }

  await send(context, ["scom.end", {}]);
  const waited = await context.wait.until(
    () => look(context),
    ({ on }) => !on,
    { limitMs: minutes(10), everyMs: seconds(15) },
  );
  if (!waited.met) context.warn(stillOn(context, waited.answer?.endsAt ?? null));
  else warnOfParts(context, waited.answer);
  return { changed: true, text: text("scom.ended"), facts: { scom: "monitored" } };
}

/** What SCOM and this process round, and how far their clocks go apart meanwhile. */
const GRACE_MS = minutes(2);

/** Whether somebody else has made the window longer while the member was out: that is left to them. */
function endsAfterOurs({ earlier, found }: Context, now: Maintenance): boolean {
  const longest = earlier("scom-maintenance").flatMap((result) => Begun.safeParse(result).data?.longestMinutes ?? []);
  if (longest.length === 0 || now.endsAt === null || sameEnd(found("scom.maintenance")?.endsAt ?? null, now.endsAt)) return false;
  return leftMs(now) > minutes(Math.max(...longest)) + GRACE_MS;
}

/** The window of the computer is over; parts of it may be left in it. */
async function wasOff(context: Context, now: Maintenance): Promise<MaintenanceResult> {
  const foundParts = context.found("scom.maintenance")?.parts?.inMaintenance ?? 0;
  const changed = (now.parts?.inMaintenance ?? 0) > foundParts;
  if (changed) await send(context, ["scom.end", {}]);
  warnOfParts(context, changed ? await look(context) : now);
  return { changed, text: text("scom.was-off"), facts: { scom: "monitored" } };
}

function warnOfParts({ warn }: Context, { parts }: Maintenance): void {
  if (parts !== null && parts.inMaintenance > 0) warn(text("scom.parts-left", { count: parts.inMaintenance }));
}

function stillOn({ member }: Context, endsAt: string | null): Text {
  if (endsAt !== null) return text("scom.still-on", { endsAt: instant(Date.parse(endsAt)) });
  const command = text("by-hand", { command: changeOf("scom.end").byHand(member.name, {}) });
  return text("scom.still-on-without-end", { command });
}

const look = (context: Context): Promise<Maintenance> => context.server.read("scom.maintenance", {}).catch(refusal(context));

async function send<Op extends ChangeOf<Uses>>(
  context: Context,
  [op, args]: readonly [op: Op, args: ArgsOf<Op>],
  call: ChangeCall<Uses> = {},
): Promise<void> {
  await context.server.change(op, args, call).catch(refusal(context));
}

const refusal =
  ({ member }: Context) =>
  (error: unknown): never => {
    if (!(error instanceof OperationFailed)) throw error;
    throw new StepFailed(
      "scom-refused",
      text("scom.refused", { member: member.name, what: error.what }),
      error.hint === undefined ? text("scom.refused.hint") : quoted(error.hint),
    );
  };

export const scomMaintenance = step({
  name: "scom-maintenance",
  summary: "Begins or ends maintenance mode in SCOM",
  uses,
  establishes: ({ action }) => ({ scom: action === "begin" ? "maintenance" : "monitored" }),
  run: (context: Context, options: MaintenanceOptions) => (options.action === "begin" ? begin(context, options) : end(context)),
});
