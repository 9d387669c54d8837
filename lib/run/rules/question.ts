import type { Reason } from "../../texts";
import { reason, text } from "../../texts";
import type { AnswerName, MemberState, Question, StepState } from "../record";
import { hasFailed, isOfNoStep, openQuestion, stepAtWork } from "../record";
import type { RunSettings } from "../settings";
import type { Moment } from "./in-time";

/** These say of the array, or of the run itself, that it must not go on: nobody is asked. */
const neverHeld: ReadonlySet<string> = new Set([
  "guard-broken",
  "split-cluster",
  "no-gate",
  "never-converged",
  "updated-member-out",
  "serves-unverified",
  "fenced",
  "lock-lost",
  "journal-failed",
  "disk-full",
  "interrupted",
  "stopped-by-operator",
  "window-closed",
]);

/** What is asked about a member. */
export type Asking = Omit<Question, "id" | "askedAt" | "given">;

/** What becomes of a member whose last step has failed by itself: the run ends, a person is asked, or, in a dry run, the next one is looked at; null where that is settled, or is being asked. */
export function afterFailure(
  member: MemberState,
  { state, settings, now }: Moment,
): { readonly stop: Reason } | { readonly ask: Asking } | { readonly leave: Reason } | null {
  const over = endedByAnswer(member);
  if (over !== null) return over;
  const { heldFor } = member;
  if (heldFor !== null && !hasFailed(member)) {
    if (!(stepAtWork(member)?.interrupted ?? true)) return null;
    const ask = askingAbout(heldFor, { settings, now });
    return ask === null ? { stop: heldFor } : { ask };
  }
  const step = member.steps.at(-1);
  if (step === undefined || step.outcome !== "failed" || step.cutOff || step.reason === null) return null;
  if (openQuestion(member) !== undefined) return null;
  const asked = member.questions.findLast(({ node, visit }) => node === step.node && visit === step.visit);
  if (asked?.given != null) return answered(asked, step.reason);
  if (state.plan.dryRun && !state.plan.byHand) return { leave: step.reason };
  if ((settings.whenStepFails !== "hold" && !step.asks) || state.plan.byHand || neverHeld.has(step.reason.code))
    return { stop: step.reason };
  return { ask: asking({ step, member, why: step.reason }, { settings, now }) };
}

/** Why the run ends by what was answered about the member, and not about a step; null where it does not. */
export function endedByAnswer({ questions }: MemberState): { readonly stop: Reason } | null {
  const last = questions.findLast(isOfNoStep);
  return last === undefined ? null : answered(last, last.reason);
}

/** The others were acted upon when they came. */
function answered({ given }: Question, why: Reason): { readonly stop: Reason } | null {
  if (given?.answer === "put-back") return { stop: { ...why, since: [...why.since, saidBy(given)] } };
  if (given?.answer !== "abandon") return null;
  // Nothing more is touched, as in a run that was interrupted.
  return {
    stop: { ...reason("abandoned", text("hold.abandoned", { by: by(given) }), why.hint), since: [...why.since], member: why.member },
  };
}

const by = ({ by }: { readonly by: string | null }) => by ?? text("hold.nobody");
const saidBy = (given: { readonly by: string | null }) => text("hold.told-to-put-back", { by: by(given) });

/** What a run is asked about that was interrupted, or whose flow was edited. */
const ofRestart: ReadonlySet<string> = new Set(["restarted", "not-as-left", "plan-changed"]);

/** Whether people are asked where what is still to come was edited, or a member is not as it was left: by either setting. */
export const asksAboutEdits = ({ whenStepFails, afterRestart }: Pick<RunSettings, "whenStepFails" | "afterRestart">): boolean =>
  whenStepFails === "hold" || afterRestart === "ask";

/** What is asked about a member of which no step has failed; null where nobody is asked: the loop is not set so, or the member must not be left so. */
export function askingAbout(why: Reason, { settings, now }: Pick<Moment, "settings" | "now">): Asking | null {
  const { whenStepFails } = settings;
  const asks = ofRestart.has(why.code) ? asksAboutEdits(settings) : whenStepFails === "hold" && !neverHeld.has(why.code);
  return asks ? { step: "", node: "", visit: 0, reason: why, answers: ["retry", "put-back", "abandon"], ...limitOf(settings, now) } : null;
}

/** How long is waited for an answer, and what counts as one after that. */
const limitOf = ({ holdMs, holdThen }: RunSettings, now: number): Pick<Asking, "until" | "otherwise"> => ({
  until: holdMs === null ? null : now + holdMs,
  otherwise: holdThen,
});

interface Failed {
  readonly step: StepState;
  readonly member: MemberState;
  readonly why: Reason;
}

function asking({ step, member, why }: Failed, { settings, now }: Pick<Moment, "settings" | "now">): Asking {
  const { step: name, node, visit } = step;
  return { step: name, node, visit, reason: why, answers: answersTo(step, member), ...limitOf(settings, now) };
}

/**
 * Nobody can say of a member that it is healthy but the step that looks: to leave that out, or to take somebody's word for it, would let an update
 * into service that was not verified. Nor is a step left out that others rely on, or half of one: what it has changed would stay so.
 */
function answersTo(step: StepState, { changes }: MemberState): readonly AnswerName[] {
  const { verifies, reliedOn, establishes, startedAt } = step;
  const hasChanged = changes.some(({ cause, at, outcome }) => cause === "step" && at >= startedAt && outcome !== "failed");
  return [
    "retry",
    ...(verifies || reliedOn || hasChanged ? [] : (["skip"] as const)),
    ...(!verifies && Object.keys(establishes ?? {}).length > 0 ? (["done-by-hand"] as const) : []),
    "put-back",
    "abandon",
  ];
}
