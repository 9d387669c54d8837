import type { Say, Words } from "../../texts";
import { isText, sayReason, text, whatOf } from "../../texts";
import type { Facts } from "../../server";
import type { MemberOutcome, Plan } from "./entry";
import { inOneSentence, leftToDo } from "./summary";
import { folded } from "./member-state";
import type { MemberState, RunState } from "./state";
import { batchesOf } from "./batches";
import { endInWords, wouldEnd } from "./dry-run";
import type { Question } from "./question";
import { questionInWords } from "./question";
import type { ToDo } from "./to-do";
import { toDoOn } from "./to-do";
import type { TimesDocument } from "./took";
import { timesOf } from "./took";

interface ChangeInWords {
  readonly op: string;
  readonly args: unknown;
}

/** A run for other systems: what the HTTP endpoint answers, the demo prints and the JSON report holds. */
export interface RunDocument extends TimesDocument {
  readonly runId: string;
  readonly array: string;
  /** The run in one sentence, for people. */
  readonly summary: string;
  readonly state: RunState["phase"];
  readonly outcome: "finished" | "stopped" | "dry-run" | null;
  readonly reasonCode: string | null;
  readonly reason: string | null;
  readonly update: string | null;
  readonly dryRun: boolean;
  readonly requestedBy: string | null;
  readonly note: string | null;
  /** Nobody drives it, for this reason: it goes on, or is ended, when its flow is there again. Null while somebody does, as far as its journal knows. */
  readonly interrupted: string | null;
  /** What an interrupted run waits for that cannot go on now, and what to do; null for any other. */
  readonly waitsFor: string | null;
  /** An operator has asked to stop after the member at work. */
  readonly stopAfterMember: boolean;
  /** No further member is taken until somebody lets it go on; null while it does. */
  readonly paused: {
    /** Null where the run itself waits for somebody to let it go on, which `why` tells. */
    readonly by: string | null;
    readonly at: string;
    readonly why: string | null;
  } | null;
  /** What it asks people, and what they have answered; an answer that is null is waited for. */
  readonly questions: readonly QuestionDocument[];
  /** The members in their batches: those of one batch are at work at the same time, the next batch begins when all of them are through. */
  readonly batches: readonly (readonly string[])[];
  /** How those that were updated did beside the others, before more were taken. */
  readonly soaks: readonly {
    readonly startedAt: string;
    readonly until: string;
    readonly endedAt: string | null;
    /** What came of it; null while it lasts. */
    readonly text: string | null;
  }[];
  /** How many times as fast as a real clock the run's clock goes; null: it is a real one. */
  readonly clockSpeed: number | null;
  /** UTC, on the run's clock. */
  readonly startedAt: string;
  readonly finishedAt: string | null;
  /** Path of the report for people, once there is one. */
  readonly report: string | null;
  readonly warnings: readonly string[];
  readonly members: readonly MemberDocument[];
  /**
   * Of a dry run: where a real one would end, at which member, and who is not fit, where that ends it before it touches any. Null where it would get
   * through, as far as is known. What members would be changed holds once that is put right.
   */
  readonly wouldEnd: { readonly member: string; readonly notFit: readonly string[]; readonly text: string } | null;
}

/** What a run asks people. Without an answer it takes the one named by `otherwise` at `until`; never, where that is null. */
export interface QuestionDocument {
  readonly question: string;
  readonly member: string;
  readonly step: string;
  readonly reasonCode: string;
  /** For people. */
  readonly text: string;
  readonly answers: readonly string[];
  readonly askedAt: string;
  readonly until: string | null;
  readonly otherwise: string;
  readonly answer: { readonly answer: string; readonly by: string | null; readonly why: string | null; readonly at: string } | null;
}

/** A run in a list. What its journal does not tell, since it cannot be read, is null. */
export interface RunInList extends Pick<RunDocument, "runId" | "dryRun" | "startedAt" | "outcome" | "finishedAt"> {
  readonly state: RunDocument["state"] | null;
}

