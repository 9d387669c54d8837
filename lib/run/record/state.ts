import type { Reason, Words } from "../../texts";
import { text, whatOf } from "../../texts";
import type { Dated, Plan } from "./entry";
import type { MemberState } from "./member-state";
import { applyToMember, takeUp } from "./apply-to-member";
import type { Soak } from "./batches";
import { applyBetween } from "./batches";
import { newMember, stepAtWork } from "./member-state";

export type { ChangeState, MemberState, StepState, ToldState, ToMend, Upkeep, WouldChange } from "./member-state";
export { hasFailed, openQuestion, stepAtWork } from "./member-state";

/** A run, as its entries have made it. */
export interface RunState {
  readonly id: string;
  plan: Plan;
  /** Of whoever drives it now. */
  fence: number;
  readonly startedAt: number;
  finishedAt: number | null;
  phase: "running" | "stopping" | "ended";
  outcome: "finished" | "stopped" | "dry-run" | null;
  reason: Reason | null;
  /** Nobody drives it; null while somebody does, as far as its journal knows. */
  interrupted: { readonly why: Words } | null;
  /** How often it was taken up. */
  resumes: number;
  /** An operator has asked to end after the member at work. */
  stopAfterMember: { readonly by: string | null } | null;
  /** No further member is taken until somebody lets it go on; null while it does. */
  paused: { readonly by: string | null; readonly at: number; readonly why: Words | null } | null;
  /** Who had to be asked for the order has been. */
  ordered: boolean;
  /** What came of that; null where nobody was. */
  order: Words | null;
  /** What was looked at between two batches, the latest last. */
  readonly soaks: Soak[];
  /** When its latest entry was written. */
  writtenAt: number;
  /** In the order in which they are updated. */
  readonly members: MemberState[];
  readonly warnings: { readonly at: number; readonly member: string | null; readonly code: string | null; readonly text: Words }[];
}

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
    interrupted: null,
    resumes: 0,
    stopAfterMember: null,
    paused: null,
    ordered: false,
    order: null,
    soaks: [],
    writtenAt: first.at,
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

/** Takes one more entry into the state. */
export function apply(state: RunState, entry: Dated): void {
  take(state, entry);
  state.writtenAt = entry.at;
}

function take(state: RunState, entry: Dated): void {
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
    case "paused":
    case "went on":
      state.paused = entry.type === "paused" ? { by: entry.by, at: entry.at, why: entry.why ?? null } : null;
      return;
    case "plan edited":
      state.plan = withNodes(state.plan, entry.nodes);
      return;
    case "order set":
    case "soak started":
    case "soak ended":
      return applyBetween(state, entry);
    case "interrupted":
      state.interrupted = { why: entry.why };
      return;
    case "resumed":
      Object.assign(state, { interrupted: null, fence: entry.fence, resumes: state.resumes + 1 });
      for (const member of state.members) takeUp(member, Math.max(0, entry.at - state.writtenAt));
      return;
    case "run finished":
      Object.assign(state, { phase: "ended", outcome: entry.outcome, reason: entry.reason, finishedAt: entry.at });
      return;
    case "warning":
      state.warnings.push({ at: entry.at, member: entry.member, code: entry.code ?? null, text: entry.text });
      return;
    case "step failed": {
      const member = memberOf(state, entry.member);
      const step = stepAtWork(member);
      if (step !== undefined) step.cutOff = state.phase === "stopping";
      applyToMember(member, entry);
      return;
    }
    case "member finished":
      if (entry.alarm !== null && state.reason !== null) state.reason = alarmed(entry.alarm, state.reason);
      applyToMember(memberOf(state, entry.member), entry);
      return;
    default:
      applyToMember(memberOf(state, entry.member), entry);
  }
}

const withNodes = (plan: Plan, nodes: NonNullable<Plan["deployed"]>["nodes"]): Plan =>
  plan.deployed === undefined ? plan : { ...plan, deployed: { ...plan.deployed, nodes } };

/** A reason that is read only after something worse. */
export const alarmed = (alarm: Words, why: Reason): Reason => ({ ...why, what: text("leave.first", { alarm, what: whatOf(why) }) });

/** The members that are being worked on. */
export const membersAtWork = (state: RunState): readonly MemberState[] => state.members.filter(({ phase }) => phase === "at work");

/** The number of the next change. */
export const nextChange = (state: RunState): number =>
  1 + Math.max(0, ...state.members.flatMap(({ changes }) => changes.map(({ change }) => change)));
