import { z } from "zod";

/** Where an operation runs: on the member itself, on the SCOM management server, or in this process. */
export type Place = "member" | "monitoring" | "controller";

/** What a member's state is called in reports and in what a step establishes, e.g. `{ nlb: "stopped" }`. */
export type Facts = Readonly<Record<string, string | null>>;

interface Spec<Args extends z.ZodType> {
  /** What it shows or does, in a few words, in English. */
  readonly summary: string;
  /** What else to know about it, for the docs. */
  readonly besides?: string;
  readonly on: Place;
  readonly args: Args;
  /** Realistic arguments, on a member of the lab: for the docs, and for tests that ask every operation. */
  readonly example: z.input<Args>;
  /** Longest time to wait for an answer, in milliseconds on the connection's own clock (never on an accelerated one). */
  readonly withinMs: number;
}

export interface Read<Args extends z.ZodType = z.ZodType, Result extends z.ZodType = z.ZodType> extends Spec<Args> {
  readonly kind: "read";
  readonly result: Result;
  /** The part of the answer that belongs to the picture of a member, under the names that reports use. */
  readonly facts?: Readonly<Record<string, (answer: z.output<Result>) => string | null>>;
  /** The error ids by which a server says for certain that it has nothing of this: then it is no part of the picture. Any other error leaves it unknown. */
  readonly noneIf?: readonly string[];
  /** The same look by hand, for the person who has to go on where a run could not. */
  readonly byHand?: (server: string, args: z.output<Args>) => string;
  /** It may carry the fencing number of a run, which the server keeps as if a change had come with it. */
  readonly keepsFence?: true;
  /** Asking leaves a trace elsewhere, as a wrong password does: it is asked once, also where no answer comes. */
  readonly once?: true;
  /** Whether an answer counts as found although its facts differ: a window that has run out, a version that was meant to change. */
  readonly asFound?: (found: z.output<Result>, now: z.output<Result>) => boolean;
}

/** Where a change is seen, and what is seen there once it has settled. */
export interface Sight {
  readonly read: Read;
  readonly ask: (args: unknown) => unknown;
  /** The settled answer. If this leaves a reading unchanged, the change has settled. */
  readonly becomes: (before: unknown, args: unknown) => unknown;
}

interface Effect<Args extends z.ZodType> {
  /** The same change by hand, for the person who has to finish what a run could not. */
  readonly byHand: (server: string, args: z.output<Args>) => string;
  /** Longest time from the answer until the change is seen, in milliseconds on the run's clock. */
  readonly settlesWithinMs: number;
  /** The member takes clients after it: never sent to one whose update has started and is not verified. Has no arguments. */
  readonly bringsIn?: true;
  /** While it would change something, the member accepts no other change of its traffic. Has no arguments. */
  readonly comesFirst?: true;
  /** Takes the member out of service at once, clients or not. Has no arguments. */
  readonly takesOutAtOnce?: true;
  /** The whole array converges after it: no other such change is sent to any member until that is over. */
  readonly unsettlesArray?: true;
}

export interface Change<Args extends z.ZodType = z.ZodType> extends Spec<Args>, Effect<Args> {
  readonly kind: "change";
  /** The first one shows whether the change has settled; a dry run answers all of them as if it had been made. */
  readonly seen: readonly [Sight, ...Sight[]];
  /** A reading which shows that the change was received, though it has not settled yet. */
  readonly underWay?: (reading: unknown, args: unknown) => boolean;
  /** Names a further read in which the change is seen. */
  alsoIn<Asked, Answer>(
    read: Read<z.ZodType<unknown, Asked>, z.ZodType<Answer>>,
    becomes: (before: Answer, args: z.output<Args>) => Answer,
  ): Change<Args>;
}

/**
 * An effect that no read shows: a notice, a ticket. It is left out of a dry run, sent at most once per id, needs no guard and has no undo. Nobody can
 * look for a lost answer, so that only warns.
 */
export interface Tell<Args extends z.ZodType = z.ZodType> extends Spec<Args> {
  readonly kind: "tell";
  readonly on: "controller";
  /** What the receiver of the example gets: a body that is posted as JSON. Tests hold it against what arrives. */
  readonly arrives: unknown;
}

/** Identifies a tell: the same id is never told twice. */
export const TellId = z.string().min(1).max(200);

export type Operation = Read | Change | Tell;

/** An operation that tells somebody something. @param spec its arguments include the id that makes it happen only once */
export const tell = <A extends z.ZodType<{ readonly id: string }>>(spec: Omit<Tell<A>, "kind" | "on">): Tell<A> => ({
  kind: "tell",
  on: "controller",
  ...spec,
});

/** An operation that only looks. */
export const read = <A extends z.ZodType, R extends z.ZodType>(spec: Omit<Read<A, R>, "kind">): Read<A, R> => ({ kind: "read", ...spec });

const withSights = <A extends z.ZodType>(fields: Omit<Change<A>, "alsoIn">): Change<A> => ({
  ...fields,
  alsoIn: (read, becomes) => withSights({ ...fields, seen: [...fields.seen, { read, ask: () => ({}), becomes } as unknown as Sight] }),
});

/**
 * An operation that changes the server. It answers nothing: what it did is seen in a read.
 * @example change({ … }).seenIn(host).as((before) => ({ ...before, state: "stopped" }))
 */
export const change = <A extends z.ZodType>(spec: Spec<A> & Effect<A>) => ({
  seenIn: <Asked, Answer>(
    read: Read<z.ZodType<unknown, Asked>, z.ZodType<Answer>>,
    ask: (args: z.output<A>) => Asked = () => ({}) as Asked,
  ) => ({
    as: (becomes: (before: Answer, args: z.output<A>) => Answer, underWay?: (reading: Answer, args: z.output<A>) => boolean): Change<A> =>
      withSights({
        kind: "change",
        ...spec,
        seen: [{ read, ask, becomes } as unknown as Sight],
        ...(underWay === undefined ? {} : { underWay: underWay as (reading: unknown, args: unknown) => boolean }),
      }),
  }),
});

/** Whether a read is asked again where no answer came. A change never is. */
export const mayAskAgain = (operation: Operation): boolean => operation.kind === "read" && operation.once !== true;

/** Whether the server keeps the fencing number that comes with an operation, and refuses one lower than it has seen. */
export const keepsFence = (operation: Operation): boolean =>
  operation.kind === "change" || (operation.kind === "read" && operation.keepsFence === true);