/** @param begun what is known of it without its journal */
export const inList = (
  run: RunDocument | null,
  { run: runId, startedAt, plan: { dryRun } }: { readonly run: string; readonly startedAt: number; readonly plan: Pick<Plan, "dryRun"> },
): RunInList => ({
  runId,
  dryRun,
  startedAt: new Date(startedAt).toISOString(),
  state: run?.state ?? null,
  outcome: run?.outcome ?? null,
  finishedAt: run?.finishedAt ?? null,
});

export interface MemberDocument {
  readonly name: string;
  readonly state: MemberState["phase"];
  /** Null while it is at work: nobody knows yet what will become of it. */
  readonly outcome: MemberOutcome | null;
  readonly reason: string | null;
  readonly found: Facts;
  readonly left: Facts;
  /** The step at work, and how it is getting on. */
  readonly current: {
    readonly step: string;
    /** Of its node in the flow; the type if it has none. */
    readonly name: string;
    readonly text: string;
    readonly seconds: number;
    readonly figures: Readonly<Record<string, unknown>>;
  } | null;
  readonly steps: readonly {
    readonly step: string;
    readonly name: string;
    readonly outcome: string;
    readonly seconds: number | null;
    readonly text: string;
  }[];
  /** Upkeep that went well stands once: `times` says how often it was made, where that is more than once. */
  readonly changes: readonly (ChangeInWords & { readonly outcome: string; readonly cause: string; readonly times?: number })[];
  readonly wouldChange: readonly (ChangeInWords & { readonly if?: string; readonly cause: string })[];
  /** What takes the run's changes back, in this order. It is a part of what is left to do, and not to be sent before the rest is done. */
  readonly toMend: readonly { readonly what: string; readonly command: string }[];
  /** Everything that a person has to do, in this order; empty where nothing is. */
  readonly leftToDo: readonly {
    readonly number: number;
    readonly part: ToDo["part"];
    readonly what: string;
    readonly command: string | null;
    readonly onlyAfter: string | null;
  }[];
}

const seconds = (from: number, to: number): number => Math.round((to - from) / 100) / 10;
const stamp = (at: number): string => new Date(at).toISOString();
const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

/** What a document needs in addition to the state of its run. */
interface Around {
  /** On the run's clock. */
  readonly now: number;
  /** Path of the report for people, once there is one. */
  readonly report: string | null;
  /** What it waits for, where nobody drives it and it cannot go on. */
  readonly waitsFor?: Words | null;
  readonly say: Say;
}

/** A run as other systems see it, with its texts. */
export function documentOf(state: RunState, { now, report, waitsFor: cause = null, say }: Around): RunDocument {
  const waitsFor = state.phase === "ended" ? null : cause;
  return {
    runId: state.id,
    array: state.plan.array,
    summary: say(waitsFor === null ? inOneSentence(state) : text("summary.waits-for", { what: inOneSentence(state), why: waitsFor })),
    state: state.phase,
    outcome: state.outcome,
    reasonCode: state.reason?.code ?? null,
    reason: state.reason === null ? null : sayReason(say, state.reason),
    update: state.plan.update,
    dryRun: state.plan.dryRun,
    requestedBy: state.plan.requestedBy,
    note: state.plan.note,
    interrupted: state.phase === "ended" || state.interrupted === null ? null : say(state.interrupted.why),
    waitsFor: waitsFor === null ? null : say(waitsFor),
    stopAfterMember: state.stopAfterMember !== null,
    paused: pausedDocument(state.paused, say),
    questions: state.members.flatMap((member) => member.questions.map((question) => questionDocument(member, question, say))),
    batches: batchesOf(state).map((batch) => batch.map(({ name }) => name)),
    soaks: state.soaks.map(({ startedAt, until, endedAt, text: said }) => ({
      startedAt: stamp(startedAt),
      until: stamp(until),
      endedAt: iso(endedAt),
      text: said === null ? null : say(said),
    })),
    ...timesOf(state, { now, say }),
    clockSpeed: state.plan.speed ?? null,
    startedAt: new Date(state.startedAt).toISOString(),
    finishedAt: iso(state.finishedAt),
    report,
    warnings: state.warnings.map(({ member, text: what }) => say(whatOf({ member, what }))),
    wouldEnd: wouldEndOf(state, say),
    members: state.members.map((member) => memberDocument(member, { run: state.id, now, say, open: leftToDo(state, member) })),
  };
}

