import { isDeepStrictEqual } from "node:util";
import type { ChangeData, ChangeOp } from "../../server/catalogue";
import { changeOf, nameOfRead, summaryOf } from "../../server/catalogue";
import { Fenced, ServerError, Unreachable } from "../../server/errors";
import { dryRun } from "../../server/layers/dry-run";
import type { Invoke } from "../../server/server";
import { Server, layered } from "../../server/server";
import type { Seen } from "../../server/settled";
import { seen } from "../../server/settled";
import type { Words } from "../../texts";
import { duration, Failure, instant, listed, text } from "../../texts";
import { minutes, seconds } from "../../time/duration";
import { JournalFailed } from "../record/reason";
import type { MemberState, ToMend } from "../record/state";
import type { Wait } from "../step";
import { StepFailed } from "../step";

/**
 * What takes back the changes of a member, the latest first. What upkeep has begun again was begun before all that: it is taken back last, so that
 * monitoring is quiet until the member is back. A change with an unknown outcome may have been made.
 */
export const undosOf = ({ changes }: MemberState): readonly ChangeData[] => {
  const undos = (ofUpkeep: boolean) =>
    changes
      .filter(({ cause, outcome }) => (cause === "upkeep") === ofUpkeep && outcome !== "failed")
      .flatMap(({ undo }) => (undo === null ? [] : [undo]))
      .reverse();
  return [...undos(false), ...undos(true)];
};

/** One undo of a plan, and how far it was seen when the plan was made. */
interface Planned {
  readonly undo: ChangeData;
  readonly seen: "not" | "under-way" | "unknown";
  /** What the read in which it is seen answered before. */
  readonly before: unknown;
}

/**
 * What has to be done to take a member's changes back, in this order: the undo list, played on a member that only answers as if it changed.
 * So a service that must be stopped first and started again afterwards is in it twice. What is already so is not in it, nor is what would be
 * taken back at once.
 */
async function planOf(invoke: Invoke, member: MemberState): Promise<readonly Planned[]> {
  const server = new Server(
    member.name,
    layered(
      invoke,
      dryRun(() => undefined),
    ),
  );
  const plan: Planned[] = [];
  for (const undo of undosOf(member)) {
    const [op, args] = undo;
    const { how, before } = await look(server, undo);
    if (how === "settled") continue;
    await server.change(op, args);
    const last = plan.at(-1);
    if (last !== undefined && how === "not" && cancel(last, undo)) plan.pop();
    else plan.push({ undo, seen: how, before });
  }
  return plan;
}

/** Whether the second change leaves everything as it was before the first one. */
function cancel({ undo: [firstOp, firstArgs], seen: how, before }: Planned, [op, args]: ChangeData): boolean {
  const [first, second] = [changeOf(firstOp), changeOf(op)];
  if (how !== "not" || first.seen[0].read !== second.seen[0].read) return false;
  const after = second.seen[0].becomes(first.seen[0].becomes(before, first.args.parse(firstArgs)), second.args.parse(args));
  return isDeepStrictEqual(after, before);
}

/** Between the tries to take a change back that was refused, or did not arrive: a member that restarts shall have come back. */
const AGAIN_AFTER_MS = [seconds(30), minutes(2), minutes(5)];

/** A change that could not be taken back. Those that should have been taken back after it were not: the order matters. */
export interface NotUndone {
  readonly undo: ChangeData;
  readonly why: unknown;
  readonly tries: number;
}

/**
 * Takes the changes of a member back, each waited for as the catalogue says. One that fails is tried again: what is already so is not sent twice.
 * @param invoke the member without the layers of the run, to plan with
 * @returns what could not be taken back, after which nothing more is sent; null if all is as it was
 */
export async function unwind(server: Server, invoke: Invoke, member: MemberState, wait: Wait): Promise<NotUndone | null> {
  let tries = 1;
  // What is planned without answers may stop what has to be started again: a member that boots is given the time to come back.
  for (const pauseMs of AGAIN_AFTER_MS) {
    if (!(await isSilent(invoke, member))) break;
    await wait.pause(pauseMs);
    tries++;
  }
  for (const { undo } of await planOf(invoke, member)) {
    for (; ; tries++) {
      const why = await takeBack(server, undo, wait);
      if (why === null) break;
      const pauseMs = AGAIN_AFTER_MS[tries - 1];
      if (pauseMs === undefined || !mayHelp(why)) return { undo, why, tries };
      await wait.pause(pauseMs);
    }
    tries = 1;
  }
  return null;
}

/** Whether it gives no answer to what has to be asked first. */
async function isSilent(invoke: Invoke, member: MemberState): Promise<boolean> {
  const [first] = undosOf(member);
  return first !== undefined && (await look(new Server(member.name, invoke), first)).silent;
}

/** @returns why not; null if it is taken back @throws what is not about this member: the journal cannot be written */
async function takeBack(server: Server, [op, args]: ChangeData, wait: Wait): Promise<Failure | null> {
  try {
    if ((await seen(server, op, args)) === "settled") return null;
    await server.change(op, args);
    if (await wait.settled(op, args, { unreachableIsNotYet: true })) return null;
    const what = text("undo.not-seen", { operation: summaryOf(op), limit: duration(changeOf(op).settlesWithinMs) });
    return new StepFailed("undo-not-seen", what);
  } catch (error) {
    if (error instanceof JournalFailed || !(error instanceof Failure)) throw error;
    return error;
  }
}

/** Whether to try again may help: not where another run has the member now, nor where something else than the member is in the way. */
const mayHelp = (why: Failure): boolean => (why instanceof ServerError && !(why instanceof Fenced)) || why.code === "undo-not-seen";

/** What would bring a member back as it was found, in this order, each with its command; what cannot be read is named too. */
export async function toMend(invoke: Invoke, member: MemberState): Promise<ToMend[]> {
  return (await planOf(invoke, member)).map(({ undo: [op, args], seen: how }) => {
    const change = changeOf(op);
    const what = whatIs(op, args);
    const doubted = {
      not: what,
      "under-way": text("undo.under-way", { what }),
      unknown: text("undo.perhaps", { what, member: member.name }),
    }[how];
    return { what: doubted, command: change.byHand(member.name, change.args.parse(args)) };
  });
}

/** The same where nothing can be looked at: all that may have to be done. */
export const everyUndo = (member: MemberState): ToMend[] =>
  undosOf(member).map(([op, args]) => {
    const change = changeOf(op);
    return {
      what: text("undo.perhaps", { what: whatIs(op, args), member: member.name }),
      command: change.byHand(member.name, change.args.parse(args)),
    };
  });

/** A stamp as operations carry it. */
const isInstant = (value: unknown): value is string => typeof value === "string" && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value);

/** What a change does: "Start a service: MSExchangeTransport". */
export function whatIs(op: ChangeOp, args: object): Words {
  const what = summaryOf(op);
  const values = Object.values(args).map((value: unknown) => (isInstant(value) ? instant(Date.parse(value)) : String(value)));
  return values.length === 0 ? what : text("undo.with", { what, values: listed(values) });
}

async function look(server: Server, [op, args]: ChangeData): Promise<{ how: Seen | "unknown"; before: unknown; silent: boolean }> {
  try {
    const change = changeOf(op);
    const [sight] = change.seen;
    const before = await server.read(nameOfRead(sight.read), sight.ask(change.args.parse(args)) as never);
    return { how: await seen(server, op, args), before, silent: false };
  } catch (error) {
    if (error instanceof ServerError) return { how: "unknown", before: null, silent: error instanceof Unreachable };
    throw error;
  }
}
