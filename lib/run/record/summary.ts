import type { MemberOutcome } from "./entry";
import { differencesFrom } from "./differences";
import type { MemberState, RunState } from "./state";
import { stepAtWork } from "./state";
import { count } from "./format";

/** How long the reason in one sentence may get; the report has it whole. */
const LONGEST_REASON = 300;

/** How a run stands or how it ended, in a sentence or two: for the head of its report, logs, statuses and the demo. */
export function inOneSentence(state: RunState): string {
  if (state.phase === "running") return running(state);
  if (state.phase === "stopping") return `Stopping${because(state)}`;
  if (state.outcome === "stopped") return stopped(state);
  return state.outcome === "dry-run" ? dryRun(state) : finished(state);
}

/** The member at which a run stopped, where one was at work. */
export const stoppedAt = (state: RunState): MemberState | undefined =>
  state.members.findLast((member) => member.phase === "at work" || (member.phase === "ended" && member.reason !== null));

/** True where a person has to look at the member: it is not as it was found, or its update has started and is not verified. */
export function leftToDo(state: RunState, member: MemberState): boolean {
  if (state.plan.dryRun || state.phase !== "ended") return false;
  // The journal ends before the member does: nobody knows how it was left.
  if (member.phase === "at work") return member.changes.length > 0;
  if (member.toMend.length > 0) return true;
  return member.outcome === "failed" && member.changes.length > 0 && (resting(member) || differs(member));
}

/** The update of the member has started and is not verified. */
export const resting = (member: MemberState): boolean => member.updateStarted && !member.verified;

const differs = (member: MemberState): boolean => member.left === null || differencesFrom(member.found, member.left).length > 0;

/** A change was made on the member, its update did not get through, and it is as it was found. */
const backAsFound = (state: RunState, member: MemberState): boolean =>
  !state.plan.dryRun && member.phase === "ended" && member.outcome === "failed" && member.changes.length > 0 && !leftToDo(state, member);

/** What has become of a member. */
export const outcomeInWords: Readonly<Record<MemberOutcome, string>> = {
  updated: "updated",
  "already-updated": "had the update already",
  "would-update": "would be updated",
  "done-by-hand": "done by hand",
  untouched: "not touched",
  failed: "failed",
};

/** How a member stands, in a few words. */
export function standing(state: RunState, member: MemberState): string {
  const ended = state.phase === "ended";
  if (member.phase === "waiting") return ended ? "not touched" : "waiting";
  if (leftToDo(state, member)) return "something is left to do";
  if (member.phase === "at work") return ended ? "not finished" : "at work";
  if (member.outcome !== "failed") return outcomeInWords[member.outcome];
  const how = member.steps.some((step) => step.outcome === "failed") ? "failed" : "not finished";
  if (state.plan.dryRun || !ended) return how;
  return `${how}, ${backAsFound(state, member) ? "is as it was found" : "not touched"}`;
}

function running(state: RunState): string {
  const member = state.members.find(({ phase }) => phase === "at work");
  const step = member === undefined ? undefined : stepAtWork(member);
  const done = state.members.filter(({ phase }) => phase === "ended").length;
  const lead = state.plan.dryRun ? "Dry run under way" : "Running";
  const atWork = member === undefined ? "" : `${member.name} is at work${step === undefined ? "" : ` (${step.step})`}, `;
  return `${lead}: ${atWork}${done} of ${count(state.members.length, "member")} of ${state.plan.array} done.`;
}

function finished(state: RunState): string {
  const { array, byHand } = state.plan;
  if (byHand) return `Finished: ${state.members.map(workByHand).join(", ")}.`;
  const all = state.members.length;
  const already = state.members.filter(({ outcome }) => outcome === "already-updated").length;
  if (already === all) return `Finished: ${everyOne(all)} of ${array} had the update already, nothing was installed.`;
  const updated = state.members.filter(({ outcome }) => outcome === "updated").length;
  const who = updated === all ? everyOne(all) : count(updated, "member");
  const how = updated === 1 ? "was updated and is back as it was found" : "were updated and are back as they were found";
  return `Finished: ${who} of ${array} ${how}${already === 0 ? "" : `, ${count(already, "member")} had the update already`}.`;
}

