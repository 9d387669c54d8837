import type { ChangeData, ChangeOp } from "../../server/catalogue";
import { changeOf, nameOfRead, operationOf } from "../../server/catalogue";
import type { Read } from "../../server/operation";
import type { Picture } from "../../server/picture";
import { Server } from "../../server/server";
import type { Reason, Words } from "../../texts";
import { joined, reason, text } from "../../texts";
import type { Clock } from "../../time/clock";
import { readBack } from "../changes/layers";
import type { MemberState, StepState, Upkeep } from "../record";
import { stepAtWork } from "../record";
import type { Recorder } from "../store/recorder";
import { mustNotServe } from "../rules";
import type { Work } from "./context";
import { cameIn, stopIfServing } from "./keep-out";

/** What a member needs to be gone on with by a process that has not seen how it came so far. */
interface Parts {
  readonly work: Work;
  readonly recorder: Recorder;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** From here on it is watched like any member at work: to look for an outcome takes minutes, and for that of a restart as long as it may take. */
  readonly watched?: () => void;
}

/**
 * Makes the record of a member complete again: a change whose outcome nobody has written down is looked for, then what the finished steps have
 * established is looked at, and what was kept up is kept up again. Before all else it is stopped if it serves unverified: nobody has looked while
 * there was no process.
 * @returns why the run cannot go on with it; null if it can
 */
export async function resumeMember(parts: Parts, member: MemberState): Promise<Reason | null> {
  const { work, signal, watched } = parts;
  if (mustNotServe(member)) {
    const kept = await stopIfServing(work, member, signal);
    if (kept !== null) return cameIn(member, kept);
  }
  watched?.();
  const { now, later } = upkeepOf(member);
  for (const upkeep of now) void work.keepUpAgain(member, upkeep);
  // These first: to look for the outcome of a restart may take longer than what is kept up lasts.
  await settleOutcomes(parts, member, later);
  for (const upkeep of later) if (!isTakenBack(member, upkeep)) void work.keepUpAgain(member, upkeep);
  await settleOutcomes(parts, member);
  const differences = notAsEstablished(member, await work.picture(member.name, signal));
  if (differences.length === 0) return null;
  // It may have come in since, and that is the difference: then it is not left so.
  const kept = mustNotServe(member) ? await stopIfServing(work, member, signal) : null;
  if (kept !== null) return cameIn(member, kept);
  const what = text("resume.differs", { member: member.name, differences: joined(differences) });
  return { ...reason("interrupted", what, text("resume.differs.hint")), member: member.name };
}

/** What is to be kept up at once, since nobody did so meanwhile; and what has to wait until it is known whether a change of the same thing was made. */
function upkeepOf({ upkeep, changes }: MemberState): Readonly<Record<"now" | "later", readonly Upkeep[]>> {
  const open = new Set(changes.filter(({ outcome }) => outcome === "sent").map(({ op }) => seenIn(op)));
  const all = [...upkeep.values()];
  const waits = ({ keep: [op] }: Upkeep) => open.has(seenIn(op));
  return { now: all.filter((one) => !waits(one) && !isTakenBack({ changes }, one)), later: all.filter(waits) };
}

/** Whether the run itself has ended what was kept up, when it brought the member back: it is not to be begun again. */
const isTakenBack = ({ changes }: Pick<MemberState, "changes">, { keep: [kept] }: Upkeep): boolean =>
  changes.some(({ cause, op, outcome }) => cause === "undo" && outcome === "done" && seenIn(op) === seenIn(kept));

const seenIn = (op: string): string => nameOfRead(changeOf(op as ChangeOp).seen[0].read);

/** A change that was announced may have been sent or not. @param of only those of the same things as are kept up by these; null: all */
async function settleOutcomes(
  { work, recorder, clock, signal }: Parts,
  member: MemberState,
  of: readonly Upkeep[] | null = null,
): Promise<void> {
  const reads = of === null ? null : new Set(of.map(({ keep: [op] }) => seenIn(op)));
  for (const { change, op, args, outcome } of member.changes) {
    if (outcome !== "sent" || reads?.has(seenIn(op)) === false) continue;
    const made = await readBack(new Server(member.name, work.reach, signal), { clock, signal }, [op, args] as ChangeData);
    const said = text(made ? "resume.was-made" : "resume.not-seen", { operation: op });
    await recorder.record({ type: "did change", member: member.name, change, outcome: made ? "done" : "unknown", text: said });
  }
}

/** What finished steps have established and is not so. What the interrupted step may have changed since is its own affair: it looks first. */
function notAsEstablished(member: MemberState, now: Picture): readonly Words[] {
  const step = stepAtWork(member);
  const touched = step === undefined ? new Set<string>() : touchedBy(step, member);
  return Object.entries(member.established).flatMap(([fact, wanted]) => {
    const is = now.facts[fact];
    // Whether a step that the member may be booting in goes on is for that step to find out.
    const mayBeAway = is === null && step !== undefined;
    if (is === wanted || is === undefined || mayBeAway || touched.has(fact)) return [];
    return [text("resume.difference", { fact, wanted: wanted ?? "?", is: is ?? "?" })];
  });
}

/** The facts in whose reads the changes of a step are seen. */
function touchedBy({ startedAt }: StepState, { changes }: MemberState): ReadonlySet<string> {
  const reads = changes
    .filter(({ at }) => at >= startedAt)
    .flatMap(({ op }) => changeOf(op as ChangeOp).seen.map(({ read }) => operationOf(nameOfRead(read)) as Read));
  return new Set(reads.flatMap(({ facts = {} }) => Object.keys(facts)));
}
