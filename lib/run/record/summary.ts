import { operationNames, summaryOf } from "../../server";
import type { OperationName } from "../../server";
import type { List, Reason, Text, Value } from "../../texts";
import { codeInWords, enumerated, instant, joined, listed, quoted, shortened, text, whatOf } from "../../texts";
import type { MemberOutcome } from "./entry";
import { openSoak } from "./batches";
import { dryRunStopped, notFitIn, wouldGetTo } from "./dry-run";
import { differencesFrom } from "./differences";
import { jobCutOff } from "./jobs";
import type { MemberState, RunState, StepState } from "./state";
import type { Question } from "./question";
import { isOfNoStep } from "./question";
import { membersAtWork, openQuestion, stepAtWork } from "./state";

/** How long the reason in the sentence may get, in characters: a headline is read at a glance. What is longer is said by its code; the report has all of it. */
export const LONGEST_REASON = 200;

/** The state of a run, or how it ended, in a sentence or two: for the head of its report, logs, statuses and the demo. */
export function inOneSentence(state: RunState): Text {
  if (state.phase === "running") return running(state);
  if (state.phase === "stopping") return stopping(state);
  if (state.outcome === "stopped") return stopped(state);
  return state.outcome === "dry-run" ? dryRun(state) : finished(state);
}

/** The member at which a run stopped, where one was at work: the one that its reason names, or else the one whose step failed by itself. */
export function stoppedAt({ reason, members: all }: RunState): MemberState | undefined {
  const stopped = all.filter((member) => member.phase === "at work" || (member.phase === "ended" && member.reason !== null));
  return stopped.find(({ name }) => name === reason?.member) ?? stopped.findLast(({ steps }) => steps.some(byItself)) ?? stopped.at(-1);
}

/** The step failed, and was not cut off since the run went no further. */
const byItself = ({ outcome, cutOff }: StepState): boolean => outcome === "failed" && !cutOff;

/** True where a person has to look at the member: it is not as it was found, or its update has started and is not verified. */
export function leftToDo(state: RunState, member: MemberState): boolean {
  if (state.plan.dryRun || state.phase !== "ended") return false;
  // The journal ends before the work on the member does: nobody knows how it was left.
  if (member.phase === "at work") return member.changes.length > 0;
  if (member.toMend.length > 0) return true;
  return member.outcome === "failed" && member.changes.length > 0 && (resting(member) || differs(member));
}

/** The update of the member has started and is not verified. */
export const resting = (member: MemberState): boolean => member.updateStarted && !member.verified;

const differs = (member: MemberState): boolean => member.left === null || differencesFrom(member.found, member.left).length > 0;

/** A change was made on the member, its update did not get through, and it is as it was found. */
const backAsFound = (state: RunState, member: MemberState): boolean =>
  !state.plan.dryRun && member.outcome === "failed" && member.changes.length > 0 && !leftToDo(state, member);

/** The nodes whose changes were taken back, on members that are as they were found. */
export const takenBack = (state: RunState): readonly { readonly member: string; readonly node: string }[] =>
  state.members
    .filter((member) => backAsFound(state, member))
    .flatMap(({ name: member, steps }) => steps.filter(({ outcome }) => outcome === "done").map(({ node }) => ({ member, node })));

/** What has become of a member: "updated". */
export const outcomeInWords = (outcome: MemberOutcome | null): Text =>
  outcome === null ? text("standing.at-work") : text(`standing.${outcome}`);

/** How a member stands, in a few words. */
export function standing(state: RunState, member: MemberState): Text {
  const ended = state.phase === "ended";
  if (member.phase === "waiting") return ended ? text("standing.untouched") : text("standing.waiting");
  if (leftToDo(state, member)) return text("standing.to-do");
  if (member.phase === "at work") return ended ? text("standing.not-finished") : text("standing.at-work");
  if (member.outcome === "would-update" && !wouldGetTo(state, member)) return text("standing.not-reached");
  if (member.outcome !== "failed") return outcomeInWords(member.outcome);
  const how = member.steps.some(byItself) ? text("standing.failed") : text("standing.not-finished");
  if (state.plan.dryRun || !ended) return how;
  return backAsFound(state, member) ? text("standing.as-found", { how }) : text("standing.not-touched", { how });
}

