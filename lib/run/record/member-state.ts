import { isDeepStrictEqual } from "node:util";
import type { ChangeData, Facts, Picture } from "../../server";
import type { Reason, Words } from "../../texts";
import type { Cause, MemberOutcome } from "./entry";
import type { StepResult } from "../step";
import type { AnswerName, Question } from "./question";

/** A member of a run, as its entries have made it. */
export interface MemberState {
  readonly name: string;
  readonly address: string;
  /** From 1, in the order in which they are updated. */
  position: number;
  phase: "waiting" | "at work" | "ended";
  /** Its message is back at the loop: no step comes any more. */
  returned: boolean;
  /** Of the message that may act next on it; null while a step is at work, and before and after. */
  token: string | null;
  /** The message that went out last: a resume sends it again. Null before the first step has finished. */
  sent: { readonly node: string; readonly port: string | null; readonly message: Readonly<Record<string, unknown>> } | null;
  /** Of the message that went out last, whether it has acted or not. */
  lastToken: string | null;
  /** Of the step that was begun last. */
  input: Readonly<Record<string, unknown>>;
  /** Why no message of it may act, and people are going to be asked; null where that is not so, or is asked. */
  heldFor: Reason | null;
  /** What was asked about it, the latest last. */
  readonly questions: Question[];
  /** What finished steps have established, the latest for each thing. */
  established: Facts;
  outcome: MemberOutcome;
  reason: Reason | null;
  startedAt: number | null;
  finishedAt: number | null;
  /** How long of this people were asked about it, or nobody drove its run, in ms. */
  waitedMs: number;
  found: Picture | null;
  /** The run that has left it half done, where what was found is what that one found. */
  foundBy: string | null;
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
  /** It is kept out of service until the run ends, and nothing else is done on it any more. */
  atRest: boolean;
  updateStarted: boolean;
  /** An earlier run has started its update, and it was not verified when this one took it. */
  unverifiedBefore: boolean;
  verified: boolean;
  /** When, on the member's own clock; null where that is not known. */
  verifiedAt: string | null;
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

/** A change, and how often it was made in all, where upkeep has repeated it. */
export interface Repeated extends ChangeState {
  readonly times: number;
  readonly lastAt: number;
}

/** Upkeep that went well is one change, however often it was repeated: hundreds of them would hide the others. What went otherwise stands by itself. */
export function folded(changes: readonly ChangeState[]): readonly Repeated[] {
  const all: { -readonly [Name in keyof Repeated]: Repeated[Name] }[] = [];
  for (const change of changes) {
    const { cause, outcome, op, args, at, text } = change;
    const wentWell = cause === "upkeep" && outcome === "done" && text === null;
    const first = wentWell
      ? all.find(
          (one) =>
            one.cause === cause && one.outcome === outcome && one.text === null && one.op === op && isDeepStrictEqual(one.args, args),
        )
      : undefined;
    if (first === undefined) all.push({ ...change, times: 1, lastAt: at });
    else Object.assign(first, { times: first.times + 1, lastAt: at });
  }
  return all;
}

export interface WouldChange {
  readonly op: string;
  readonly args: unknown;
  readonly onlyIf: Words | null;
  readonly startsUpdate: boolean;
  readonly cause: Cause;
}

/** What begins again what has ended, how that is taken back, and what is said then. */
interface EndedUpkeep {
  readonly begin: ChangeData;
  readonly undo: ChangeData;
  readonly begun: Words;
  readonly ranOut: Words;
  readonly lastsMs: number | null;
  readonly keptForMs: number;
}

/** A change that is repeated while the member is out, and what begins again what it keeps up. */
export interface Upkeep {
  readonly keep: ChangeData;
  readonly everyMs: number;
  readonly ifEnded: EndedUpkeep | null;
  /** Since when it is kept up. */
  readonly at: number;
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
  /** What it would have established, if it failed and that is known. */
  establishes: Facts | null;
  /** It is what a member is verified by. */
  verifies: boolean;
  /** What comes after it relies on it, if it failed. */
  reliedOn: boolean;
  /** It failed, and a person is to say what becomes of it, however the loop is set. */
  asks: boolean;
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
  input: {},
  heldFor: null,
  questions: [],
  established: {},
  outcome: "untouched",
  reason: null,
  startedAt: null,
  finishedAt: null,
  waitedMs: 0,
  found: null,
  foundBy: null,
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
  atRest: false,
  updateStarted: false,
  unverifiedBefore: false,
  verified: false,
  verifiedAt: null,
});

/** What a person has to answer before it goes on with the member; undefined where nothing is asked. */
export const openQuestion = (member: MemberState): Question | undefined =>
  member.phase === "at work" ? member.questions.find(({ given }) => given === null) : undefined;

/** Answers after which a message of the member goes out again. */
const GOES_ON: ReadonlySet<AnswerName> = new Set(["retry", "skip", "done-by-hand"]);

/** Whether the last step on it has failed by itself, and nobody has said that it goes on all the same: no message of it may act then. */
export function hasFailed({ steps, questions }: MemberState): boolean {
  const step = steps.at(-1);
  if (step === undefined || step.outcome !== "failed" || step.cutOff) return false;
  const given = questions.findLast(({ node, visit }) => node === step.node && visit === step.visit)?.given ?? null;
  return given === null || !GOES_ON.has(given.answer);
}

/** The step that is at work on a member, if one is. */
export const stepAtWork = (member: MemberState): StepState | undefined => member.steps.find((step) => step.outcome === "at work");
