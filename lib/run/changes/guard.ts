import type { Verdict } from "../../server/array";
import type { ChangeOp } from "../../server/catalogue";
import { changeOf } from "../../server/catalogue";
import { Server } from "../../server/server";
import { duration, listed, text } from "../../texts";
import { seconds } from "../../time/duration";
import type { ArraySetup } from "../array-setup";
import { reach } from "../array-setup";
import type { RunState } from "../record";
import { memberOf } from "../record";
import { ledgerOf } from "../rules";
import { StepFailed } from "../step";
import type { Looked } from "./judge";
import { CONVERGING_MS, hasOld, problemIn } from "./judge";
import type { Look } from "./look";
import { Looks } from "./look";
import { SeenSoFar } from "./seen-so-far";
import { Turns } from "./turns";

/** Older answers do not count before a change. */
const FRESH_MS = seconds(5);
/** What this process itself may need between an answer and the use that is made of it, in real time: a fast clock makes it no faster. */
const OWN_DELAY_MS = 100;
/** Where answers have become too old: how many looks may follow each other until all are young at once. */
const LOOKS = 3;
/** Between two looks when the first was bad. */
const AGAIN_MS = seconds(5);

/** A member that is worked on, or about to be. */
export interface Taken {
  readonly state: RunState;
  readonly member: string;
  readonly signal?: AbortSignal | undefined;
}

/** Makes sure that enough other members serve, before and while one is worked on, and that those which were put back go on serving. */
export class Guard {
  /** To look at, by whoever wants to. */
  readonly members: readonly Server[];
  private readonly looks: Looks;
  private readonly past = new SeenSoFar();
  private last: Look | null = null;
  /** In which members are taken, and the cluster is changed. */
  private readonly turns = new Turns();

  constructor(private readonly array: ArraySetup) {
    this.looks = new Looks(array);
    const invoke = reach(array.connection);
    this.members = array.members.map((member) => new Server(member.name, invoke));
  }

  /** Who serves, by answers that came during this call. @param briefly of whom no answer is expected */
  async look(signal?: AbortSignal, briefly: ReadonlySet<string> = new Set()): Promise<readonly Verdict[]> {
    return (await this.lookWith(briefly, signal)).verdicts;
  }

  /**
   * Takes a member: from the moment at which `take` has written that into the record, it counts as out for everybody else. Nobody else is taken between
   * the look and that entry. It is freed by the entry that its work has ended; from then on it counts as serving if a look says so.
   * @throws StepFailed if too few others serve
   */
  reserve<T>(taken: Taken, take: () => Promise<T>): Promise<T> {
    return this.quietly(taken.signal, async () => {
      await this.check(taken);
      return await take();
    });
  }

  /** For what makes the array converge: in a turn of its own, once no member converges any more. Nothing that waits may come before what is sent. */
  quietly<T>(signal: AbortSignal | undefined, send: () => Promise<T>): Promise<T> {
    return this.turns.take(async () => {
      await this.quiet(signal);
      return await send();
    }, signal);
  }

  /**
   * Throws unless enough members other than those that are taken serve, by answers that are not older than five seconds, and unless those that this
   * run has put back still do. One more look follows a bad one, so that a single lost answer stops nothing.
   */
  async check(taken: Taken): Promise<void> {
    const { state, member, signal } = taken;
    // One that has come back meanwhile is not taken any more: whoever takes the next one looks again.
    const back = () => memberOf(state, member).phase === "ended";
    if ((await this.problem(taken)) === null || back()) return;
    await this.array.connection.clock.sleep(AGAIN_MS, signal);
    const problem = await this.problem(taken);
    if (problem !== null && !back()) throw problem;
  }

  /** The same right before something is sent, by the last look if its answers are still young enough. */
  async stillGood(taken: Taken): Promise<void> {
    if (this.last !== null && problemIn(this.looked(this.last, taken), taken.member) === null) return;
    await this.check(taken);
  }

  /** Waits until no member converges: until then no member gets a further change of the cluster. */
  async quiet(signal?: AbortSignal): Promise<void> {
    const { clock } = this.array.connection;
    for (const limit = clock.elapsed() + CONVERGING_MS; ; ) {
      const converging = (await this.look(signal, this.past.silent)).filter((verdict) => verdict.code === "converging");
      if (converging.length === 0) return;
      if (clock.elapsed() >= limit) {
        const named = listed(converging.map(({ member }) => member));
        throw new StepFailed(
          "never-converged",
          text("guard.not-quiet", { array: this.array.name, limit: duration(CONVERGING_MS), converging: named }),
          text("guard.not-quiet.hint"),
        );
      }
      await clock.sleep(seconds(5), signal);
    }
  }

  private async lookWith(briefly: ReadonlySet<string>, signal?: AbortSignal, again = false): Promise<Look> {
    const look = await this.looks.look(briefly, { signal, again });
    this.past.note(look.verdicts, this.array.connection.clock.elapsed());
    this.last = look;
    return look;
  }

  /** What is wrong by the answers of now. A member that kept the others waiting is not waited for again. */
  private async problem(taken: Taken): Promise<StepFailed | null> {
    const { state, member, signal } = taken;
    const briefly = [...ledgerFor(state, member).changed].filter((name) => !this.past.served.has(name));
    let look = await this.lookWith(new Set(briefly), signal);
    for (let looks = 1; looks < LOOKS && hasOld(this.looked(look, taken)); looks++)
      look = await this.lookWith(new Set([...briefly, ...this.past.silent]), signal, true);
    return problemIn(this.looked(look, taken), member);
  }

  private looked({ verdicts, ageMs }: Look, { state, member }: Taken): Looked {
    const { array, past } = this;
    const { clock, answersOn = clock } = array.connection;
    const freshMs = FRESH_MS + (answersOn.speed === undefined ? 0 : OWN_DELAY_MS * answersOn.speed);
    return { array, verdicts, past, isOld: (name) => ageMs(name) > freshMs, ledger: ledgerFor(state, member), now: clock.elapsed() };
  }
}

const ledgerFor = (state: RunState, member: string) => ledgerOf(state, member, (op) => changeOf(op as ChangeOp).unsettlesArray === true);
