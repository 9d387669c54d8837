import { Server } from "../../../server";
import { takePicture } from "../../../server/picture";
import type { Text } from "../../../texts";
import { instant, listed, text } from "../../../texts";
import type { ArraySetup } from "../../array-setup";
import { reach } from "../../array-setup";
import type { MemberState } from "../../record";
import { BETWEEN_STEPS, differencesFrom, replay } from "../../record";
import { mustNotServe } from "../../rules";
import type { Journals } from "../../store/store";

/** So many runs back: what is older somebody has long since dealt with. */
const RUNS = 100;

/** What an earlier process did last on a member, by hand. */
interface Latest {
  readonly run: string;
  readonly array: string;
  readonly member: MemberState;
}

/**
 * Says of each member that an earlier process has worked on by hand, and that is not as it was found, or not verified: nobody looks after it since.
 * @param setupOf an array by its name, whose members are looked at; null: it is not there, and the journal tells
 */
export async function leftHalfWay(journals: Journals, setupOf: (array: string) => ArraySetup | null): Promise<readonly Text[]> {
  const told: Text[] = [];
  for (const { run, array, member } of await latestByHand(journals)) {
    const setup = setupOf(array);
    const now = setup === null ? member.left : await takePicture(new Server(member.name, reach(setup.connection)));
    const differences = now === null ? [] : differencesFrom(member.found, now);
    const how = [...differences, ...(mustNotServe(member) ? [text("preflight.left-unverified")] : [])];
    const at = instant(member.finishedAt ?? 0);
    if (how.length > 0) told.push(text("by-hand.left-half-way", { member: member.name, array, run, at, how: listed(how) }));
  }
  return told;
}

/** The members on which nothing was begun since a step by hand; a step that was cut off is told of by itself. */
async function latestByHand(journals: Journals): Promise<readonly Latest[]> {
  const latest: Latest[] = [];
  const done = new Set<string>();
  const all = (await journals.list()).filter(({ plan }) => !plan.dryRun && plan.flow !== BETWEEN_STEPS).slice(0, RUNS);
  const key = (array: string, member: string) => `${array}\n${member.toLowerCase()}`;
  const open = new Set(all.flatMap(({ plan }) => (plan.byHand ? plan.members.map(({ name }) => key(plan.array, name)) : [])));
  for (const { run, plan, finished } of all) {
    const { array, byHand } = plan;
    if (!plan.members.some(({ name }) => open.has(key(array, name)) && !done.has(key(array, name)))) continue;
    const entries = await journals.read(run).catch(() => null);
    if (entries === null || entries.length === 0) continue;
    for (const member of replay(entries).members.filter(({ startedAt }) => startedAt !== null)) {
      if (byHand && finished && !done.has(key(array, member.name))) latest.push({ run, array, member });
      done.add(key(array, member.name));
    }
  }
  return latest;
}
