import type { RunDocument, RunView } from "../../lib/run";
import type { Say } from "../../lib/texts";

/** What the loop sends while its run is at work, before it has ended. */
interface Outputs {
  /** A step has failed, or somebody has stopped the run: its member is being put back, which can take hours. */
  readonly stopping: (document: RunDocument) => void;
  readonly warning: (warning: Warning) => void;
}

/** A warning of a run, for other systems. */
export interface Warning {
  readonly runId: string;
  readonly array: string;
  readonly member: string | null;
  /** What a program may decide by; null for most. */
  readonly code: string | null;
  readonly summary: string;
  /** UTC, on the run's clock. */
  readonly at: string;
}

/**
 * Tells of a run what somebody should hear before it ends: each warning, and once that it stops. Nothing is said twice of one that is taken up again.
 * @param run as it is when the loop begins to hear of it
 * @returns to be called when anything has changed
 */
export function heardAtOnce(run: RunView, say: Say, outputs: Outputs): (run: RunView) => void {
  let warned = run.state.warnings.length;
  let stopping = run.state.phase !== "running";
  return (now) => {
    const { id, state } = now;
    for (const { at, member, text, code } of state.warnings.slice(warned))
      outputs.warning({ runId: id, array: state.plan.array, member, code, summary: say(text), at: new Date(at).toISOString() });
    warned = state.warnings.length;
    if (stopping || state.phase === "running") return;
    stopping = true;
    if (leaves(state)) outputs.stopping(now.document());
  };
}

/** Whether anything has to be put back first. Otherwise the run ends at once, and one message is enough. */
const leaves = ({ phase, reason, plan, members }: RunView["state"]): boolean =>
  phase === "stopping" &&
  !plan.dryRun &&
  reason?.code !== "interrupted" &&
  members.some((member) => member.phase === "at work" && member.changes.length > 0);