const everyOne = (n: number): string => (n === 1 ? "the only member" : n === 2 ? "both members" : `all ${n} members`);

const workByHand = ({ name, steps }: MemberState): string => {
  const done = [...new Set(steps.map(({ step }) => step))].join(", ");
  return done === "" ? `nothing was done on ${name}` : `${done} done by hand on ${name}`;
};

function dryRun(state: RunState): string {
  const { array, update } = state.plan;
  const would = state.members.filter(({ outcome }) => outcome === "would-update").length;
  const already = state.members.filter(({ outcome }) => outcome === "already-updated").length;
  const parts = [
    would > 0
      ? `${would === state.members.length ? everyOne(would) : count(would, "member")} of ${array} would be updated${update === null ? "" : ` with ${update}`}`
      : "",
    already > 0 ? `${count(already, "member")}${would > 0 ? "" : ` of ${array}`} had the update already` : "",
    state.plan.byHand ? state.members.map(workByHand).join(", ") : "",
  ].filter((part) => part !== "");
  return `Dry run: ${[...parts, "nothing was changed"].join(", ")}.`;
}

function stopped(state: RunState): string {
  const left = state.members.filter((member) => leftToDo(state, member)).map(({ name }) => name);
  const todo = left.length === 0 ? "" : ` Something is left to do on ${left.join(", ")}.`;
  const lead = state.reasonCode === "interrupted" ? "Interrupted" : "Stopped";
  return `${state.plan.dryRun ? `Dry run ${lead.toLowerCase()}` : lead}${because(state)} ${others(state)}${todo}`;
}

/** ` at CAS2: the reason.`, without saying again what the lead says. */
function because(state: RunState): string {
  const member = stoppedAt(state);
  const at = member === undefined ? "" : ` at ${member.name}`;
  const said = (state.reason ?? "").trim().replace(/^Interrupted: /, "");
  const reason = firstSentence(member !== undefined && said.startsWith(`${member.name}: `) ? said.slice(member.name.length + 2) : said);
  if (reason === "") return `${at}.`;
  return reason.startsWith("Stopped ") ? `${at}${reason.slice("Stopped".length)}` : `${at}: ${reason}`;
}

function firstSentence(text: string): string {
  const sentence = /^.*?[.!?](?=\s|$)/s.exec(text)?.[0] ?? text;
  if (sentence.length > LONGEST_REASON) return `${sentence.slice(0, LONGEST_REASON).trimEnd()}…`;
  return sentence === "" || /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}

function others(state: RunState): string {
  if (state.members.every(({ changes }) => changes.length === 0)) return "Nothing was changed.";
  const named = (n: number, one: string, more: string) => (n === 0 ? [] : [`${count(n, "member")} ${n === 1 ? one : more}`]);
  const updated = state.members.filter(({ outcome }) => outcome === "updated").length;
  const already = state.members.filter(({ outcome }) => outcome === "already-updated").length;
  const untouched = state.members.filter(
    ({ outcome, changes }) => changes.length === 0 && outcome !== "updated" && outcome !== "already-updated",
  ).length;
  const putBack = state.members.filter((member) => backAsFound(state, member)).map(({ name }) => name);
  const parts = [
    ...(putBack.length === 0 ? [] : [`${putBack.join(", ")} is as it was found`]),
    ...named(updated, "was updated", "were updated"),
    ...named(already, "had the update already", "had the update already"),
    ...named(untouched, "was not touched", "were not touched"),
  ];
  return parts.length === 0 ? "No other member was touched." : `${parts.join(", ")}.`;
}
