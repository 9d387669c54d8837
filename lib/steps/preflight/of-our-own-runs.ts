import type { LeftHalfDone } from "../../run/step";
import type { Text, Words } from "../../texts";
import { instant, listed, text, textBeside } from "../../texts";
import type { Check, PreflightContext } from "./check";
import { as } from "./check";

export const earlierRuns: Check = {
  name: textBeside("check.earlier-runs", "earlier runs"),
  looksAt:
    "whether an earlier run, or a step by hand, has left the member half done, how it differs from how it was found then, and whether its job is still at work",
  refusesWhen:
    "a run has left it half done, unless nothing but its state in NLB is different and such members are to be updated and left out; it warns of what was done by hand, unless a job is still at work",
  run: async (context, { foundOut }) => {
    const left = await context.leftHalfDone();
    if (left === null) return [];
    const { differences, job, byHand, unverified } = left;
    const onlyOut = job === null && !unverified && differences.length === 1 && isOfNlb(differences[0]);
    const warns = (byHand && job === null) || (onlyOut && foundOut === "leave-out");
    return [as(warns ? "warn" : "refuse", leftBy(left, context.member.name))];
  },
};

/** A difference of the state in NLB, which another setting is about. */
const isOfNlb = (difference: Text | undefined): boolean => difference?.values?.["fact"] === "nlb";

/** "Run X has left it half done at 02:29: nlb stopped instead of converged; its update has started and is not verified." */
export function leftBy({ run, byHand, at, differences, unverified, job }: LeftHalfDone, member: string): Text {
  const how: readonly Words[] = [
    ...differences,
    ...(unverified ? [text("preflight.left-unverified")] : []),
    ...(job === null ? [] : [text(job.running ? "preflight.left-job" : "preflight.left-job-unknown", { file: job.file })]),
  ];
  return text(byHand ? "preflight.left-by-hand" : "preflight.left-by-run", { run, at: instant(at), how: listed(how), member });
}

/** Of a member that is out of service: by whom it was taken out, as far as we know. */
export const takenOutBy = async (context: Pick<PreflightContext, "leftHalfDone">): Promise<Text> => {
  const left = await context.leftHalfDone();
  return left === null ? text("preflight.out-by-somebody") : text("preflight.out-by-run", { run: left.run, at: instant(left.at) });
};
