import type { Dated } from "./entry";
import type { MemberState, StepState } from "./member-state";
import { hasFailed, openQuestion, stepAtWork } from "./member-state";
import { applyQuestion } from "./question";
import type { StepResult } from "../step";

type OfMember = Extract<Dated, { member: string }>;
type Of<Type extends OfMember["type"]> = Extract<OfMember, { type: Type }>;

/** Takes one more entry into the state of the member that it is about. */
export function applyToMember(member: MemberState, entry: OfMember): void {
  switch (entry.type) {
    case "member started":
    case "member returned":
    case "member finished":
      itself(member, entry);
      return;
    case "step started":
    case "progress":
    case "step finished":
    case "step failed":
      steps(member, entry);
      return;
    case "verification lost":
      member.verified = false;
      return;
    case "at rest":
      member.atRest = true;
      return;
    case "message held":
      member.heldFor = entry.reason;
      return;
    case "question asked":
    case "question answered":
      applyQuestion(member, entry);
      return;
    case "will change":
    case "did change":
    case "would change":
      changes(member, entry);
      return;
    case "will tell":
    case "did tell":
      tells(member, entry);
      return;
    case "upkeep":
    case "upkeep ended":
      upkeep(member, entry);
      return;
  }
}

/** How it stands as a whole. */
function itself(member: MemberState, entry: Of<"member started" | "member returned" | "member finished">): void {
  switch (entry.type) {
    case "member started":
      member.phase = "at work";
      member.token = entry.token;
      member.lastToken = entry.token;
      member.startedAt = entry.at;
      member.found = entry.found;
      member.foundBy = entry.foundBy ?? null;
      member.unverifiedBefore = entry.unverified === true;
      member.updateStarted = member.unverifiedBefore;
      for (const [step, results] of Object.entries(entry.earlier)) {
        for (const result of results as unknown as StepResult[]) take(member, step, result);
      }
      return;
    case "member returned":
      member.returned = true;
      member.token = null;
      return;
    case "member finished":
      // A step whose process ended half-way never recorded how it went.
      end(member, { outcome: "failed", reason: entry.reason, finishedAt: entry.at, cutOff: true });
      member.phase = "ended";
      member.token = null;
      member.outcome = entry.outcome;
      member.reason = entry.reason;
      member.left = entry.left;
      member.toMend = entry.toMend;
      member.finishedAt = entry.at;
      member.upkeep.clear();
      return;
  }
}

/** The steps on it. */
function steps(member: MemberState, entry: Of<"step started" | "progress" | "step finished" | "step failed">): void {
  switch (entry.type) {
    case "step started":
      member.token = null;
      member.input = entry.input;
      if (goesOn(member, entry)) return;
      member.steps.push({
        step: entry.step,
        name: entry.name ?? entry.step,
        node: entry.node,
        visit: entry.visit,
        startedAt: entry.at,
        finishedAt: null,
        outcome: "at work",
        text: "",
        reason: null,
        establishes: null,
        verifies: false,
        reliedOn: false,
        asks: false,
        cutOff: false,
        interrupted: false,
        progress: null,
      });
      return;
    case "progress": {
      const step = stepAtWork(member);
      if (step !== undefined) step.progress = { text: entry.text, fraction: entry.fraction, figures: entry.figures };
      return;
    }
    case "step finished": {
      const result = entry.result as unknown as StepResult;
      end(member, { outcome: result.changed ? "done" : "unchanged", text: result.text, finishedAt: entry.at });
      take(member, entry.step, result);
      member.token = entry.token;
      member.lastToken = entry.token;
      member.sent = { node: entry.node, port: entry.port, message: entry.output };
      member.established = { ...member.established, ...entry.establishes };
      if (entry.verifies) Object.assign(member, { verified: true, verifiedAt: entry.verifiedAt ?? null });
      return;
    }
    case "step failed": {
      const { reason, establishes = null, verifies = false, reliedOn = false, asks = false, at } = entry;
      end(member, { outcome: "failed", reason, finishedAt: at, establishes, verifies, reliedOn, asks });
      return;
    }
  }
}

