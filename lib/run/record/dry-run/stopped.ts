import type { Text } from "../../../texts";
import { enumerated, text } from "../../../texts";
import type { MemberState, RunState } from "../state";
import { wouldEnd } from "./would-end";

interface Said {
  readonly because: Text;
  readonly others: Text;
  /** The member at which it stopped first. */
  readonly at: MemberState | undefined;
}

/** How a dry run has ended that found what a real one would not get past, in a sentence or two. */
export function dryRunStopped(state: RunState, { at, ...said }: Said): Text {
  const failed = state.members.filter(({ outcome }) => outcome === "failed");
  const end = wouldEnd(state);
  // Where the first one is not fit itself, its reason says it better; and somebody may have ended the dry run for another reason.
  const isSaid = end?.notFit?.names.includes(end.at.name) ?? true;
  const notFit = isSaid || failed.every(({ name }) => name !== state.reason?.member) ? null : (end?.notFit ?? null);
  const too = failed.filter((one) => (notFit === null ? one !== at : one.reason?.code !== "not-fit")).map(({ name }) => name);
  const what =
    notFit === null
      ? text("summary.dry-run-stopped", said)
      : text("summary.dry-run-not-fit", { notFit: notFit.notFit, count: notFit.count });
  return too.length === 0 ? what : text("summary.dry-run-too", { what, too: enumerated(too) });
}
