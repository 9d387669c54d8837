import type { Verdict } from "../../server/array";
import { operationOf } from "../../server/catalogue";
import { Unreachable } from "../../server/errors";
import { checked } from "../../server/layers/checked";
import { timeLimit } from "../../server/layers/time-limit";
import type { Layer } from "../../server/server";
import { Server, layered } from "../../server/server";
import { duration, text } from "../../texts";
import type { Clock } from "../../time/clock";
import { seconds } from "../../time/duration";
import type { ArraySetup } from "../array-setup";

/** Whoever has not answered by then is unreachable: a late answer is worth less than a look that is over. */
const LOOK_MS = seconds(10);
/** For those of whom no answer is expected: a member that restarts must not make the answers of the others old. */
const BRIEFLY_MS = seconds(3);

/** Who serves, and when that was told. */
export interface Look {
  readonly verdicts: readonly Verdict[];
  /** How old the last answer of a member is, in milliseconds; infinite for one that gave none. */
  readonly ageMs: (member: string) => number;
}

/**
 * One look at who serves. Nothing is asked twice in it: whoever looks has a patience of its own.
 * @param briefly the members of whom no answer is expected
 */
export async function look(array: ArraySetup, briefly: ReadonlySet<string>, signal?: AbortSignal): Promise<Look> {
  const { invoke, clock, answersOn = clock } = array.connection;
  const answered = new Map<string, number>();
  const limit = (server: string) => (briefly.has(server) ? BRIEFLY_MS : LOOK_MS);
  const asked = layered(invoke, checked, stamped(answered, answersOn), within(answersOn, limit), timeLimit);
  const verdicts = await array.serving(
    array.members.map(({ name }) => new Server(name, asked)),
    signal,
  );
  return { verdicts, ageMs: (member) => answersOn.elapsed() - (answered.get(member) ?? Number.NEGATIVE_INFINITY) };
}

/** Notes when a member has answered. */
const stamped =
  (answered: Map<string, number>, clock: Clock): Layer =>
  (next) =>
  async (server, op, args, call) => {
    const answer = await next(server, op, args, call);
    answered.set(server, clock.elapsed());
    return answer;
  };

/** A limit for all that a member is asked, shorter than those of the catalogue. */
const within =
  (clock: Clock, limitOf: (server: string) => number): Layer =>
  (next) =>
  async (server, op, args, call) => {
    const limitMs = limitOf(server);
    if (operationOf(op).withinMs <= limitMs) return await next(server, op, args, call);
    const over = new AbortController();
    const late = new AbortController();
    const signal = AbortSignal.any(call.signal === undefined ? [late.signal] : [call.signal, late.signal]);
    const overdue = clock.sleep(limitMs, over.signal).then(() => {
      late.abort();
      throw new Unreachable({ server, operation: op, what: text("server.no-answer", { limit: duration(limitMs) }) });
    });
    // Ended by `over` when the answer comes first.
    overdue.catch(() => undefined);
    try {
      return (await Promise.race([next(server, op, args, { ...call, signal }), overdue])) as never;
    } finally {
      over.abort();
    }
  };
