import type { Member } from "../../server";
import { hostLabel } from "../../server";
import { text } from "../../texts";
import type { ArraySetup } from "../array-setup";
import { Guard } from "../changes";
import { lastWorkOn, mayBeLeft } from "../member";
import type { Plan } from "../record";
import { Refused } from "../refused";
import type { Lock, RunStore } from "../store/store";
import { Held } from "../store/store";
import type { RunView } from "./listener";
import type { Run } from "./run";

/**
 * A member that an earlier run has left out counts as out because of us: no other one is taken out beside it. One that is to be updated itself is
 * looked at by the steps.
 * @throws Refused with `member-left-out`
 */
export async function refuseBesideLeftOut(store: RunStore, { members }: Plan, array: ArraySetup): Promise<void> {
  // Names may be written differently since then.
  const asked = new Set(members.map(({ name }) => name.toLowerCase()));
  const names = array.members.map(({ name }) => name).filter((name) => !asked.has(name.toLowerCase()));
  const left = (await lastWorkOn(store.journals, { array: array.name, names })).filter(mayBeLeft);
  if (left.length === 0) return;
  const verdicts = await new Guard(array).look();
  for (const {
    member: { name: member },
    run,
  } of left) {
    const verdict = verdicts.find((one) => one.member.toLowerCase() === member.toLowerCase());
    if (verdict?.serves === true) continue;
    const report = (await store.reports.of(run)) ?? text("loop.no-report");
    const what = text("run.left-out", { member, run, why: verdict?.why ?? "?", report });
    throw new Refused("member-left-out", 409, what, { hint: text("run.left-out.hint", { member }), runId: run });
  }
}

/** An interrupted run of the array has members half done, and goes on with them as soon as its flow is there. @throws Refused with `array-busy` */
export function refuseBesideSuspended(array: string, waiting: readonly RunView[]): void {
  const run = waiting.find(({ state }) => state.plan.array === array);
  if (run === undefined) return;
  throw new Refused("array-busy", 409, text("run.waits-to-go-on", { array, run: run.id }), { runId: run.id });
}

/** By what a server is known, short or full, in any case. Its name and its address may be given the other way round elsewhere. */
const namesOf = ({ name, address }: Member): readonly string[] => [hostLabel(name), hostLabel(address)];

/** A server may be listed in two arrays; while a run works on one, the other must wait. (Two labs are two worlds.) @throws Refused with `array-busy` */
export function refuseShared(array: ArraySetup, live: readonly Run[]): void {
  if (array.connection.kind === "lab") return;
  const known = new Set(array.members.flatMap(namesOf));
  for (const run of live) {
    const shared = run.array.members.find((member) => namesOf(member).some((name) => known.has(name)));
    if (run.ended || run.array.name === array.name || run.array.connection.kind === "lab" || shared === undefined) continue;
    const what = text("run.shared-server", { member: shared.name, array: run.array.name, run: run.id });
    throw new Refused("array-busy", 409, what, { runId: run.id });
  }
}

/** The array for one run. @throws Refused with `array-busy` where somebody else has it */
export async function lockFor({ locks }: RunStore, array: string, run: string): Promise<Lock> {
  try {
    return await locks.take(array, run);
  } catch (error) {
    if (!(error instanceof Held)) throw error;
    const { holder, reason } = error;
    throw new Refused("array-busy", 409, text("run.array-held", { held: reason.what }), holder === null ? {} : { runId: holder.run });
  }
}
