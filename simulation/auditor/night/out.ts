import type { Run } from "./journal";
import type { Night } from "./night";
import type { Span } from "./span";

/** A member is out of service because of a run. */
export interface Out extends Span {
  readonly member: string;
  readonly run: Run;
}

const disturbing = /^(nlb\.(drain|stop|suspend|setDefaultState)|system\.restart|job\.start|services\.stop|forefront\..*)$/;

/** Changes after which a member is not what its clients expect, or cannot be relied upon to be. */
const disturbs = ({ op, args }: { readonly op: string; readonly args: unknown }): boolean =>
  disturbing.test(op) && !(op === "nlb.setDefaultState" && (args as { readonly state?: string }).state === "started");

/**
 * When members are out because of us: from the moment at which they stop serving by our doing until they serve again. A member that others have
 * taken out, or that was found so, counts from our first change that disturbs it until the run has finished it.
 */
export function outBecauseOfUs(night: Night): readonly Out[] {
  return night.members.flatMap((member) =>
    night.notServing(member).flatMap((span) => {
      const done = night
        .changes()
        .find((change) => change.member === member && disturbs(change) && change.atMs >= span.from && change.atMs < span.to);
      const byUs = stoppedByUs(night, member, span.from);
      if (done === undefined && !byUs) return [];
      const from = byUs ? span.from : (done?.atMs ?? span.from);
      const run = night.runAt(member, from);
      if (run === undefined || run.dryRun) return [];
      const finished = run.finished.find((end) => end.member === member && end.at >= from)?.at ?? span.to;
      return [{ member, run, from, to: byUs ? span.to : Math.min(span.to, finished) }];
    }),
  );
}

/** Whether it stopped serving at this moment by our doing. */
function stoppedByUs({ facts }: Night, member: string, moment: number): boolean {
  return (["takes", "answers"] as const).some((fact) => {
    const entry = facts.at(member, fact, moment);
    return entry?.atMs === moment && entry.is === false && facts.doer(member, fact, moment) === "ours";
  });
}
