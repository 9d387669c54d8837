import type { MemberState, RunState } from "../record";

/** Its update has started and is not verified: it must not take traffic, by whoever's hand. */
export const mustNotServe = ({ updateStarted, verified }: MemberState): boolean => updateStarted && !verified;

/** What the run has done to its members, as the guard has to know it. All others are free: only a look tells how they stand. */
export interface Ledger {
  /** Taken, or about to be: out, or counted as such although they still serve. */
  readonly reserved: ReadonlySet<string>;
  /** Updated and put back by this run. They have to serve on: an update that stops a member an hour later would stop all. */
  readonly putBack: ReadonlySet<string>;
  /** Of those that are reserved, the ones to which something was sent: no prompt answer is expected. */
  readonly changed: ReadonlySet<string>;
  /** A change of ours makes the array converge: a member that does counts as serving for a while. */
  readonly unsettled: boolean;
}

/**
 * Each time it is asked it tells the state of then: while somebody looks, the run may have sent what makes the others converge.
 * @param taking a member that is about to be taken @param unsettles whether a change makes the array converge
 */
export function ledgerOf({ members }: RunState, taking: string, unsettles: (op: string) => boolean): Ledger {
  const names = (which: (member: MemberState) => boolean) => new Set(members.filter(which).map(({ name }) => name));
  return {
    get reserved() {
      return names(({ phase }) => phase === "at work").add(taking);
    },
    get putBack() {
      return names(({ phase, outcome }) => phase === "ended" && outcome === "updated");
    },
    get changed() {
      return names(({ phase, changes }) => phase === "at work" && changes.length > 0);
    },
    get unsettled() {
      return members.some(({ changes }) => changes.some(({ op }) => unsettles(op)));
    },
  };
}
