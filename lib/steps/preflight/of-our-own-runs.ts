import type { LeftHalfDone } from "../../run/step";
import type { Member } from "../../server";
import { changeOf, ServerError } from "../../server";
import type { List, Text, Words } from "../../texts";
import { instant, listed, text, textBeside } from "../../texts";
import { isOut, nlbHostIfAny } from "../traffic";
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

/** The headline of a refusal: the member is out of service, and a run here has left it so. Null: it is not, or that is not known. */
export async function outByRun(context: PreflightContext): Promise<Text | null> {
  try {
    const [host, left] = [await nlbHostIfAny(context), await context.leftHalfDone()];
    if (host === null || !isOut(host) || left === null) return null;
    return text(left.byHand ? "preflight.is-out-by-hand" : "preflight.is-out", { member: context.member.name, run: left.run });
  } catch (error) {
    if (error instanceof ServerError) return null;
    throw error;
  }
}

/** What brings a member back into service. @param state in NLB */
export const toBringBack = ({ name }: Member, state: string): List => ({
  list: (state === "suspended" ? (["nlb.resume", "nlb.start"] as const) : (["nlb.start"] as const)).map((op) =>
    changeOf(op).byHand(name, {}),
  ),
  by: "semicolon",
});

/** Of a member that is out of service: by whom it was taken out, as far as we know. */
export async function takenOutBy(context: Pick<PreflightContext, "leftHalfDone" | "member">, state: string): Promise<Text> {
  const left = await context.leftHalfDone();
  const by = left === null ? text("preflight.out-by-somebody") : text("preflight.out-by-run", { run: left.run, at: instant(left.at) });
  const said = text("preflight.nlb-out", { state, by });
  // What a run has left is told with what is to be done about it.
  if (left !== null && !left.byHand) return said;
  return text("preflight.nlb-out-so", { said, command: toBringBack(context.member, state) });
}
