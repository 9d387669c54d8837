import { z } from "zod";

/**
 * A run as its journal tells it. Read with schemas of the auditor's own, which know only what it needs: whoever writes the journal cannot
 * lead the auditor astray by a mistake that both share.
 */
export interface Run {
  readonly id: string;
  /** In the order in which they are to be taken. */
  readonly members: readonly string[];
  /** Who may be out at the same time, batch after batch. */
  readonly batches: readonly (readonly string[])[];
  /** Between two batches it was looked whether those that are updated do as well as the others. */
  readonly soaks: readonly Soak[];
  readonly minInService: number;
  readonly dryRun: boolean;
  readonly byHand: boolean;
  readonly key: string | null;
  readonly from: number;
  /** When it ended or was killed; a run that is still at work has no end. */
  readonly to: number;
  readonly isKilled: boolean;
  /** Nobody drives it any more from then on, though its record goes on where another process ends it; infinite where it was driven to its end. */
  readonly drivenUntil: number;
  /** Of the first failure of any kind that it has recorded; an operator's stop is one. */
  readonly failedAt: number | null;
  readonly announced: readonly Announced[];
  readonly started: readonly OfMember[];
  /** Those that an earlier run had left half done: they are through sooner. */
  readonly takenHalfDone: readonly string[];
  readonly finished: readonly (OfMember & { readonly outcome: string })[];
  readonly verified: readonly OfMember[];
  readonly stepsStarted: readonly (OfMember & { readonly node: string; readonly visit: number; readonly token: string | null })[];
  /** When a process has gone on with it. */
  readonly resumedAt: readonly number[];
  readonly stepsFinished: readonly (OfMember & { readonly node: string; readonly visit: number })[];
  /** What it has asked people. */
  readonly questions: readonly Question[];
  readonly answers: readonly (OfMember & { readonly question: string })[];
  /** From when on no member was to be taken, and until when. */
  readonly pauses: readonly { readonly from: number; readonly to: number }[];
  /** Its loop asks before anything is sent after a restart. */
  readonly asksAfterRestart: boolean;
  /** When it has begun to come to its end before its time, and why; null where it has not. */
  readonly stoppingAt: number | null;
  readonly stopCode: string | null;
  readonly document: Document | null;
}

/** Something that was asked: about a step that had failed, or about a member. */
interface Question {
  readonly id: string;
  /** Why. */
  readonly code: string;
  readonly member: string;
  readonly node: string;
  readonly visit: number;
  readonly askedAt: number;
  /** The first answer that was recorded. */
  readonly answer: string | null;
  readonly answeredAt: number | null;
}

interface Soak {
  readonly from: number;
  /** Infinite where it has not ended. */
  readonly to: number;
  /** It was found that they do. */
  readonly isWell: boolean;
}

interface OfMember {
  readonly member: string;
  readonly at: number;
}

/** A change that it was going to make. */
export interface Announced extends OfMember {
  readonly op: string;
  readonly args: unknown;
  readonly cause: string;
}

const Line = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("run started"),
    at: z.number(),
    run: z.string(),
    plan: z.object({
      members: z.array(z.object({ name: z.string() })),
      minInService: z.number(),
      atOnce: z.object({ batches: z.array(z.number()) }).optional(),
      deployed: z.object({ settings: z.object({ afterRestart: z.string() }).optional() }).optional(),
      dryRun: z.boolean(),
      byHand: z.boolean(),
      key: z.object({ value: z.string() }).nullable(),
    }),
  }),
  z.object({ type: z.literal("member started"), at: z.number(), member: z.string(), foundBy: z.string().optional() }),
  z.object({
    type: z.literal("step started"),
    at: z.number(),
    member: z.string(),
    node: z.string(),
    visit: z.number().default(1),
    input: z.object({ run: z.object({ token: z.string() }).optional() }).optional(),
  }),
  z.object({ type: z.literal("resumed"), at: z.number() }),
  z.object({
    type: z.literal("step finished"),
    at: z.number(),
    member: z.string(),
    node: z.string(),
    visit: z.number(),
    verifies: z.boolean(),
  }),
  z.object({ type: z.literal("step failed"), at: z.number(), member: z.string() }),
  z.object({
    type: z.literal("question asked"),
    at: z.number(),
    member: z.string(),
    node: z.string(),
    visit: z.number(),
    question: z.string(),
    reason: z.object({ code: z.string() }),
  }),
  z.object({ type: z.literal("question answered"), at: z.number(), member: z.string(), question: z.string(), answer: z.string() }),
  z.object({ type: z.literal("order set"), at: z.number(), members: z.array(z.string()) }),
  z.object({ type: z.literal("soak started"), at: z.number() }),
  z.object({ type: z.literal("soak ended"), at: z.number(), reason: z.unknown() }),
  z.object({ type: z.literal("paused"), at: z.number() }),
  z.object({ type: z.literal("went on"), at: z.number() }),
  z.object({ type: z.literal("stopping"), at: z.number(), reason: z.object({ code: z.string() }).optional() }),
  z.object({
    type: z.literal("will change"),
    at: z.number(),
    member: z.string(),
    op: z.string(),
    args: z.unknown(),
    cause: z.string(),
  }),
  z.object({ type: z.literal("member finished"), at: z.number(), member: z.string(), outcome: z.string() }),
  z.object({ type: z.literal("run finished"), at: z.number() }),
]);
type Line = z.output<typeof Line>;
const known = new Set<unknown>(Line.options.map((option) => option.shape.type.value));
const Any = z.looseObject({ type: z.string(), at: z.number() });

