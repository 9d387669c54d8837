import type { ArgsOf, ReadOp } from "../server/catalogue";
import { operationNames, operationOf } from "../server/catalogue";
import { OperationFailed, ServerError } from "../server/errors";
import { checked } from "../server/layers/checked";
import { timeLimit } from "../server/layers/time-limit";
import type { Place } from "../server/operation";
import type { Invoke } from "../server/server";
import { layered } from "../server/server";

/** A read with its arguments. */
export interface Question<Op extends ReadOp = ReadOp> {
  readonly op: Op;
  readonly args: ArgsOf<Op>;
}

export type Outcome = "works" | "access-denied" | "not-offered" | "missing-module" | "unreachable" | "failed";

/** How it begins when the computer that asks is not fit to: that says nothing of any server, and is the same for all of them. */
export const OWN_HOST = "PowerShell on the host of Node-RED";

/** How one read of one server went. */
export interface Tried {
  readonly op: ReadOp;
  /** What the read tells, in words. */
  readonly summary: string;
  readonly outcome: Outcome;
  /** What happened instead of an answer; null where it works. */
  readonly what: string | null;
  /** What to do about it, where we know. */
  readonly hint: string | null;
  readonly ms: number;
}

/** All reads of these places that need no arguments: what a flow asks of every member. None of them changes anything. */
export const plainReads = (...places: readonly Place[]): readonly Question[] =>
  operationNames.flatMap((op) => {
    const { kind, on, args } = operationOf(op);
    return kind === "read" && places.includes(on) && args.safeParse({}).success ? [{ op: op as ReadOp, args: {} as never }] : [];
  });

interface Limits {
  /** Ends the whole trial: what has no answer by then counts as unreachable. */
  readonly signal: AbortSignal;
}

const isOwnHost = ({ what }: Tried): boolean => what?.startsWith(OWN_HOST) ?? false;

/**
 * Asks a server each of these, one after the other, and tells how it went; throws nothing that a server can bring about. Of a place that
 * cannot be reached (the member, the SCOM server) nothing more is asked: every further question would wait as long. Nor is it where access
 * is denied before anything has worked: each question is a logon of its own, and a few with a wrong password lock the account.
 */
export async function tryReads(invoke: Invoke, server: string, questions: readonly Question[], limits: Limits): Promise<readonly Tried[]> {
  const ask = layered(invoke, checked, timeLimit);
  const tried: Tried[] = [];
  const [closed, opened] = [new Set<Place>(), new Set<Place>()];
  for (const question of questions) {
    const { on } = operationOf(question.op);
    if (closed.has(on)) continue;
    const answer = await tryRead(ask, server, question, limits);
    tried.push(answer);
    if (isOwnHost(answer)) break;
    if (answer.outcome === "works") opened.add(on);
    if (answer.outcome === "unreachable" || (answer.outcome === "access-denied" && !opened.has(on))) closed.add(on);
  }
  return tried;
}

/** Why no other server is asked after this one, in words; null where the others may be. */
export function whyAskNoOther(server: string, tried: readonly Tried[]): string | null {
  if (tried.some(({ outcome }) => outcome === "works")) return null;
  if (tried.some(isOwnHost)) return `${OWN_HOST} has failed, and would for every member`;
  const denied = tried.find(({ outcome }) => outcome === "access-denied");
  if (denied === undefined) return null;
  const where = operationOf(denied.op).on === "monitoring" ? "the SCOM server" : server;
  return `access was denied on ${where}; more attempts could lock the account`;
}

async function tryRead(ask: Invoke, server: string, { op, args }: Question, { signal }: Limits): Promise<Tried> {
  const begun = performance.now();
  const tried = (outcome: Outcome, what: string | null = null, hint: string | null = null): Tried => ({
    op,
    summary: operationOf(op).summary,
    outcome,
    what,
    hint,
    ms: Math.round(performance.now() - begun),
  });
  try {
    const answered = await inTime(ask(server, op, args, { signal }), signal);
    return answered ? tried("works") : tried("unreachable", "no answer before the time for the whole test was over");
  } catch (error) {
    if (signal.aborted) return tried("unreachable", "no answer before the time for the whole test was over");
    if (error instanceof ServerError) return tried(outcomeOf(error), error.what, error.hint ?? null);
    return tried("failed", error instanceof Error ? error.message : String(error));
  }
}

/** Whether the answer came before the signal; an adapter that does not heed the signal is not waited for. */
async function inTime(answer: Promise<unknown>, signal: AbortSignal): Promise<boolean> {
  let late: (() => void) | undefined;
  const over = new Promise<boolean>((resolve) => {
    late = () => resolve(false);
    if (signal.aborted) late();
    else signal.addEventListener("abort", late, { once: true });
  });
  try {
    return await Promise.race([answer.then(() => true), over]);
  } finally {
    if (late !== undefined) signal.removeEventListener("abort", late);
  }
}

function outcomeOf(error: ServerError): Outcome {
  if (error instanceof OperationFailed)
    return error.errorId === "missing-module" || error.errorId === "not-offered" ? error.errorId : "failed";
  return error.code === "access-denied" || error.code === "unreachable" ? error.code : "failed";
}
