import { text } from "../../texts";
import type { ArraySetup } from "../array-setup";
import { Guard } from "../changes";
import type { MemberState, Plan } from "../record";
import { replay } from "../record";
import { Refused } from "../refused";
import type { RunStore } from "../store/store";

/** A member that a run of ours has not brought back, and that no later one has been at. */
interface LeftOut {
  readonly member: string;
  readonly run: string;
}

/** So many runs back: what is older somebody has long since dealt with. */
const RUNS = 100;

/** The members of an array that our own last run on them has left, whoever has looked at them since. Whether they serve is for a look to tell. */
async function leftOutOf(
  { journals }: Pick<RunStore, "journals">,
  array: Pick<ArraySetup, "name" | "members">,
): Promise<readonly LeftOut[]> {
  const open = new Set(array.members.map(({ name }) => name.toLowerCase()));
  const left: LeftOut[] = [];
  const runs = (await journals.list()).filter(({ plan }) => plan.array === array.name && !plan.dryRun);
  for (const { run } of runs.slice(0, RUNS)) {
    if (open.size === 0) break;
    const entries = await journals.read(run).catch(() => null);
    if (entries === null || entries.length === 0) continue;
    for (const member of replay(entries).members.filter((one) => one.changes.length > 0 && open.delete(one.name.toLowerCase())))
      if (isLeft(member)) left.push({ member: member.name, run });
  }
  return left;
}

const isLeft = ({ phase, outcome }: MemberState): boolean => phase === "at work" || outcome === "failed";

/**
 * A member that an earlier run has left out counts as out because of us: no other one is taken out beside it. One that is to be updated itself is
 * looked at by the steps.
 * @throws Refused with `member-left-out`
 */
export async function refuseBesideLeftOut(store: RunStore, { members }: Plan, array: ArraySetup): Promise<void> {
  const asked = new Set(members.map(({ name }) => name));
  const left = (await leftOutOf(store, array)).filter(({ member }) => !asked.has(member));
  if (left.length === 0) return;
  const verdicts = await new Guard(array).look();
  for (const { member, run } of left) {
    const verdict = verdicts.find((one) => one.member.toLowerCase() === member.toLowerCase());
    if (verdict?.serves === true) continue;
    const report = (await store.reports.of(run)) ?? text("loop.no-report");
    const what = text("run.left-out", { member, run, why: verdict?.why ?? "?", report });
    throw new Refused("member-left-out", 409, what, { hint: text("run.left-out.hint", { member }), runId: run });
  }
}
