import { z } from "zod";

/** How long a member took that was updated. */
export const Took = z.object({
  run: z.string(),
  member: z.string(),
  /** What it was updated with, where that is not what the run installs that counts with it. */
  update: z.string().optional(),
  /** From when it was taken until it was done, in ms, without the time in which nobody drove the run or people were asked. */
  ms: z.number(),
  /** Of this, from the start of its update on. */
  updateMs: z.number(),
});
export type Took = z.output<typeof Took>;

/** Of a member, what tells how long it took. */
export interface Worked {
  readonly name: string;
  readonly outcome: string;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  readonly waitedMs: number;
  readonly foundBy: string | null;
  readonly changes: readonly { readonly at: number; readonly startsUpdate: boolean; readonly outcome: string }[];
}

/** Those members of a run that tell how long one takes: the others had the update already, failed, or were taken half done. */
export const tookIn = ({ id: run, members }: { readonly id: string; readonly members: readonly Worked[] }): readonly Took[] =>
  members.flatMap((member): Took[] => {
    const { name, outcome, startedAt, finishedAt, waitedMs, foundBy, changes } = member;
    const begun = changes.find(({ startsUpdate, outcome: how }) => startsUpdate && how !== "failed");
    if (outcome !== "updated" || startedAt === null || finishedAt === null || foundBy !== null || begun === undefined) return [];
    const ms = Math.max(0, finishedAt - startedAt - waitedMs);
    return [{ run, member: name, ms, updateMs: Math.min(ms, finishedAt - begun.at) }];
  });
