import { z } from "zod";
import type { ChangeData, Picture } from "../../server";
import { EventCursor } from "../../server";
import type { Reason, Words } from "../../texts";
import { AnswerName } from "./question/question";
import { Took } from "./took/took";

const Json = z.json();
const Message = z.record(z.string(), Json);
/** What was said: a key with its values, or the words of somebody outside. The renderer takes whatever it gets. */
const Said = z.custom<Words>((value) => typeof value === "string" || (typeof value === "object" && value !== null && "text" in value));
const ReasonEntry: z.ZodType<Reason> = z.object({
  code: z.string(),
  member: z.string().nullable(),
  what: Said,
  since: z.array(Said),
  hint: Said.nullable(),
});
const PictureEntry = z.custom<Picture>((value) => typeof value === "object" && value !== null && "facts" in value);
/** An operation with its arguments; the catalogue checks it again before it is ever sent. */
const Change = z.custom<ChangeData>((value) => Array.isArray(value) && typeof value[0] === "string");

export const MemberOutcome = z.enum(["updated", "already-updated", "failed", "untouched", "would-update", "done-by-hand"]);
export type MemberOutcome = z.output<typeof MemberOutcome>;

/** The flow, and the step, of a run that sees to what steps by hand have left, until the next one begins. */
export const BETWEEN_STEPS = "between-steps";

/** Why a change is made: a step's own work, upkeep while the member is out, or taking an earlier change back. */
export const Cause = z.enum(["step", "upkeep", "undo"]);
export type Cause = z.output<typeof Cause>;

/** A node of a flow. Of each field there is a hash, since a value may be a secret. */
const DeployedNode = z.object({ name: z.string(), fields: z.record(z.string(), z.string()) });
export type DeployedNode = z.output<typeof DeployedNode>;

/** The settings of a loop, as far as they hold for a run. */
const WatchedBy = z.object({
  guardEveryMs: z.number(),
  watchdogMs: z.number(),
  memberMs: z.number().nullable(),
  window: z.object({ from: z.string(), to: z.string(), zone: z.string() }).nullable(),
  afterRestart: z.enum(["resume", "ask", "end"]),
  whenStepFails: z.enum(["end", "hold"]),
  holdMs: z.number().nullable(),
  holdThen: z.enum(["put-back", "abandon"]),
  /** Records from before there were soaks have none. */
  soakMs: z.number().default(0),
});
export type WatchedBy = z.output<typeof WatchedBy>;

/** What a run is going to do, fixed when it starts. */
export const Plan = z.object({
  array: z.string(),
  /** In the order in which they are updated. */
  members: z.array(z.object({ name: z.string(), address: z.string() })),
  minInService: z.number().int().min(0),
  update: z.string().nullable(),
  dryRun: z.boolean(),
  /** One step on one server, started by a person without the loop. */
  byHand: z.boolean(),
  requestedBy: z.string().nullable(),
  note: z.string().nullable(),
  /** The trigger's key and a hash of its body: the same trigger never starts two runs. */
  key: z.object({ value: z.string(), bodyHash: z.string() }).nullable(),
  flow: z.string(),
  /** How many members the array has, where only some of them were asked for. */
  outOf: z.number().int().optional(),
  /** The zone of the maintenance window, if there is one: the clocks of those who read the report. */
  zone: z.string().optional(),
  /** Nothing is begun that would not be done by then. */
  deadline: z.number().optional(),
  /** How long members took in earlier runs of the array, the latest first. Without any it is not there. */
  took: z.array(Took).optional(),
  /** How many times as fast as a real clock the run's clock goes, where it is not a real one: that of the lab. */
  speed: z.number().optional(),
  /** How many members are at work at the same time; one where nothing is said. */
  atOnce: z
    .object({
      /** As it was set: `1, 2, 25%`. */
      set: z.string(),
      /** The sizes of the batches, in their order. The next one begins when all members of the one before are through. */
      batches: z.array(z.number().int().min(1)),
      /** How many may be out, so that enough others serve: no batch is larger. */
      most: z.number().int().min(1),
    })
    .optional(),
  /** Whoever is the array's default host when the run begins is updated last. */
  defaultHostLast: z.literal(true).optional(),
  /** What is deployed: whoever takes the run up must find it so. Records from before it was kept have none. */
  deployed: z
    .object({
      /** All members of the array, also those that were not asked for. */
      members: z.array(z.object({ name: z.string(), address: z.string() })),
      /** The kind of the connection. */
      connection: z.string(),
      /** By node: what is on a member's way, and what that refers to. */
      nodes: z.record(z.string(), DeployedNode),
      /** How the run is watched over. Records from before it was kept have none. */
      settings: WatchedBy.optional(),
    })
    .optional(),
});
export type Plan = z.output<typeof Plan>;

