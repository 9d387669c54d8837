import type { ChangeData, Facts, Picture } from "../../server";
import type { Reason, Words } from "../../texts";
import type { Cause, Dated, MemberOutcome } from "./entry";
import type { StepResult } from "../step";

/** A member of a run, as its entries have made it. */
export interface MemberState {
  readonly name: string;
  readonly address: string;
  readonly position: number;
  phase: "waiting" | "at work" | "ended";
  /** Its message is back at the loop: no step comes any more. */
  returned: boolean;
  /** Of the message that may act next on it; null while a step is at work, and before and after. */
  token: string | null;
  /** The message that went out last: a resume sends it again. Null before the first step has finished. */
  sent: { readonly node: string; readonly port: string | null; readonly message: Readonly<Record<string, unknown>> } | null;
  /** Of the message that went out last, whether it has acted or not. */
  lastToken: string | null;
  /** What finished steps have established, the latest for each thing. */
  established: Facts;
  outcome: MemberOutcome;
  reason: Reason | null;
  startedAt: number | null;
  finishedAt: number | null;
  found: Picture | null;
  left: Picture | null;
  toMend: readonly ToMend[];
  readonly steps: StepState[];
  readonly changes: ChangeState[];
  readonly wouldChange: WouldChange[];
  readonly told: ToldState[];
  /** By the name of its operation. */
  readonly upkeep: Map<string, Upkeep>;
  readonly earlier: Map<string, StepResult[]>;
  before: unknown;
  alreadyUpdated: boolean;
  updateStarted: boolean;
  verified: boolean;
}

export interface ChangeState {
  readonly change: number;
  readonly op: string;
  readonly args: unknown;
  readonly cause: Cause;
  readonly undo: ChangeData | null;
  readonly startsUpdate: boolean;
  readonly at: number;
  /** `sent` until its outcome is recorded. */
  outcome: "sent" | "done" | "failed" | "unknown";
  text: Words | null;
}

export interface WouldChange {
  readonly op: string;
  readonly args: unknown;
  readonly onlyIf: Words | null;
  readonly startsUpdate: boolean;
  readonly cause: Cause;
}

/** A change that is repeated while the member is out, and what begins again what it keeps up. */
export interface Upkeep {
  readonly keep: ChangeData;
  readonly everyMs: number;
  readonly ifEnded: { readonly begin: ChangeData; readonly undo: ChangeData; readonly begun: Words } | null;
}

/** Something that was told, by its id. */
export interface ToldState {
  readonly id: string;
  readonly op: string;
  readonly at: number;
  /** `sent` until its outcome is recorded. */
  outcome: "sent" | "done" | "failed" | "unknown";
  text: Words | null;
}

export interface StepState {
  readonly step: string;
  /** What people know it by: the name of its node in the flow, or else the type. */
  readonly name: string;
  readonly node: string;
  readonly visit: number;
  readonly startedAt: number;
  finishedAt: number | null;
  outcome: "at work" | "done" | "unchanged" | "failed";
  /** How it went. */
  text: Words;
  /** Why it failed; null unless it has. */
  reason: Reason | null;
  /** It failed since the run went no further, and not by itself. */
  cutOff: boolean;
  /** Its process has let go of it, or died: the message has to come again. */
  interrupted: boolean;
  progress: { readonly text: Words; readonly fraction: number | null; readonly figures: Readonly<Record<string, unknown>> } | null;
}

/** What is not as it was found, with the command that would mend it. */
export interface ToMend {
  readonly what: Words;
  readonly command: string;
}

/** A member that no entry is about yet. @param index in the plan */
export const newMember = (member: { name: string; address: string }, index: number): MemberState => ({
  ...member,
  position: index + 1,
  phase: "waiting",
  returned: false,
  token: null,
  sent: null,
  lastToken: null,
  established: {},
  outcome: "untouched",
  reason: null,
  startedAt: null,
  finishedAt: null,
  found: null,
  left: null,
  toMend: [],
  steps: [],
  changes: [],
  wouldChange: [],
  told: [],
  upkeep: new Map(),
  earlier: new Map(),
  before: undefined,
  alreadyUpdated: false,
  updateStarted: false,
  verified: false,
});

/** After a resume: the message that went out last may act once more. */
export function takeUp(member: MemberState): void {
  if (member.phase !== "at work" || member.returned) return;
  member.token = member.lastToken;
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

/** The step that is at work on a member, if one is. */
export const stepAtWork = (member: MemberState): StepState | undefined => member.steps.find((step) => step.outcome === "at work");

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
      end(member, { outcome: "failed", reason: entry.reason, finishedAt: entry.at });
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
      if (entry.verifies) member.verified = true;
      return;
    }
    case "step failed":
      end(member, { outcome: "failed", reason: entry.reason, finishedAt: entry.at });
      return;
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
      if (change.startsUpdate) member.updateStarted = member.changes.some((one) => one.startsUpdate && one.outcome !== "failed");
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
      member.upkeep.set(entry.keep[0], { keep: entry.keep, everyMs: entry.everyMs, ifEnded: entry.ifEnded });
      return;
    case "upkeep ended":
      member.upkeep.delete(entry.op);
      return;
  }
}

/** The step at work has come to its end, if one was at work. */
function end(member: MemberState, how: Pick<StepState, "outcome" | "finishedAt"> & Partial<Pick<StepState, "text" | "reason">>): void {
  const step = stepAtWork(member);
  if (step !== undefined) Object.assign(step, how);
}

/** What a finished step leaves for later ones. */
function take(member: MemberState, step: string, result: StepResult): void {
  member.earlier.set(step, [...(member.earlier.get(step) ?? []), result]);
  if (result.before !== undefined) member.before = result.before;
  if (result.alreadyUpdated === true) member.alreadyUpdated = true;
}
