import { z } from "zod";

/**
 * A run as its journal tells it. Read with schemas of the auditor's own, which know only what it needs: whoever writes the journal cannot
 * lead the auditor astray by a mistake that both share.
 */
export interface Run {
  readonly id: string;
  readonly members: readonly string[];
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
  readonly finished: readonly (OfMember & { readonly outcome: string })[];
  readonly verified: readonly OfMember[];
  readonly stepsStarted: readonly (OfMember & { readonly node: string; readonly token: string | null })[];
  /** When a process has gone on with it. */
  readonly resumedAt: readonly number[];
  readonly stepsFinished: readonly (OfMember & { readonly node: string; readonly visit: number })[];
  readonly document: Document | null;
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
      dryRun: z.boolean(),
      byHand: z.boolean(),
      key: z.object({ value: z.string() }).nullable(),
    }),
  }),
  z.object({ type: z.literal("member started"), at: z.number(), member: z.string() }),
  z.object({
    type: z.literal("step started"),
    at: z.number(),
    member: z.string(),
    node: z.string(),
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
  z.object({ type: z.literal("stopping"), at: z.number() }),
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
  const of = <Type extends Line["type"]>(type: Type) => lines.filter((line): line is Line & { type: Type } => line.type === type);
  const [start] = of("run started");
  if (start === undefined) throw new Error("The journal does not begin with the start of a run.");
  const { plan, run: id, at: from } = start;
  const [end] = of("run finished");
  const failures = [...of("step failed"), ...of("stopping")].map(({ at }) => at);
  return {
    id,
    members: plan.members.map(({ name }) => name),
    minInService: plan.minInService,
    dryRun: plan.dryRun,
    byHand: plan.byHand,
    key: plan.key?.value ?? null,
    from,
    to: end?.at ?? killedAt ?? Number.POSITIVE_INFINITY,
    isKilled: killedAt !== undefined,
    drivenUntil: killedAt === undefined || of("resumed").some(({ at }) => at >= killedAt) ? Number.POSITIVE_INFINITY : killedAt,
    failedAt: failures.length === 0 ? null : Math.min(...failures),
    announced: of("will change"),
    started: of("member started"),
    finished: of("member finished"),
    verified: of("step finished").filter(({ verifies }) => verifies),
    stepsStarted: of("step started").map(({ member, at, node, input }) => ({ member, at, node, token: input?.run?.token ?? null })),
    resumedAt: of("resumed").map(({ at }) => at),
    stepsFinished: of("step finished"),
    document: document === undefined ? null : Document.parse(document),
  };
}
