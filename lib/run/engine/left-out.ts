import { text } from "../../texts";
import type { ArraySetup } from "../array-setup";
import { Guard } from "../changes";
import { lastWorkOn, mayBeLeft } from "../member";
import type { Plan } from "../record";
import { Refused } from "../refused";
import type { RunStore } from "../store/store";

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