/** How the members of a run without an end stand, as far as its journal says. */
export function byItsJournal(state: RunState): List {
  const waiting = state.members.filter(({ phase }) => phase === "waiting").length;
  const others = state.members
    .filter(({ phase }) => phase !== "waiting")
    .map((member) => {
      const step = stepAtWork(member);
      const how = [
        step === undefined ? standing(state, member) : text("open.at-work-on", { step: step.name }),
        ...(resting(member) ? [text("open.unverified")] : []),
        ...(member.phase === "at work" && member.changes.length > 0 ? [text("open.sent", { changes: listed(sentTo(member)) })] : []),
      ];
      return text("open.member", { member: member.name, how: listed(how) });
    });
  return joined([...others, ...(waiting === 0 ? [] : [text("open.waiting", { count: waiting })])]);
}

/** A journal may be of another version. */
const isOperation = (op: string): op is OperationName => operationNames.includes(op as OperationName);

const sentTo = ({ changes }: MemberState): readonly Text[] =>
  [...new Set(changes.map(({ op }) => op))].map((op) => (isOperation(op) ? summaryOf(op) : quoted(op)));

const members = (count: number): Text => text("count.members", { count });

function running(state: RunState): Text {
  const { plan } = state;
  const done = state.members.filter(({ phase }) => phase === "ended").length;
  const progress = text("summary.progress", { done, members: members(state.members.length), array: plan.array });
  const atWork = endingAfter(state, whoIsAtWork(state, progress));
  if (state.interrupted !== null) return text("summary.waits", { atWork });
  for (const member of membersAtWork(state)) {
    const question = openQuestion(member);
    if (question !== undefined)
      return text(isOfNoStep(question) ? "summary.asks-about" : "summary.asks", { ...asking(member, question), progress });
  }
  const { paused } = state;
  if (paused !== null && paused.why !== null) return text("summary.paused-itself", { atWork, why: paused.why });
  if (paused !== null) return text("summary.paused", { atWork, by: paused.by ?? text("run.an-operator") });
  return plan.dryRun ? text("summary.dry-running", { atWork }) : text("summary.running", { atWork });
}

/** What can be answered, and until when, stands below the headline. */
const asking = ({ name: member, steps }: MemberState, { id, reason }: Question) => ({
  member,
  id,
  step: steps.at(-1)?.name ?? "",
  why: shortened(whatOf(reason, member), LONGEST_REASON, inFewWords(reason)),
});

/** An operator has asked to stop after the member at work: nobody shall wait for the others. */
const endingAfter = ({ stopAfterMember }: RunState, atWork: Text): Text =>
  stopAfterMember === null ? atWork : text("summary.stops-after", { atWork, by: stopAfterMember.by ?? text("run.an-operator") });

function whoIsAtWork(state: RunState, progress: Text): Text {
  const [member, ...others] = membersAtWork(state);
  const soak = openSoak(state);
  if (member === undefined && soak !== undefined) return text("summary.soaks", { progress, until: instant(soak.until) });
  if (member === undefined) return text("summary.none-at-work", { progress });
  if (others.length > 0) return text("summary.several-at-work", { members: enumerated([member, ...others].map(whatItDoes)), progress });
  const step = stepAtWork(member);
  return step === undefined
    ? text("summary.at-work", { member: member.name, progress })
    : text("summary.at-work-on", { member: member.name, step: step.name, progress });
}

/** "CAS1 (install-update)" */
function whatItDoes(member: MemberState): Value {
  const step = stepAtWork(member);
  return step === undefined ? member.name : text("summary.member-on", { member: member.name, step: step.name });
}