function wouldEndOf(state: RunState, say: Say): RunDocument["wouldEnd"] {
  const end = wouldEnd(state);
  if (end === null) return null;
  return { member: end.at.name, notFit: end.notFit?.names ?? [], text: say(endInWords(end)) };
}

const pausedDocument = (paused: RunState["paused"], say: Say): RunDocument["paused"] =>
  paused === null ? null : { by: paused.by, at: stamp(paused.at), why: paused.why === null ? null : say(paused.why) };

function questionDocument(member: MemberState, question: Question, say: Say): QuestionDocument {
  const { id, step, reason, answers, askedAt, until, otherwise, given } = question;
  return {
    question: id,
    member: member.name,
    step,
    reasonCode: reason.code,
    text: say(questionInWords(member, question)),
    answers,
    askedAt: stamp(askedAt),
    until: iso(until),
    otherwise,
    answer: given === null ? null : { ...given, at: stamp(given.at) },
  };
}

/** Arguments without the run's own id, with which job ids begin: so that two runs, or a dry run and a real run, can be compared. */
const told = (args: unknown, run: string): unknown => {
  if (typeof args !== "object" || args === null || !("id" in args) || typeof args.id !== "string") return args;
  return args.id.startsWith(`${run}_`) ? { ...args, id: args.id.slice(run.length + 1) } : args;
};

const figuresSaid = (figures: Readonly<Record<string, unknown>>, say: Say): Record<string, unknown> =>
  Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, isText(value) ? say(value) : value]));

const changesIn = ({ changes }: MemberState, run: string): MemberDocument["changes"] =>
  folded(changes).map(({ op, args, outcome, cause, times }) => ({
    op,
    args: told(args, run),
    outcome,
    cause,
    ...(times === 1 ? {} : { times }),
  }));

/** @param open something is left to do on it */
function memberDocument(
  member: MemberState,
  { run, now, say, open }: Pick<Around, "now" | "say"> & { readonly run: string; readonly open: boolean },
): MemberDocument {
  const atWork = member.steps.find((step) => step.outcome === "at work");
  return {
    name: member.name,
    state: member.phase,
    outcome: member.phase === "at work" ? null : member.outcome,
    reason: member.reason === null ? null : sayReason(say, member.reason),
    found: member.found?.facts ?? {},
    left: member.left?.facts ?? {},
    current:
      atWork === undefined
        ? null
        : {
            step: atWork.step,
            name: atWork.name,
            text: say(atWork.progress?.text ?? ""),
            seconds: seconds(atWork.startedAt, now),
            figures: figuresSaid(atWork.progress?.figures ?? {}, say),
          },
    steps: member.steps.map(({ step, name, outcome, cutOff, startedAt, finishedAt, text: how, reason }) => ({
      step,
      name,
      outcome: cutOff ? "cut off" : outcome,
      seconds: finishedAt === null ? null : seconds(startedAt, finishedAt),
      text: reason === null ? say(how) : sayReason(say, reason),
    })),
    changes: changesIn(member, run),
    wouldChange: member.wouldChange.map(({ op, args, onlyIf, cause }) => ({
      op,
      args: told(args, run),
      cause,
      ...(onlyIf === null ? {} : { if: say(onlyIf) }),
    })),
    toMend: member.toMend.map(({ what, command }) => ({ what: say(what), command })),
    leftToDo: open
      ? toDoOn(member).map(({ part, what, command, onlyAfter }, index) => ({
          number: index + 1,
          part,
          what: say(what),
          command,
          onlyAfter: onlyAfter === null ? null : say(onlyAfter),
        }))
      : [],
  };
}
