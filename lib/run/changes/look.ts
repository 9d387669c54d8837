import type { Verdict } from "../../server/array";
import { LOOK_MS } from "../../server/array";
import { Unreachable } from "../../server/errors";
import { checked } from "../../server/layers/checked";
import { timeLimitBy } from "../../server/layers/time-limit";
import type { Layer } from "../../server/server";
import { Server, layered } from "../../server/server";
import { duration, text } from "../../texts";
import type { Clock } from "../../time/clock";
import { seconds } from "../../time/duration";
import { followed } from "../../time/followed";
import { realTimer } from "../../time/timer";
import type { ArraySetup } from "../array-setup";

/** At the first look PowerShell has to be started and a session opened to each server; nothing is changed yet that could not wait. */
const FIRST_LOOK_MS = seconds(30);
/** For those of whom no answer is expected: a member that restarts must not make the answers of the others old. */
const BRIEFLY_MS = seconds(3);

/** Where a look follows another one because answers have become old meanwhile: what is so young is not asked again. */
const YOUNG_MS = seconds(1.5);

/** Who serves, and when that was told. */
export interface Look {
  readonly verdicts: readonly Verdict[];
  /** How old the oldest answer of a member is on which its verdict rests, in milliseconds; that of the look, where it rests on what others say. */
  readonly ageMs: (member: string) => number;
}

interface Answer {
  readonly answer: unknown;
  readonly at: number;
}

/** The looks of a run at who serves. */
export class Looks {
  private isFirst = true;
  /** What members were asked by looks that are over, and have not answered. */
  private readonly unanswered = new Map<string, Promise<unknown>>();
  /** The last answers, by what was asked of whom. */
  private readonly answers = new Map<string, Answer>();

  constructor(private readonly array: ArraySetup) {}

  /**
   * One look. Nothing is asked twice in it: whoever looks has a patience of its own.
   * @param briefly the members of whom no answer is expected @param again right after another one: only what has become old is asked again
   */
  async look(
    briefly: ReadonlySet<string>,
    { signal, again = false }: { readonly signal?: AbortSignal | undefined; readonly again?: boolean } = {},
  ): Promise<Look> {
    const { invoke, clock, answersOn = clock, limits = realTimer } = this.array.connection;
    const answered = new Map<string, number>();
    const usualMs = this.isFirst ? FIRST_LOOK_MS : LOOK_MS;
    this.isFirst = false;
    const began = answersOn.elapsed();
    const limit = (server: string) => (briefly.has(server) ? BRIEFLY_MS : usualMs);
    const stamps = stamped({ answered, kept: this.answers, youngMs: again ? YOUNG_MS : -1, clock: answersOn });
    const asked = layered(invoke, checked, stamps, within(answersOn, limit, this.unanswered), timeLimitBy(limits));
    const verdicts = await this.array.serving(
      this.array.members.map(({ name }) => new Server(name, asked)),
      signal,
    );
    return { verdicts, ageMs: (member) => answersOn.elapsed() - (answered.get(member) ?? began) };
  }
}

interface Stamped {
  /** When each member has answered, by its oldest answer. */
  readonly answered: Map<string, number>;
  readonly kept: Map<string, Answer>;
  /** What is not older is not asked again. */
  readonly youngMs: number;
  readonly clock: Clock;
}

/** Notes when a member has answered, and asks nothing again that it has just answered. */
const stamped =
  ({ answered, kept, youngMs, clock }: Stamped): Layer =>
  (next) =>
  async (server, op, args, call) => {
    const what = JSON.stringify([server, op, args]);
    const before = kept.get(what);
    const young = before !== undefined && clock.elapsed() - before.at <= youngMs;
    // A question that gets no answer shall not leave an older one in its place.
    kept.delete(what);
    const { answer, at } = young ? before : { answer: await next(server, op, args, call), at: clock.elapsed() };
    kept.set(what, { answer, at });
    answered.set(server, Math.min(at, answered.get(server) ?? at));
    return answer as never;
  };

/**
 * A limit for all that a member is asked, shorter than those of the catalogue. A question that is over is not given up with it: that would end the
 * session, and the next question would have to open another one first. It has its own limit, and the next one waits for it.
 */
const within =
  (clock: Clock, limitOf: (server: string) => number, unanswered: Map<string, Promise<unknown>>): Layer =>
  (next) =>
  async (server, op, args, call) => {
    const limitMs = limitOf(server);
    const silent = () => new Unreachable({ server, operation: op, what: text("server.no-answer", { limit: duration(limitMs) }) });
    const over = new AbortController();
    const ask = () => (over.signal.aborted ? Promise.reject(silent()) : next(server, op, args, call));
    const asked = unanswered.get(server)?.then(ask) ?? ask();
    const ended = asked.then(nothing, nothing);
    const givenUp = followed(call.signal, over);
    const overdue = waited(clock, limitMs, over.signal).then(() => {
      unanswered.set(server, ended);
      void ended.then(() => (unanswered.get(server) === ended ? unanswered.delete(server) : undefined));
      throw silent();
    });
    // Ended by `over` when the answer comes first.
    overdue.catch(nothing);
    try {
      return (await Promise.race([asked, overdue])) as never;
    } finally {
      givenUp.unfollow();
      // With a reason of its own: making the usual one takes a stack trace.
      over.abort(OVER);
    }
  };

const OVER = new Error("The answer has come.");

/** In parts, since this process may be held up itself, and then finds the end of a wait and the answers due at once: that costs one part. */
async function waited(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  for (let left = ms; left > 0; left -= PART_MS) await clock.sleep(Math.min(left, PART_MS), signal);
}

const PART_MS = seconds(1);

const nothing = () => undefined;
