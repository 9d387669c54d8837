import { hostLabel } from "../../../server";
import type { Invoke, Member } from "../../../server";
import { text } from "../../../texts";
import type { ArraySetup } from "../../array-setup";
import type { Plan, RunState } from "../../record";
import { inOneSentence } from "../../record";
import { reportOf } from "../../report";
import type { Languages } from "../../settings";
import { warnOf } from "../../store/recorder";
import type { RunStore } from "../../store/store";
import { endOne } from "../recover";

/** A run that begins, and has its array. */
interface Beginning {
  readonly store: RunStore;
  readonly languages: Languages;
  readonly array: ArraySetup;
}

/**
 * Ends the record of steps by hand on these servers that were cut off when their process died: no loop does it for a server that is in none. Nothing is
 * changed; what they have left is looked at. One that another process is at work on is left alone.
 * @param run the one that begins: it warns of them @returns its state then
 */
export async function endLeftByHand(run: RunState, { store, languages, array }: Beginning): Promise<RunState> {
  for (const { run: id, plan, finished } of await store.journals.list()) {
    if (finished || !plan.byHand || id === run.id || !concerns(plan, array)) continue;
    const entries = await store.journals.read(id);
    if (entries === null || entries.some(({ type }) => type === "run finished")) continue;
    // Of this array the run that begins has the lock.
    const lock = plan.array === array.name ? null : await store.locks.take(plan.array, id).catch(() => "held" as const);
    if (lock === "held") continue;
    try {
      const state = await endOne(store, entries, asItWasNamed(array, plan));
      const at = Math.round(array.connection.clock.now());
      const kept = await store.reports.keep(id, reportOf(state, at, languages)).catch(() => null);
      const said = { run: id, what: inOneSentence(state), report: kept ?? text("loop.no-report") };
      await warnOf(text("run.by-hand-cut-off", said), run, store.journals);
    } finally {
      await store.journals.close(id).catch(() => undefined);
      await lock?.release();
    }
  }
  return run;
}

const labels = ({ name, address }: Member): readonly string[] => [hostLabel(name), hostLabel(address)];

/** The member of the array that is the same server; two labs are two worlds, in which servers may have the same names. */
const sameServer = (array: ArraySetup, member: Member): Member | undefined =>
  array.members.find((mine) => labels(mine).some((label) => labels(member).includes(label)));

const concerns = (plan: Pick<Plan, "array" | "members">, array: ArraySetup): boolean =>
  plan.array === array.name || (array.connection.kind !== "lab" && plan.members.some((member) => sameServer(array, member) !== undefined));

/** The array by the names that the earlier step had for its servers. */
function asItWasNamed(array: ArraySetup, { array: name, members }: Pick<Plan, "array" | "members">): ArraySetup {
  if (name === array.name) return array;
  const named = new Map(members.map((member) => [member.name, sameServer(array, member)?.name ?? member.name]));
  const invoke: Invoke = (server, op, args, call) => array.connection.invoke(named.get(server) ?? server, op, args, call);
  return { ...array, name, members, minInService: 0, serving: () => Promise.resolve([]), connection: { ...array.connection, invoke } };
}
