import type { ArgsOf, Invoke, Place, ReadOp } from "../server";
import { layered, OperationFailed, operationNames, operationOf, ServerError, summaryOf } from "../server";
import { checked, timeLimit } from "../server/layers";
import type { Say, Text, Words } from "../texts";
import { text } from "../texts";

/** A read with its arguments. */
export interface Question<Op extends ReadOp = ReadOp> {
  readonly op: Op;
  readonly args: ArgsOf<Op>;
}

export type Outcome = "works" | "access-denied" | "not-offered" | "missing-module" | "unreachable" | "failed";

/** How one read of one server went. */
export interface Tried {
  readonly op: ReadOp;
  /** What the read shows. */
  readonly summary: Text;
  readonly outcome: Outcome;
  /** What happened instead of an answer; null where it works. */
  readonly what: Words | null;
  /** What to do about it, where we know. */
  readonly hint: Words | null;
  /** The computer that asks is not fit to ask: it would be the same with every server. */
  readonly ownHost: boolean;
  readonly ms: number;
}

/** How one read went, as text. */
export interface SaidTried extends Omit<Tried, "summary" | "what" | "hint"> {
  readonly summary: string;
  readonly what: string | null;
  readonly hint: string | null;
}

export const sayTried = (say: Say, tried: Tried): SaidTried => ({
  ...tried,
  summary: say(tried.summary),
  what: tried.what === null ? null : say(tried.what),
  hint: tried.hint === null ? null : say(tried.hint),
});

/** All reads of these places that need no arguments: what a flow asks of every member. None of them changes anything. */
export const plainReads = (...places: readonly Place[]): readonly Question[] =>
  operationNames.flatMap((op) => {
    const { kind, on, args } = operationOf(op);
    return kind === "read" && places.includes(on) && args.safeParse({}).success ? [{ op: op as ReadOp, args: {} as never }] : [];
  });

/** A server, and how it is asked. */
interface Asked {
  readonly server: string;
  readonly invoke: Invoke;
}

interface Limits {
  /** Ends the whole trial: what has no answer by then counts as unreachable. */
  readonly signal: AbortSignal;
}

/**
 * Asks a server each of these, one after the other, and says how it went; never throws because of a server. If a place (the member, the
 * SCOM server) cannot be reached, nothing more is asked of it: every further question would wait as long. The same holds if access is
 * denied before anything has worked: each question is a logon of its own, and a few with a wrong password lock the account.
 */
export async function tryReads({ server, invoke }: Asked, questions: readonly Question[], limits: Limits): Promise<readonly Tried[]> {
  const asked = { server, invoke: layered(invoke, checked, timeLimit) };
  const tried: Tried[] = [];
  const [closed, opened] = [new Set<Place>(), new Set<Place>()];
  for (const question of questions) {
    const { on } = operationOf(question.op);
    if (closed.has(on)) continue;
    const answer = await tryRead(asked, question, limits);
    tried.push(answer);
    if (answer.ownHost) break;
    if (answer.outcome === "works") opened.add(on);
    if (answer.outcome === "unreachable" || (answer.outcome === "access-denied" && !opened.has(on))) closed.add(on);
  }
  return tried;
}

/** Why no other server is asked after this one; null if the others may be asked. */
export function whyAskNoOther(server: string, tried: readonly Tried[]): Text | null {
  if (tried.some(({ outcome }) => outcome === "works")) return null;
  if (tried.some(({ ownHost }) => ownHost)) return text("test.own-host-failed");
  const denied = tried.find(({ outcome }) => outcome === "access-denied");
  if (denied === undefined) return null;
  return text("test.denied", { where: operationOf(denied.op).on === "monitoring" ? text("test.scom-server") : server });
}

type Said = Pick<Tried, "what" | "hint" | "ownHost">;

const late = text("test.no-answer-in-time");

async function tryRead({ server, invoke }: Asked, { op, args }: Question, { signal }: Limits): Promise<Tried> {
  const begun = performance.now();
  const tried = (outcome: Outcome, { what = null, hint = null, ownHost = false }: Partial<Said> = {}): Tried => ({
    op,
    summary: summaryOf(op),
    outcome,
    what,
    hint,
    ownHost,
    ms: Math.round(performance.now() - begun),
  });
  try {
    const answered = await inTime(invoke(server, op, args, { signal }), signal);
    return answered ? tried("works") : tried("unreachable", { what: late });
  } catch (error) {
    if (signal.aborted) return tried("unreachable", { what: late });
    if (error instanceof ServerError)
      return tried(outcomeOf(error), { what: error.what, hint: error.hint ?? null, ownHost: error.ownHost });
    return tried("failed", { what: error instanceof Error ? error.message : String(error) });
  }
}

/** Whether the answer came before the signal. Does not wait for an adapter that ignores the signal. */
async function inTime(answer: Promise<unknown>, signal: AbortSignal): Promise<boolean> {
  let giveUp: (() => void) | undefined;
  const over = new Promise<boolean>((resolve) => {
    giveUp = () => resolve(false);
    if (signal.aborted) giveUp();
    else signal.addEventListener("abort", giveUp, { once: true });
  });
  try {
    return await Promise.race([answer.then(() => true), over]);
  } finally {
    if (giveUp !== undefined) signal.removeEventListener("abort", giveUp);
  }
}

function outcomeOf(error: ServerError): Outcome {
  if (error instanceof OperationFailed)
    return error.errorId === "missing-module" || error.errorId === "not-offered" ? error.errorId : "failed";
  return error.code === "access-denied" || error.code === "unreachable" ? error.code : "failed";
}
