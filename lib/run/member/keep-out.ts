import type { ChangeOp } from "../../server/catalogue";
import { changeOf, operationNames, operationOf } from "../../server/catalogue";
import { ServerError, Unreachable } from "../../server/errors";
import type { ReadableServer, Server } from "../../server/server";
import { seen } from "../../server/settled";
import type { Reason, Text, Words } from "../../texts";
import { reason, text, wordsOf } from "../../texts";
import { minutes, seconds } from "../../time/duration";
import { reasonOf } from "../record/reason";
import type { MemberState } from "../record/state";
import { stepAtWork } from "../record/state";
import type { Work } from "./context";

/** How a member that must not serve is left. */
export interface Kept {
  /** It serves, or may serve: what has to be read before anything else. */
  readonly alarm: Text | null;
  readonly told: readonly Words[];
}

export type Standing =
  | { readonly how: "out" }
  | { readonly how: "serves" }
  | { readonly how: "unknown"; readonly why: Words; readonly silent?: boolean };

/** The change that takes a member out at once. It has no arguments. */
const stops = takesOutAtOnce();
const none = {} as never;

function takesOutAtOnce(): ChangeOp {
  const found = operationNames.find((name): name is ChangeOp => {
    const operation = operationOf(name);
    return operation.kind === "change" && operation.takesOutAtOnce === true;
  });
  if (found === undefined) throw new Error("No operation takes a member out at once.");
  return found;
}

/**
 * Takes a member whose update is not verified out again, if a boot or somebody has brought it in. The member itself is asked, not the array: with
 * a default host that cannot be asked no member of an array serves for certain, and this one may still take clients.
 */
export async function keepOut(work: Work, { name }: MemberState, signal: AbortSignal): Promise<Kept> {
  const server = work.server(name, "undo", signal);
  const wait = work.wait(name, "undo", signal);
  const byOtherMeans = work.takenOut === "by-other-means";
  const limitMs = work.takenOut === "behind-nothing" ? 0 : minutes(15);
  const look = () => standing(work, server);
  const options = { limitMs, everyMs: seconds(2), inARow: byOtherMeans ? 2 : 1 };
  const { met, answer } = await wait.until(look, ({ how }) => how !== "unknown", options);
  if (!met || answer.how !== "serves" || byOtherMeans) return asItStands(name, answer);
  return await stopped(work, server, signal);
}

/** So long after a boot the step that waits for it may be about to stop the member itself: it looks often, and finds it as soon as it answers. */
const JUST_BOOTED_MS = minutes(2);
/** What a step sends after it has seen the same is sent within this time. */
const STEP_ACTS_MS = seconds(5);
/** A stop that was sent is in effect after this time, or it is not in effect at all. */
const STOPS_WITHIN_MS = seconds(20);

/**
 * One look at a member that must not serve, by whoever's hand it has come in; it is stopped at once if it does.
 * @returns how it is left then; null if it does not serve, does not say, or is being stopped by the step at work
 */
export async function stopIfServing(work: Work, member: MemberState, signal: AbortSignal): Promise<Kept | null> {
  const { name } = member;
  const server = work.server(name, "undo", signal);
  if (work.takenOut === "behind-nothing") return null;
  let now = await standing(work, server);
  if (now.how === "serves" && stepAtWork(member) !== undefined && (await hasJustBooted(server))) {
    await work.clock.sleep(STEP_ACTS_MS, signal);
    const last = member.changes.at(-1);
    if (last !== undefined && last.op === stops && work.clock.now() - last.at < STOPS_WITHIN_MS) return null;
    now = await standing(work, server);
  }
  if (now.how !== "serves") return null;
  return work.takenOut === "by-other-means" ? asItStands(name, now) : await stopped(work, server, signal);
}

async function hasJustBooted(server: ReadableServer): Promise<boolean> {
  try {
    const { bootedAt, clock } = await server.read("system.info", {}, { once: true });
    return Date.parse(clock) - Date.parse(bootedAt) < JUST_BOOTED_MS;
  } catch (error) {
    if (!(error instanceof ServerError)) throw error;
    return false;
  }
}

/** Between the tries to stop a member that serves unverified. */
const STOP_AGAIN_MS = [seconds(5), seconds(15)];

/** Takes it out at once; tries again where that is refused. */
async function stopped(work: Work, server: Server, signal: AbortSignal): Promise<Kept> {
  for (const pauseMs of STOP_AGAIN_MS) {
    const kept = await stopOnce(work, server, signal);
    // Where it was accepted it has been waited for; whoever must hear that it serves still shall not wait longer.
    if (kept.alarm?.text !== "leave.not-stopped") return kept;
    await work.clock.sleep(pauseMs, signal);
    if ((await standing(work, server)).how === "out") return { alarm: null, told: [text("leave.stopped-again")] };
  }
  return await stopOnce(work, server, signal);
}

async function stopOnce(work: Work, server: Server, signal: AbortSignal): Promise<Kept> {
  const { name } = server;
  const command = changeOf(stops).byHand(name, none);
  try {
    await server.change(stops, none, { atOnce: true });
    const wait = work.wait(name, "undo", signal);
    if (await wait.settled(stops, none, { unreachableIsNotYet: true })) return { alarm: null, told: [text("leave.stopped-again")] };
    return { alarm: text("leave.serves-still", { member: name, command }), told: [] };
  } catch (error) {
    return { alarm: text("leave.not-stopped", { member: name, why: wordsOf(reasonOf(error)), command }), told: [] };
  }
}

/** Whether it takes clients, or may: what has come in already is not judged again. */
export const isInService = async (work: Work, { name }: MemberState): Promise<boolean> =>
  (await standing(work, work.asItIs(name))).how !== "out";

/** The same for a run that sends nothing more: one look. */
export async function lookOnly(work: Work, { name }: MemberState): Promise<Kept> {
  const now = await standing(work, work.asItIs(name));
  if (now.how !== "serves" || work.takenOut === "by-other-means") return asItStands(name, now);
  return { alarm: text("leave.serves-untouched", { member: name, command: changeOf(stops).byHand(name, none) }), told: [] };
}

/** Why a run ends whose member has come into service unverified, and how it is left. That it serves still is found, and said first, where it is left. */
export const cameIn = ({ name }: MemberState, { told }: Kept): Reason => ({
  ...reason("serves-unverified", text("run.came-in", { member: name }), text("run.came-in.hint")),
  since: told,
  member: name,
});

function asItStands(member: string, how: Standing | undefined): Kept {
  if (how?.how === "out") return { alarm: null, told: [text("leave.left-out")] };
  if (how?.how === "serves") return { alarm: text("leave.cannot-stop", { member }), told: [] };
  const why = how === undefined ? text("leave.not-looked-at") : how.why;
  const told = how?.silent === true ? [text("leave.silent")] : [];
  return { alarm: text("leave.not-known", { member, why }), told };
}

/** Everything but a clear answer is unknown. */
export async function standing(work: Pick<Work, "takenOut" | "look">, server: ReadableServer): Promise<Standing> {
  try {
    if (work.takenOut !== "by-other-means") return (await seen(server, stops, none)) === "settled" ? { how: "out" } : { how: "serves" };
    const verdict = (await work.look()).find(({ member }) => member === server.name);
    if (verdict?.serves === true) return { how: "serves" };
    return verdict?.code === "out" ? { how: "out" } : { how: "unknown", why: verdict?.why ?? text("leave.not-looked-at") };
  } catch (error) {
    if (!(error instanceof ServerError)) throw error;
    return { how: "unknown", why: error.what, silent: error instanceof Unreachable };
  }
}
