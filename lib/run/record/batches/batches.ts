import type { Words } from "../../../texts";
import { inBatches } from "../../batches";
import type { Dated, MemberOutcome } from "../entry";

/** Of a member, what its place in the run is about. */
interface Placed {
  readonly name: string;
  readonly phase: "waiting" | "at work" | "ended";
  position: number;
}

interface Touched extends Placed {
  readonly outcome: MemberOutcome;
}

/** Of the state of a run, what its batches follow from. @typeParam Member its members, as whoever asks knows them */
export interface Batched<Member extends Placed = Placed> {
  readonly plan: { readonly atOnce?: { readonly batches: readonly number[] } | undefined };
  /** In the order in which they are updated. */
  readonly members: Member[];
  /** Who had to be asked for the order has been. */
  ordered: boolean;
  order: Words | null;
}

/** The batches of the run, in their order; members of the same batch are at work at the same time. */
export const batchesOf = <Member extends Placed>({ plan, members }: Batched<Member>): readonly (readonly Member[])[] =>
  inBatches(members, plan.atOnce?.batches ?? members.map(() => 1));

/** Which batch is at work or comes next, from 0: the first one that is not through. -1 when all are. */
export const batchToCome = (state: Batched): number => batchesOf(state).findIndex((batch) => batch.some(({ phase }) => phase !== "ended"));

/**
 * Before the first member that is to be touched, all that follow it are looked at, so that nobody learns half-way what could have been seen at once.
 * @returns their names; none where another member is the first, and in a dry run, which looks at each in its turn
 */
export function seenBefore(
  { plan, members }: { readonly plan: { readonly dryRun: boolean }; readonly members: readonly Touched[] },
  member: string,
): readonly string[] {
  const first = members.find(({ outcome }) => outcome !== "already-updated");
  return plan.dryRun || first?.name !== member ? [] : members.filter(({ phase }) => phase === "waiting").map(({ name }) => name);
}

/** Takes the order of the members into the state. */
export function applyOrder(state: Batched, { members: names, text: order }: Extract<Dated, { type: "order set" }>): void {
  const { members } = state;
  members.sort((one, other) => names.indexOf(one.name) - names.indexOf(other.name));
  members.forEach((member, index) => (member.position = index + 1));
  Object.assign(state, { ordered: true, order });
}