const countOf = (state: RunState, outcome: MemberState["outcome"]): number =>
  state.members.filter((member) => member.outcome === outcome).length;

function finished(state: RunState): Text {
  const { array, byHand } = state.plan;
  const all = state.members.length;
  const already = countOf(state, "already-updated");
  const updated = countOf(state, "updated");
  const parts: Text[] = byHand
    ? state.members.map(workByHand)
    : already === all
      ? [text("summary.all-had-it", { members: some(state, all), array })]
      : [text("summary.updated", { members: some(state, updated), array, count: updated }), ...hadIt(already)];
  const what = listed(parts);
  const asked = askedFor(state);
  return asked === null ? text("summary.finished", { what }) : text("summary.finished-of", { asked, what });
}

/** In these cases nothing is done any more. */
const SENDS_NOTHING: ReadonlySet<string | undefined> = new Set(["interrupted", "lock-lost", "journal-failed"]);

/** Why, and what becomes of the members at work now. */
function stopping(state: RunState): Text {
  const nothing = state.plan.dryRun || SENDS_NOTHING.has(state.reason?.code);
  const changed = nothing ? [] : membersAtWork(state).filter(({ changes }) => changes.length > 0);
  if (changed.length === 0) return text("summary.stopping", { because: because(state) });
  return text("summary.stopping-now", { because: because(state), now: { list: changed.map(becomes), by: "blank" } });
}

function becomes(member: MemberState): Text {
  const { name } = member;
  if (!resting(member)) return text("summary.is-put-back", { member: name });
  const job = jobCutOff(member);
  if (job === null) return text("summary.stays-out", { member: name });
  return text("summary.job-runs-on", { file: job.file, member: name, until: instant(job.endsBy) });
}

const everyOne = (count: number): Text =>
  count === 1 ? text("count.the-only") : count === 2 ? text("count.both") : text("count.all", { count });

/** So many of the members of the array: not "all" where the run was not to have all of them. */
const some = (state: RunState, count: number): Text =>
  count === state.members.length && askedFor(state) === null ? everyOne(count) : members(count);

/** "1 of 4 members", where not all of the array were asked for. */
const askedFor = ({ plan, members: { length: count } }: RunState): Text | null =>
  plan.byHand || plan.outOf === undefined ? null : text("count.of", { some: count, all: members(plan.outOf) });

const hadIt = (count: number): readonly Text[] => (count === 0 ? [] : [text("summary.had-it", { count })]);

const workByHand = ({ name, steps }: MemberState): Text => {
  const done = [...new Set(steps.map(({ name: step }) => step))];
  return done.length === 0
    ? text("summary.nothing-by-hand", { member: name })
    : text("summary.by-hand", { steps: listed(done), member: name });
};

function dryRun(state: RunState): Text {
  const { array, update, byHand } = state.plan;
  const count = countOf(state, "already-updated");
  const would = countOf(state, "would-update");
  const who = some(state, would);
  const updates =
    update === null
      ? text("summary.would-update", { members: who, array })
      : text("summary.would-update-with", { members: who, array, update });
  const parts = [
    ...(would > 0 ? [updates] : []),
    ...(would > 0 ? hadIt(count) : count > 0 ? [text("summary.had-it-of", { count, array })] : []),
    ...(byHand ? state.members.map(workByHand) : []),
    text("summary.nothing-changed"),
  ];
  const asked = askedFor(state);
  return asked === null ? text("summary.dry-run", { parts: listed(parts) }) : text("summary.dry-run-of", { asked, parts: listed(parts) });
}

