import { minutes } from "../../time";
import type { MemberState } from "../record";

/** The jobs that a run has started on a member, and when each will have ended at the latest. */
export const jobsOf = (member: MemberState): readonly { id: string; endsBy: number }[] =>
  member.changes.flatMap(({ op, args, at, outcome }) => {
    if (op !== "job.start" || outcome === "failed") return [];
    const { id, limitMinutes } = args as { id: string; limitMinutes: number };
    return [{ id, endsBy: at + minutes(limitMinutes) }];
  });