const ofMember = { member: z.string() };
const ofStep = { ...ofMember, step: z.string(), node: z.string(), visit: z.number().int() };

/** All entries that a journal can have. The state of a run is what replaying them gives. */
export const Entry = z.discriminatedUnion("type", [
  z.object({ type: z.literal("run started"), run: z.string(), plan: Plan, planHash: z.string(), fence: z.number().int() }),
  z.object({
    type: z.literal("member started"),
    ...ofMember,
    found: PictureEntry,
    earlier: z.record(z.string(), z.array(Json)),
    /** A run that has left it half done: what was found is what that one found. */
    foundBy: z.string().optional(),
    /** That run has started its update, and nobody has verified it since. */
    unverified: z.literal(true).optional(),
    /** Of its message: whoever comes with it may act next, once. Null in records from before tokens were kept. */
    token: z.string().nullable(),
  }),
  /** Its message is back at the loop. */
  z.object({ type: z.literal("member returned"), ...ofMember }),
  z.object({
    type: z.literal("step started"),
    ...ofStep,
    /** The name of the node in the flow, if it has one. */
    name: z.string().optional(),
    input: Message,
    notKept: z.array(z.string()),
  }),
  z.object({
    type: z.literal("will change"),
    ...ofMember,
    change: z.number().int(),
    op: z.string(),
    args: Json,
    cause: Cause,
    undo: Change.nullable(),
    startsUpdate: z.boolean(),
  }),
  z.object({
    type: z.literal("did change"),
    ...ofMember,
    change: z.number().int(),
    /** `unknown`: sent, no answer came, and the read in which it would be seen does not show it. */
    outcome: z.enum(["done", "failed", "unknown"]),
    text: Said.nullable(),
  }),
  z.object({
    type: z.literal("would change"),
    ...ofMember,
    op: z.string(),
    args: Json,
    onlyIf: Said.nullable(),
    startsUpdate: z.boolean(),
    cause: Cause,
  }),
  /** Somebody is told something. Its arguments are not kept: they may hold a secret, and nothing is ever sent again. */
  z.object({ type: z.literal("will tell"), ...ofMember, id: z.string(), op: z.string() }),
  /** `unknown`: no answer came, and nothing shows whether it arrived. */
  z.object({
    type: z.literal("did tell"),
    ...ofMember,
    id: z.string(),
    outcome: z.enum(["done", "failed", "unknown"]),
    text: Said.nullable(),
  }),
  z.object({
    type: z.literal("upkeep"),
    ...ofMember,
    keep: Change,
    everyMs: z.number(),
    /** Where somebody has ended it: what begins it again, how that is taken back, and what is said then. */
    ifEnded: z
      .object({ begin: Change, undo: Change, begun: Said, ranOut: Said, lastsMs: z.number().nullable(), keptForMs: z.number() })
      .nullable(),
  }),
  z.object({ type: z.literal("upkeep ended"), ...ofMember, op: z.string() }),
  z.object({
    type: z.literal("progress"),
    ...ofMember,
    step: z.string(),
    text: Said,
    fraction: z.number().nullable(),
    figures: Message,
  }),
  z.object({
    type: z.literal("warning"),
    member: z.string().nullable(),
    /** What a program may decide by, where it is more than words. */
    code: z.string().optional(),
    text: Said,
  }),
  z.object({
    type: z.literal("step finished"),
    ...ofStep,
    result: z.record(z.string(), Json),
    output: Message,
    port: z.string().nullable(),
    /** Of its output message. */
    token: z.string().nullable(),
    verifies: z.boolean(),
    /** If it verifies: when that was, on the member's own clock. Absent where it did not say, in dry runs, and in records from before it was kept. */
    verifiedAt: z.string().optional(),
    establishes: z.record(z.string(), z.string().nullable()),
  }),
  /** It has booted since, which nobody has asked for. */
  z.object({ type: z.literal("verification lost"), ...ofMember, bootedAt: z.string() }),
  z.object({
    type: z.literal("step failed"),
    ...ofStep,
    reason: ReasonEntry,
    /** What it would have established, so that a person can say that it is so. Absent where its options were not right. */
    establishes: z.record(z.string(), z.string().nullable()).optional(),
    verifies: z.boolean().optional(),
    /** What comes after it relies on it: it cannot be left out. */
    reliedOn: z.boolean().optional(),
    /** A person is to say what becomes of it, however the loop is set. */
    asks: z.literal(true).optional(),
  }),
  /** No message of it may act from now on: people are asked about it once the step at work on it, if there is one, has come to its end. */
  z.object({ type: z.literal("message held"), ...ofMember, reason: ReasonEntry }),
  /** A person is to say how it goes on with a member. Until then nothing is touched on it. */
  z.object({
    type: z.literal("question asked"),
    ...ofStep,
    question: z.string(),
    reason: ReasonEntry,
    answers: z.array(AnswerName),
    until: z.number().nullable(),
    otherwise: AnswerName,
  }),
  /** The first answer counts. */
  z.object({
    type: z.literal("question answered"),
    ...ofMember,
    question: z.string(),
    answer: AnswerName,
    /** Null where its time was over. */
    by: z.string().nullable(),
    why: z.string().nullable(),
    /** Of the message that goes to the step again, or on without it; null where none does. */
    token: z.string().nullable(),
    /** What was looked at, and is so. */
    establishes: z.record(z.string(), z.string().nullable()),
  }),
  /** What is deployed now, otherwise than planned, is the plan from now on: somebody has said so. */
  z.object({ type: z.literal("plan edited"), by: z.string().nullable(), why: z.string(), nodes: z.record(z.string(), DeployedNode) }),
  /** By nobody where the run itself waits for people, which says why. */
  z.object({ type: z.literal("paused"), by: z.string().nullable(), why: Said.optional() }),
  z.object({ type: z.literal("went on"), by: z.string().nullable() }),
  /** In which order the members are updated, once somebody had to be asked. */
  z.object({ type: z.literal("order set"), members: z.array(z.string()), text: Said }),
  /** Before the next batch: how those that are updated do, beside those that are not yet. */
  z.object({
    type: z.literal("soak started"),
    until: z.number(),
    /** Where the event logs of each member stood; null where it did not say. */
    cursors: z.record(z.string(), EventCursor.nullable()),
  }),
  z.object({ type: z.literal("soak ended"), text: Said, reason: ReasonEntry.nullable() }),
  /** It is kept out of service until the run ends, and nothing else is done on it any more. */
  z.object({ type: z.literal("at rest"), ...ofMember }),
  z.object({ type: z.literal("stop asked"), when: z.enum(["now", "after-member"]), by: z.string().nullable() }),
  z.object({ type: z.literal("stopping"), reason: ReasonEntry }),
  /** The process that drove the run has let go of it, so that the next one can take it up. One that dies does not come to write this. */
  z.object({ type: z.literal("interrupted"), why: Said }),
  /** Another process, or this one after its nodes were started again, goes on with it. @see Plan for what it must find unchanged */
  z.object({ type: z.literal("resumed"), fence: z.number().int() }),
  z.object({
    type: z.literal("member finished"),
    ...ofMember,
    outcome: MemberOutcome,
    reason: ReasonEntry.nullable(),
    /** It serves unverified, or may: what has to be read before anything else that is said of the run. */
    alarm: Said.nullable(),
    left: PictureEntry,
    /** What is not as it was found, each with the command that would mend it. */
    toMend: z.array(z.object({ what: Said, command: z.string() })),
  }),
  z.object({
    type: z.literal("run finished"),
    outcome: z.enum(["finished", "stopped", "dry-run"]),
    reason: ReasonEntry.nullable(),
  }),
]);
export type Entry = z.output<typeof Entry>;

/** An entry with its time on the run's clock. */
export type Dated = Entry & { readonly at: number };