/** The run's document for other systems: what it says of itself. */
const Document = z.object({
  outcome: z.string().nullable(),
  reason: z.string().nullable(),
  warnings: z.array(z.string()),
  members: z.array(
    z.object({
      name: z.string(),
      /** Null while it is not over. */
      outcome: z.string().nullable(),
      reason: z.string().nullable(),
      left: z.record(z.string(), z.string().nullable()),
      toMend: z.array(z.object({ what: z.string(), command: z.string() })),
      leftToDo: z.array(z.object({ part: z.string(), what: z.string().default(""), command: z.string().nullable() })).default([]),
    }),
  ),
});
export type Document = z.output<typeof Document>;

/** What is left of a run: the lines of its journal, parsed as JSON, and its document. */
export interface RunRecords {
  readonly journal: readonly unknown[];
  /** When its process was killed, where no other has gone on with it. */
  readonly killedAt?: number;
  readonly document?: unknown;
}

/** @throws when the journal does not begin with the start of a run */
export function runOf({ journal, document, killedAt }: RunRecords): Run {
  const lines = journal
    .map((line) => Any.parse(line))
    .filter(({ type }) => known.has(type))
    .map((line) => Line.parse(line));
  const of = <Type extends Line["type"]>(type: Type) => ofType(lines, type);
  const [start] = of("run started");
  if (start === undefined) throw new Error("The journal does not begin with the start of a run.");
  const { plan, run: id, at: from } = start;
  const [end] = of("run finished");
  const asked = of("question asked");
  const [stopping] = of("stopping");
  // A step about which people are asked has not ended the run.
  const failed = of("step failed").filter(
    ({ member, at: failedAt }) => !asked.some((one) => one.member === member && one.at >= failedAt && isNext(lines, failedAt, one)),
  );
  const failures = [...failed, ...of("stopping")].map(({ at }) => at);
  const to = end?.at ?? killedAt ?? Number.POSITIVE_INFINITY;
  return {
    id,
    ...takenTogether(plan, lines),
    ...setFor(plan),
    from,
    to,
    isKilled: killedAt !== undefined,
    drivenUntil: killedAt === undefined || of("resumed").some(({ at }) => at >= killedAt) ? Number.POSITIVE_INFINITY : killedAt,
    failedAt: failures.length === 0 ? null : Math.min(...failures),
    announced: of("will change"),
    started: of("member started"),
    takenHalfDone: of("member started").flatMap(({ member, foundBy }) => (foundBy === undefined ? [] : [member])),
    finished: of("member finished"),
    verified: of("step finished").filter(({ verifies }) => verifies),
    stepsStarted: of("step started").map(({ member, at, node, visit, input }) => ({
      member,
      at,
      node,
      visit,
      token: input?.run?.token ?? null,
    })),
    resumedAt: of("resumed").map(({ at }) => at),
    stepsFinished: of("step finished"),
    ...heldOf(lines, to),
    stoppingAt: stopping?.at ?? null,
    stopCode: stopping?.reason?.code ?? null,
    document: document === undefined ? null : Document.parse(document),
  };
}

type Planned = "minInService" | "dryRun" | "byHand" | "key" | "asksAfterRestart";

const setFor = ({
  minInService,
  dryRun,
  byHand,
  key,
  deployed,
}: (Line & { readonly type: "run started" })["plan"]): Pick<Run, Planned> => ({
  minInService,
  dryRun,
  byHand,
  key: key?.value ?? null,
  asksAfterRestart: deployed?.settings?.afterRestart === "ask",
});

/** Who may be out at the same time: one after the other, where the plan says nothing else. */
function takenTogether(
  { members: planned, atOnce }: (Line & { readonly type: "run started" })["plan"],
  lines: readonly Line[],
): Pick<Run, "members" | "batches" | "soaks"> {
  const members = ofType(lines, "order set")[0]?.members ?? planned.map(({ name }) => name);
  const sizes = atOnce?.batches ?? members.map(() => 1);
  const ends = sizes.map((_, index) => sizes.slice(0, index + 1).reduce((sum, size) => sum + size, 0));
  return {
    members,
    batches: ends.map((end, index) => members.slice(end - (sizes[index] ?? 0), end)),
    soaks: ofType(lines, "soak started").map(({ at }) => {
      const over = ofType(lines, "soak ended").find((one) => one.at >= at);
      return { from: at, to: over?.at ?? Number.POSITIVE_INFINITY, isWell: over !== undefined && over.reason === null };
    }),
  };
}

type Of<Type extends Line["type"]> = Line & { readonly type: Type };
const ofType = <Type extends Line["type"]>(lines: readonly Line[], type: Type): readonly Of<Type>[] =>
  lines.filter((line): line is Of<Type> => line.type === type);

/** What it has asked, what was answered, and when it took nobody. @param to its end */
function heldOf(lines: readonly Line[], to: number): Pick<Run, "questions" | "answers" | "pauses"> {
  const answers = ofType(lines, "question answered");
  const wentOn = ofType(lines, "went on").map(({ at }) => at);
  return {
    questions: ofType(lines, "question asked").map(({ question: id, reason: { code }, member, node, visit, at: askedAt }) => {
      const given = answers.find(({ question }) => question === id);
      return { id, code, member, node, visit, askedAt, answer: given?.answer ?? null, answeredAt: given?.at ?? null };
    }),
    answers,
    pauses: ofType(lines, "paused").map(({ at: from }) => ({ from, to: Math.min(...wentOn.filter((at) => at >= from), to) })),
  };
}

/** Whether what is asked is about the step of this member that failed then: nothing else of it comes between. */
function isNext(lines: readonly Line[], failedAt: number, asked: Line & { readonly type: "question asked" }): boolean {
  const between = lines.slice(0, lines.indexOf(asked)).findLast((line) => line.type === "step failed" && line.member === asked.member);
  return between?.at === failedAt;
}
