import type { Verdict } from "../../server/array";
import { LOOK_MS } from "../../server/array";
import { Unreachable } from "../../server/errors";
import { checked } from "../../server/layers/checked";
import { timeLimitBy } from "../../server/layers/time-limit";
import type { Layer } from "../../server/server";
import { Server, layered } from "../../server/server";
import { duration, text } from "../../texts";
import type { Clock } from "../../time/clock";
import { timerOn } from "../../time/clock";
import { seconds } from "../../time/duration";
import { whenAborted } from "../../time/followed";
import type { StartTimer, Timer } from "../../time/timer";
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
    const open = new Set<(why: unknown) => void>();
    const patience = within({ clock: answersOn, limitOf: limit, unanswered: this.unanswered, open });
    const asked = layered(invoke, checked, stamps, patience, timeLimitBy(limits));
    // Once for the whole look, and not for each question.
    const givenUp = whenAborted(signal, ({ reason }) => {
      for (const giveUp of open) giveUp(reason);
    });
    try {
      const verdicts = await this.array.serving(
        this.array.members.map(({ name }) => new Server(name, asked)),
        signal,
      );
      return { verdicts, ageMs: (member) => answersOn.elapsed() - (answered.get(member) ?? began) };
    } finally {
      givenUp.unfollow();
    }
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
  (server, op, args, call) => {
    const what = [server, op, JSON.stringify(args)].join();
    const note = ({ answer, at }: Answer): never => {
      answered.set(server, Math.min(at, answered.get(server) ?? at));
      return answer as never;
    };
    const before = kept.get(what);
    if (before !== undefined && clock.elapsed() - before.at <= youngMs) return Promise.resolve(note(before));
    // A question that gets no answer shall not leave an older one in its place.
    kept.delete(what);
    return next(server, op, args, call).then((answer) => {
      const told = { answer, at: clock.elapsed() };
      kept.set(what, told);
      return note(told);
    });
  };

interface Patience {
  readonly clock: Clock;
  readonly limitOf: (server: string) => number;
  readonly unanswered: Map<string, Promise<unknown>>;
  /** What gives up each question that is open. */
  readonly open: Set<(why: unknown) => void>;
}

/**
 * A limit for all that a member is asked, shorter than those of the catalogue. A question that is over is not given up with it: that would end the
 * session, and the next question would have to open another one first. It has its own limit, and the next one waits for it.
 */
const within = ({ clock, limitOf, unanswered, open }: Patience): Layer => {
  const start = timerOn(clock);
  return (next) => (server, op, args, call) =>
    new Promise((resolve, reject) => {
      call.signal?.throwIfAborted();
      const limitMs = limitOf(server);
      const silent = () => new Unreachable({ server, operation: op, what: text("server.no-answer", { limit: duration(limitMs) }) });
      let isOver = false;
      const ask = () => (isOver ? Promise.reject(silent()) : next(server, op, args, call));
      const asked = unanswered.get(server)?.then(ask) ?? ask();
      const giveUp = (why: unknown): void => {
        if (end()) reject(why as Error);
      };
      const patience = inParts(start, limitMs, () => {
        const ended = asked.then(nothing, nothing);
        unanswered.set(server, ended);
        void ended.then(() => (unanswered.get(server) === ended ? unanswered.delete(server) : undefined));
        giveUp(silent());
      });
      /** @returns whether it was still open */
      const end = (): boolean => {
        const was = !isOver;
        isOver = true;
        patience.stop();
        open.delete(giveUp);
        return was;
      };
      open.add(giveUp);
      asked.then((answer) => (end() ? resolve(answer) : undefined), giveUp);
    });
};

/** In parts, since this process may be held up itself, and then finds the end of a wait and the answers due at once: that costs one part. */
function inParts(start: StartTimer, ms: number, ring: () => void): { readonly stop: () => void } {
  let left = ms;
  let timer = nextPart();
  function nextPart(): Timer {
    const part = Math.min(left, PART_MS);
    left -= part;
    return start(part, () => {
      if (left > 0) timer = nextPart();
      else ring();
    });
  }
  return { stop: () => timer.stop() };
}

const PART_MS = seconds(1);

const nothing = () => undefined;