function stopped(state: RunState): Text {
  const left = state.members.filter((member) => leftToDo(state, member));
  const said = { because: because(state), others: others(state) };
  const interrupted = state.reason?.code === "interrupted";
  if (state.plan.dryRun)
    return interrupted ? text("summary.dry-run-interrupted", said) : dryRunStopped(state, { ...said, at: stoppedAt(state) });
  if (left.length === 0) return interrupted ? text("summary.interrupted", said) : text("summary.stopped", said);
  const toDo = { ...said, members: listed(left.map(leftStanding)) };
  return interrupted ? text("summary.interrupted-to-do", toDo) : text("summary.stopped-to-do", toDo);
}

/** `CAS2 (nlb stopped, default state stopped)`: in which state it was left, as far as it is not as it was found. */
function leftStanding({ name, found, left }: MemberState): Value {
  const now = Object.entries(left?.facts ?? {}).filter(([fact, is]) => is !== (found?.facts[fact] ?? null) && fact !== "version");
  if (now.length === 0) return name;
  const facts = now.map(([fact, is]) => text("summary.fact", { fact: nameInWords(fact), is: is ?? text("value.not-known") }));
  return text("summary.left-as", { member: name, facts: listed(facts) });
}

/** The name of a fact or an argument as words: `defaultState` becomes `default state`. */
export const nameInWords = (name: string): string => name.replaceAll(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();

/** ` at CAS2: the reason.` */
function because(state: RunState): Text {
  const member = stoppedAt(state)?.name ?? null;
  if (state.reason === null || state.reason.what === "")
    return member === null ? text("summary.no-reason") : text("summary.at", { member });
  if (state.reason.code === "stopped-by-operator") return byWhom(state.reason, member);
  const notFit = notFitIn(state.reason);
  if (notFit !== null) return text("summary.since", { why: text("summary.not-fit", notFit) });
  const why = shortened(whyOf(state.reason, member), LONGEST_REASON, inFewWords(state.reason));
  return member === null ? text("summary.since", { why }) : text("summary.at-since", { member, why });
}

/** "Interrupted" has already said that it was interrupted. */
const whyOf = (reason: Reason, member: string | null): Value =>
  (reason.code === "interrupted" && typeof reason.what !== "string" ? reason.what.values?.["why"] : undefined) ?? whatOf(reason, member);

/** By its code, as a sentence; a reason of another version may have a code that is not known here, and is cut. */
const inFewWords = (reason: Reason): Value => {
  const notFit = notFitIn(reason);
  if (notFit !== null) return text("summary.not-fit", notFit);
  const words = codeInWords(reason.code);
  if (typeof words === "string") return whatOf(reason);
  const alarm = typeof reason.what === "string" ? undefined : reason.what.values?.["alarm"];
  // That a member may serve unverified comes before all else.
  return alarm === undefined ? text("summary.in-few-words", { words }) : text("summary.alarm-first", { alarm, words });
};

/** "Stopped" has already said everything but the name. */
function byWhom({ what }: Reason, member: string | null): Text {
  const { next, by = text("run.an-operator") } = typeof what === "string" ? {} : (what.values ?? {});
  if (next !== undefined) return text("summary.before", { next, by });
  return member === null ? text("summary.by", { by }) : text("summary.at-by", { member, by });
}

function others(state: RunState): Text {
  if (state.members.every(({ changes }) => changes.length === 0)) return text("summary.nothing-was-changed");
  const updated = countOf(state, "updated");
  const untouched = state.members.filter(
    ({ outcome, changes }) => changes.length === 0 && outcome !== "updated" && outcome !== "already-updated",
  ).length;
  const putBack = state.members.filter((member) => backAsFound(state, member)).map(({ name }) => name);
  const parts = [
    ...(putBack.length === 0 ? [] : [text("summary.put-back", { members: listed(putBack) })]),
    ...(updated === 0 ? [] : [text("summary.were-updated", { count: updated })]),
    ...hadIt(countOf(state, "already-updated")),
    ...(untouched === 0 ? [] : [text("summary.untouched", { count: untouched })]),
  ];
  return parts.length === 0 ? text("summary.no-other") : text("summary.others", { parts: listed(parts) });
}
