import { hostLabel, Server } from "../../../server";
import { seen } from "../../../server/settled";
import type { Words } from "../../../texts";
import { isText, text, wordsOf } from "../../../texts";
import { hours } from "../../../time";
import type { ArraySetup } from "../../array-setup";
import { reach } from "../../array-setup";
import { Guard } from "../../changes";
import { standing } from "../../member";
import { BETWEEN_STEPS, reasonOf } from "../../record";
import { Refused } from "../../refused";
import type { Step } from "../../step";
import { StepFailed } from "../../step";
import type { Run } from "../run";
import { everyInterval } from "../watch";
import type { AnswerByHand, ByHandAsk, Left, Opening } from "./by-hand";
import { stepByHand } from "./by-hand";

/** Who has not gone on with a member for so long works on it no more. */
const SEEN_TO_MS = hours(24);

/** A chain of steps by hand on one member: its latest step, and what that has left. */
interface Chain extends Left {
  readonly ask: ByHandAsk;
  readonly stop: AbortController;
  /** It was seen out of service: if it serves then, it has come back. Before, it waits for its drain, or a person has let it serve. */
  wasOut: boolean;
}

const notSeenTo = ({ member }: ByHandAsk, error: unknown): Words => text("by-hand.not-seen-to", { member, why: wordsOf(reasonOf(error)) });

/** Extends what is kept up, which each step by hand does before it begins. */
const keepsUp: Step = {
  name: BETWEEN_STEPS,
  summary: "",
  uses: [],
  run: () => Promise.resolve({ changed: false, text: text("by-hand.kept-up") }),
};

const cameIn = "run.came-in";

/** Ends a run in which the member is kept out, as after any failure. */
const keepsOut: Step = {
  ...keepsUp,
  run: ({ member }) => Promise.reject(new StepFailed("serves-unverified", text(cameIn, { member: member.name }), text("run.came-in.hint"))),
};

/**
 * Steps by hand, and what is seen to until the next one on the same member: while it is out, what its steps keep up is kept up, and while its update is
 * not verified it is stopped if it comes into service. Each of that is a run of its own: lock, guard and journal hold for it too, so it waits while
 * another run is at work on the array. A process that ends forgets it.
 */
export class ByHand {
  private readonly chains = new Map<string, Chain>();
  /** What keeps something up is over soon: no step is refused because of it. */
  private busy: Promise<unknown> = Promise.resolve();

  constructor(private readonly open: Parameters<typeof stepByHand>[1]["open"]) {}

  async step(ask: ByHandAsk): Promise<AnswerByHand> {
    await this.busy;
    const key = `${ask.array.name}\n${hostLabel(ask.member)}`;
    const { upkeep = [], unverified = false } = this.chains.get(key) ?? {};
    const carried = ask.carried === undefined ? {} : { carried: { ...ask.carried, unverified } };
    return await stepByHand({ ...ask, ...carried, upkeep }, { open: this.open, ended: (left) => this.seeTo(key, { ...left, ask }) });
  }

  /** A run that takes the members of this array sees to them itself. */
  over(array: string): void {
    for (const { ask, stop } of this.chains.values()) if (ask.array.name === array) stop.abort();
  }

  private seeTo(key: string, left: Left & Pick<Chain, "ask">): void {
    const former = this.chains.get(key);
    former?.stop.abort();
    const { ask, upkeep, unverified } = left;
    if (upkeep.length === 0 && !unverified) return;
    const { connection } = ask.array;
    const stop = new AbortController();
    const chain: Chain = { ...left, stop, wasOut: former?.wasOut === true };
    this.chains.set(key, chain);
    stop.signal.addEventListener("abort", () => this.chains.delete(key));
    const look = this.looks(chain);
    everyInterval({ connection, settings: ask.settings }, stop.signal, look).catch((error: unknown) => {
      if (stop.signal.aborted) return;
      stop.abort();
      ask.told?.(notSeenTo(ask, error));
    });
  }

  /** @returns one look, to be made again and again. @throws where there is no array to look at any more */
  private looks(chain: Chain): () => Promise<void> {
    const { ask, upkeep, unverified, stop } = chain;
    const { clock } = ask.array.connection;
    const until = clock.elapsed() + SEEN_TO_MS;
    const dueAt = new Map(upkeep.map((one) => [one, clock.elapsed()]));
    let troubled = false;
    return async () => {
      const array = ask.again?.() ?? ask.array;
      if (clock.elapsed() > until) return stop.abort();
      try {
        const server = new Server(chain.member, reach(array.connection));
        const { how } = await standing({ takenOut: array.takenOut ?? "at-gate", look: () => new Guard(array).look() }, server);
        chain.wasOut ||= how === "out";
        if (how === "serves" && !chain.wasOut) return;
        if (how === "serves") return unverified ? await this.keepOut(array, chain) : stop.abort();
        for (const one of upkeep) {
          const { keep, everyMs, ifEnded } = one;
          if ((dueAt.get(one) ?? 0) > clock.elapsed()) continue;
          const settled = (await seen(server, keep[0], keep[1])) === "settled";
          if (!settled) await this.keepUp(array, chain);
          // Each time is a run with a journal: not more often than it takes.
          dueAt.set(one, clock.elapsed() + (settled ? everyMs : Math.max(everyMs, (ifEnded?.keptForMs ?? 0) / 2)));
        }
        troubled = false;
      } catch (error) {
        if (error instanceof Refused || stop.signal.aborted) return;
        if (!troubled) ask.told?.(notSeenTo(ask, error));
        troubled = true;
      }
    };
  }

  private async keepUp(array: ArraySetup, chain: Chain): Promise<void> {
    const keeping = stepByHand(asked(keepsUp, array, chain), { open: this.open });
    this.busy = keeping.catch(() => undefined);
    await keeping;
  }

  /** Says at once that it serves, and at the end of its run, which waits for an installer at work, how it is left. */
  private async keepOut(array: ArraySetup, chain: Chain): Promise<void> {
    let run: Run | undefined;
    const { told = () => undefined } = chain.ask;
    const open = async (opening: Opening) => (run = await this.open(opening));
    const failed: unknown = await stepByHand(asked(keepsOut, array, chain), { open }).catch((error: unknown) => error);
    if (run === undefined) throw failed;
    told(wordsOf(reasonOf(failed)));
    await run.drive();
    for (const { reason } of run.state.members) {
      if (reason === null) continue;
      if (!isText(reason.what) || reason.what.text !== cameIn) told(reason.what);
      reason.since.forEach(told);
    }
    // One that could not be stopped is no new one at the next look.
    chain.wasOut = false;
  }
}

/** @returns what is asked for in place of the person */
function asked(step: Step, array: ArraySetup, { ask, carried, unverified, upkeep }: Chain): ByHandAsk {
  const { secrets: _, onProgress: __, name: ___, ...of } = ask;
  return {
    ...of,
    array,
    step,
    flow: BETWEEN_STEPS,
    options: () => ({}),
    message: {},
    note: null,
    carried: { ...carried, unverified },
    upkeep,
  };
}
