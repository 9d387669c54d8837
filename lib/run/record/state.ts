import type { ChangeData, Picture } from "../../server";
import type { Reason, Words } from "../../texts";
import type { Cause, Dated, MemberOutcome, Plan } from "./entry";
import type { StepResult } from "../step";

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
  readonly node: string;
  readonly visit: number;
  readonly startedAt: number;
  finishedAt: number | null;
  outcome: "at work" | "done" | "unchanged" | "failed";
  /** How it went. */
  text: Words;
  /** Why it failed; null unless it has. */
  reason: Reason | null;
  progress: { readonly text: Words; readonly fraction: number | null; readonly figures: Readonly<Record<string, unknown>> } | null;
}

/** What is not as it was found, with the command that would mend it. */
export interface ToMend {
  readonly what: Words;
  readonly command: string;
}

export interface MemberState {
  readonly name: string;
  readonly address: string;
  readonly position: number;
  phase: "waiting" | "at work" | "ended";
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
  readonly upkeep: Map<string, { readonly keep: ChangeData; readonly everyMs: number }>;
  readonly earlier: Map<string, StepResult[]>;
  before: unknown;
  alreadyUpdated: boolean;
  updateStarted: boolean;
  verified: boolean;
}

export interface RunState {
  readonly id: string;
  readonly plan: Plan;
  readonly fence: number;
  readonly startedAt: number;
  finishedAt: number | null;
  phase: "running" | "stopping" | "ended";
  outcome: "finished" | "stopped" | "dry-run" | null;
  reason: Reason | null;
  /** An operator has asked to end after the member at work. */
  stopAfterMember: { readonly by: string | null } | null;
  readonly members: readonly MemberState[];
  readonly warnings: { readonly at: number; readonly member: string | null; readonly text: Words }[];
}

const newMember = (member: { name: string; address: string }, index: number): MemberState => ({
  ...member,
  position: index + 1,
  phase: "waiting",
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

/** The state in which the first entry of a journal puts a run. */
export function begin(first: Dated): RunState {
  if (first.type !== "run started") throw new Error("A journal begins with the entry that its run started.");
  return {
    id: first.run,
    plan: first.plan,
    fence: first.fence,
    startedAt: first.at,
    finishedAt: null,
    phase: "running",
    outcome: null,
    reason: null,
    stopAfterMember: null,
    members: first.plan.members.map(newMember),
    warnings: [],
  };
}

/** The state of a run is what replaying its journal gives. */
export function replay(entries: readonly Dated[]): RunState {
  const [first, ...rest] = entries;
  if (first === undefined) throw new Error("The journal is empty.");
  const state = begin(first);
  for (const entry of rest) apply(state, entry);
  return state;
}

export const memberOf = (state: RunState, name: string): MemberState => {
  const member = state.members.find((candidate) => candidate.name === name);
  if (member === undefined) throw new Error(`${name} is not part of run ${state.id}.`);
  return member;
};

/** The step that is at work on a member, if one is. */
export const stepAtWork = (member: MemberState): StepState | undefined => member.steps.find((step) => step.outcome === "at work");

/** Takes one more entry into the state. */
export function apply(state: RunState, entry: Dated): void {
  switch (entry.type) {
    case "run started":
      throw new Error("A run starts once.");
    case "stop asked":
      if (entry.when === "after-member") state.stopAfterMember = { by: entry.by };
      return;
    case "stopping":
      state.phase = "stopping";
      state.reason = entry.reason;
      return;
    case "run finished":
      state.phase = "ended";
      state.outcome = entry.outcome;
      state.reason = entry.reason;
      state.finishedAt = entry.at;
      return;
    case "warning":
      state.warnings.push({ at: entry.at, member: entry.member, text: entry.text });
      return;
    default:
      applyToMember(memberOf(state, entry.member), entry);
  }
}

type OfMember = Extract<Dated, { member: string }>;

function applyToMember(member: MemberState, entry: OfMember): void {
  switch (entry.type) {
    case "member started":
      member.phase = "at work";
      member.startedAt = entry.at;
      member.found = entry.found;
      for (const [step, results] of Object.entries(entry.earlier)) {
        for (const result of results as unknown as StepResult[]) take(member, step, result);
      }
      return;
    case "step started":
      member.steps.push({
        step: entry.step,
        node: entry.node,
        visit: entry.visit,
        startedAt: entry.at,
        finishedAt: null,
        outcome: "at work",
        text: "",
        reason: null,
        progress: null,
      });
      return;
    case "progress": {
      const step = stepAtWork(member);
      if (step !== undefined) step.progress = { text: entry.text, fraction: entry.fraction, figures: entry.figures };
      return;
    }
    case "will change":
      if (entry.startsUpdate) {
        member.updateStarted = true;
        member.verified = false;
      }
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
      if (entry.startsUpdate) member.verified = false;
      member.wouldChange.push({
        op: entry.op,
        args: entry.args,
        onlyIf: entry.onlyIf,
        startsUpdate: entry.startsUpdate,
        cause: entry.cause,
      });
      return;
    case "will tell":
      member.told.push({ id: entry.id, op: entry.op, at: entry.at, outcome: "sent", text: null });
      return;
    case "did tell": {
      const told = member.told.findLast((candidate) => candidate.id === entry.id);
      if (told !== undefined) Object.assign(told, { outcome: entry.outcome, text: entry.text });
      return;
    }
    case "upkeep":
      member.upkeep.set(entry.keep[0], { keep: entry.keep, everyMs: entry.everyMs });
      return;
    case "upkeep ended":
      member.upkeep.delete(entry.op);
      return;
    case "step finished": {
      const result = entry.result as unknown as StepResult;
      end(member, entry.at, result.changed ? "done" : "unchanged", result.text);
      take(member, entry.step, result);
      if (entry.verifies) member.verified = true;
      return;
    }
    case "step failed":
      fail(member, entry.at, entry.reason);
      return;
    case "member finished":
      // A step whose process ended half-way never recorded how it went.
      fail(member, entry.at, entry.reason);
      member.phase = "ended";
      member.outcome = entry.outcome;
      member.reason = entry.reason;
      member.left = entry.left;
      member.toMend = entry.toMend;
      member.finishedAt = entry.at;
      member.upkeep.clear();
      return;
  }
}

function end(member: MemberState, at: number, outcome: StepState["outcome"], text: Words): void {
  const step = stepAtWork(member);
  if (step !== undefined) Object.assign(step, { outcome, text, finishedAt: at });
}

function fail(member: MemberState, at: number, reason: Reason | null): void {
  const step = stepAtWork(member);
  if (step !== undefined) Object.assign(step, { outcome: "failed", reason, finishedAt: at });
}

/** What a finished step leaves for later ones. */
function take(member: MemberState, step: string, result: StepResult): void {
  member.earlier.set(step, [...(member.earlier.get(step) ?? []), result]);
  if (result.before !== undefined) member.before = result.before;
  if (result.alreadyUpdated === true) member.alreadyUpdated = true;
}