/** What is changed on it, or would be. */
function changes(member: MemberState, entry: Of<"will change" | "did change" | "would change">): void {
  switch (entry.type) {
    case "will change":
      if (entry.startsUpdate) member.updateStarted = true;
      // What was seen before a boot has to be looked at again after it.
      if (entry.startsUpdate || entry.op === "system.restart") member.verified = false;
      member.changes.push({ ...entry, outcome: "sent", text: null });
      return;
    case "did change": {
      const change = member.changes.find((candidate) => candidate.change === entry.change);
      if (change === undefined) throw new Error(`The journal tells the outcome of a change that it does not announce (${entry.change}).`);
      change.outcome = entry.outcome;
      change.text = entry.text;
      // An installer that was refused, or never sent, has started nothing.
      member.updateStarted = member.unverifiedBefore || member.changes.some((one) => one.startsUpdate && one.outcome !== "failed");
      return;
    }
    case "would change":
      if (entry.startsUpdate || entry.op === "system.restart") member.verified = false;
      member.wouldChange.push({
        op: entry.op,
        args: entry.args,
        onlyIf: entry.onlyIf,
        startsUpdate: entry.startsUpdate,
        cause: entry.cause,
      });
      return;
  }
}

/** What others are told about it. */
function tells(member: MemberState, entry: Of<"will tell" | "did tell">): void {
  switch (entry.type) {
    case "will tell":
      member.told.push({ id: entry.id, op: entry.op, at: entry.at, outcome: "sent", text: null });
      return;
    case "did tell": {
      const told = member.told.findLast((candidate) => candidate.id === entry.id);
      if (told !== undefined) Object.assign(told, { outcome: entry.outcome, text: entry.text });
      return;
    }
  }
}

/** What is repeated while it is out. */
function upkeep(member: MemberState, entry: Of<"upkeep" | "upkeep ended">): void {
  switch (entry.type) {
    case "upkeep":
      member.upkeep.set(entry.keep[0], { keep: entry.keep, everyMs: entry.everyMs, ifEnded: entry.ifEnded, at: entry.at });
      return;
    case "upkeep ended":
      member.upkeep.delete(entry.op);
      return;
  }
}

/** The step at work has come to its end, if one was at work. */
function end(
  member: MemberState,
  how: Pick<StepState, "outcome" | "finishedAt"> &
    Partial<Pick<StepState, "text" | "reason" | "establishes" | "verifies" | "reliedOn" | "asks" | "cutOff">>,
): void {
  const step = stepAtWork(member);
  if (step !== undefined) Object.assign(step, how);
}

/** What a finished step leaves for later ones. */
function take(member: MemberState, step: string, result: StepResult): void {
  member.earlier.set(step, [...(member.earlier.get(step) ?? []), result]);
  if (result.before !== undefined) member.before = result.before;
  if (result.alreadyUpdated === true) member.alreadyUpdated = true;
}

/** After a resume: the message that went out last may act once more. @param awayMs how long nobody drove the run */
export function takeUp(member: MemberState, awayMs: number): void {
  if (member.phase === "at work" && openQuestion(member) === undefined) member.waitedMs += awayMs;
  if (member.phase !== "at work" || member.returned || hasFailed(member)) return;
  // What is asked about it holds over a restart.
  if (openQuestion(member) === undefined) member.token = member.lastToken;
  const step = stepAtWork(member);
  if (step !== undefined) step.interrupted = true;
}

/** Whether a step that was interrupted is begun again; another one in its place ends it. */
function goesOn(member: MemberState, { node, visit, at }: Of<"step started">): boolean {
  const step = stepAtWork(member);
  if (step === undefined) return false;
  if (step.node === node && step.visit === visit) {
    step.interrupted = false;
    return true;
  }
  Object.assign(step, { outcome: "failed", finishedAt: at, cutOff: true });
  return false;
}
