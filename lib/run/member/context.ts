import type { ArgsOf, ChangeOp, ReadOp, ResultOf } from "../../server/catalogue";
import type { TakenOut, Verdict } from "../../server/array";
import type { Invoke, ReadableServer } from "../../server/server";
import { Server, layered } from "../../server/server";
import type { Picture } from "../../server/picture";
import { takePicture } from "../../server/picture";
import type { Text } from "../../texts";
import { duration, text } from "../../texts";
import type { Clock } from "../../time/clock";
import { seconds } from "../../time/duration";
import type { ArraySetup } from "../array-setup";
import { reach } from "../array-setup";
import { fenced, guarded, journaled, planned } from "../changes/layers";
import { told } from "../changes/told";
import { tooLateToUpdate } from "../rules";
import type { Cause } from "../record/entry";
import { noticeBoot } from "../changes/boots";
import type { Guard } from "../changes/guard";
import { toJson } from "../record/message";
import type { Recorder } from "../store/recorder";
import type { RunSettings } from "../settings";
import type { MemberState, RunState, Upkeep } from "../record/state";
import { seenBefore } from "../record/batches";
import { stepAtWork } from "../record/state";
import type { Progress, StepContext, Wait } from "../step";
import type { HalfDone, LastWork } from "./half-done";
import { halfDone, onceEach, refuseBesideJob } from "./half-done";
import { hearing } from "../changes/heard";
import type { Kept } from "./upkeep";
import { playUpkeep } from "./upkeep";
import { waiting } from "./wait";

/** One step's visit to a member. */
interface Visit {
  readonly step: string;
  readonly node: string;
  readonly visit: number;
  readonly tooLate: () => Text | null;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

/** Between the tries to read what could not be read of a picture. */
const PICTURE_AGAIN_AFTER_MS = [seconds(5), seconds(20)];

/** A chain of steps by hand knows how its first one has found the member: what those before have done is no surprise to the next. */
const handedOn = ({ plan }: RunState, member: MemberState): boolean => plan.byHand && member.foundBy === null && member.earlier.size > 0;

const madeBefore = <Op extends ChangeOp>(member: MemberState, op: Op): ArgsOf<Op> | null => {
  const since = stepAtWork(member)?.startedAt ?? Infinity;
  return (member.changes.findLast((one) => one.op === op && one.outcome === "done" && one.at >= since)?.args ?? null) as ArgsOf<Op> | null;
};

/** Of what is kept up on a member; that of no operation is what all of its keys begin with. */
const keyOf = (member: string, op: string): string => `${member}\n${op}`;

/** Works on the members of one run: gives its steps their context, plays upkeep, and reaches servers through the run's layers. */
export class Work {
  /** The members without the layers of the run. */
  readonly reach: Invoke;
  private readonly plan;
  private readonly upkeep = new Map<string, { readonly stop: AbortController; readonly over: Promise<void> }>();

  constructor(
    private readonly array: ArraySetup,
    private readonly recorder: Recorder,
    readonly guard: Guard,
    private readonly settings: RunSettings,
    /** Is told of errors outside the step at work that must end the run. */
    private readonly broken: (error: unknown) => void,
  ) {
    const heard = hearing(array.connection.clock, (said) => recorder.note({ type: "warning", ...said }));
    this.reach = layered(reach(array.connection), heard);
    this.plan = planned(this.parts("step"));
  }

  /** A member through all layers of the run. */
  server(name: string, cause: Cause, signal?: AbortSignal): Server {
    const { dryRun } = this.recorder.state.plan;
    const parts = this.parts(cause);
    const real = [fenced(parts), guarded(parts), told(parts), journaled(parts)];
    return new Server(name, layered(this.reach, ...(dryRun ? [guarded(parts), this.plan] : real)), signal);
  }

  /** A member as it really is, also in a dry run. */
  asItIs(name: string): ReadableServer {
    return new Server(name, this.reach);
  }

  /** Whether it has booted since it was verified: that is written down. @throws ServerError where it does not say */
  readonly noticeBoot = (name: string): Promise<void> => noticeBoot(this.recorder, this.asItIs(name));

  /** A member as it is, of which everything is to be known: what could not be read is read again, since a service may have been busy. */
  async picture(name: string, signal: AbortSignal): Promise<Picture> {
    const server = this.asItIs(name);
    let picture = await takePicture(server, { signal });
    for (const pauseMs of PICTURE_AGAIN_AFTER_MS) {
      if (picture.unknown.length === 0) break;
      await this.array.connection.clock.sleep(pauseMs, signal);
      picture = await takePicture(server, { signal }, picture);
    }
    return picture;
  }

  /** What a run of ours has left half done on a member, looked at now; null where nothing is. */
  halfDone(name: string, signal: AbortSignal, worth?: (last: LastWork) => boolean): Promise<HalfDone | null> {
    const { state, journals } = this.recorder;
    const look = { server: this.asItIs(name), picture: () => this.picture(name, signal), ...(worth === undefined ? {} : { worth }) };
    return halfDone(journals, { array: this.array.name, names: [name], except: state.id }, look);
  }

  warn(member: string, what: Text): void {
    this.recorder.note({ type: "warning", member, text: what });
  }

  get clock(): Clock {
    return this.array.connection.clock;
  }

  /** How its members get out of traffic. */
  get takenOut(): TakenOut {
    return this.array.takenOut ?? "at-gate";
  }

  /** Who serves now. */
  look(): Promise<readonly Verdict[]> {
    return this.guard.look();
  }

  /** Resolves when no member converges. */
  quiet(): Promise<void> {
    return this.guard.quiet();
  }

  wait(name: string, cause: Cause, signal: AbortSignal): Wait {
    return waiting({
      server: this.server(name, cause, signal),
      clock: this.array.connection.clock,
      answersOn: this.array.connection.answersOn,
      signal,
      dryRun: this.recorder.state.plan.dryRun,
    });
  }

  /** All that a step sees at its visit to a member, but for the secrets of its node. */
  context(member: MemberState, { step, node, visit, tooLate, signal, onProgress }: Visit): Omit<StepContext, "secrets"> {
    const { state } = this.recorder;
    return {
      server: this.server(member.name, "step", signal),
      member: { name: member.name, address: member.address, position: member.position, of: state.members.length },
      array: this.arrayFor(member.name, signal),
      wait: this.wait(member.name, "step", signal),
      report: (said) => {
        // Nothing is under way in a dry run: what a step says of its progress there would be so.
        const progress = state.plan.dryRun ? { ...said, text: text("result.would-be", { what: said.text }) } : said;
        onProgress(progress);
        this.recorder.note({
          type: "progress",
          member: member.name,
          step,
          text: progress.text,
          fraction: progress.fraction ?? null,
          figures: toJson(progress.figures ?? {}),
        });
      },
      warn: (said) => this.warn(member.name, said),
      now: () => this.array.connection.clock.now(),
      elapsed: () => this.array.connection.clock.elapsed(),
      tooLate,
      found: <Op extends ReadOp>(read: Op) => (member.found?.readings[read] ?? undefined) as ResultOf<Op> | undefined,
      foundEarlier: !state.plan.byHand || member.foundBy !== null || member.earlier.size > 0,
      leftHalfDone: onceEach((name = member.name) =>
        name === member.name && handedOn(state, member) ? Promise.resolve(null) : this.halfDone(name, signal),
      ),
      madeBefore: (op) => madeBefore(member, op),
      before: member.before,
      earlier: (name) => member.earlier.get(name) ?? [],
      workId: (which) => [state.id, member.name, node, visit, which].join("_"),
      keepUp: (change, everyMs, ifEnded) => this.keepUp(member, { change, everyMs, ifEnded }),
      endUpkeep: async (op) => {
        await this.stopUpkeep(keyOf(member.name, op));
        this.recorder.note({ type: "upkeep ended", member: member.name, op });
      },
      flowProblems: this.settings.flowProblems,
      leftOut: this.settings.leftOut,
    };
  }

  /** The array as a step on this member sees it. */
  private arrayFor(member: string, signal: AbortSignal): StepContext["array"] {
    const { name, minInService } = this.array;
    const others = this.guard.members.filter((server) => server.name !== member);
    const toCome = seenBefore(this.recorder.state, member);
    return { name, minInService, takenOut: this.takenOut, others, toCome, serving: () => this.guard.look(signal) };
  }

  /** Ends the upkeep of the member; resolves when what is being sent has arrived. */
  async endUpkeepOf(member: string): Promise<void> {
    const its = [...this.upkeep.keys()].filter((key) => key.startsWith(keyOf(member, "")));
    await Promise.all(its.map((key) => this.stopUpkeep(key)));
  }

  private parts(cause: Cause) {
    const { recorder, guard, settings, clock } = this;
    const tooLate = (member: MemberState) => tooLateToUpdate(member, { state: recorder.state, settings, now: clock.now() });
    const jobEnded = async (name: string) => {
      const { journals, state } = recorder;
      // A run asks its preflight.
      if (state.plan.byHand)
        await refuseBesideJob(journals, { array: this.array.name, names: [name], except: state.id }, this.asItIs(name));
    };
    return { recorder, guard, clock, cause, tooLate, jobEnded };
  }

  private keepUp(member: MemberState, { change, everyMs, ifEnded }: Kept): void {
    const [op, args] = change;
    if (this.recorder.state.plan.dryRun) {
      const onlyIf = text("upkeep.only-if", { pause: duration(everyMs) });
      this.recorder.note({
        type: "would change",
        member: member.name,
        op,
        args: toJson(args),
        onlyIf,
        startsUpdate: false,
        cause: "upkeep",
      });
      return;
    }
    this.recorder.announce({ type: "upkeep", member: member.name, keep: change, everyMs, ifEnded: ifEnded ?? null }).catch(this.broken);
    this.begin(member.name, { change, everyMs, ifEnded });
  }

  /** What another process, or a step by hand before this one, has begun to keep up. @returns when it has been tried once more */
  keepUpAgain(member: MemberState, { keep, everyMs, ifEnded, at }: Upkeep): Promise<void> {
    const forMs = Math.max(0, this.clock.now() - at);
    return new Promise((tried) => {
      this.begin(member.name, { change: keep, everyMs, ifEnded: (ifEnded ?? undefined) as Kept["ifEnded"], forMs, tried });
    });
  }

  private begin(member: string, kept: Kept): void {
    const [op] = kept.change;
    const key = keyOf(member, op);
    const former = this.stopUpkeep(key);
    const stop = new AbortController();
    const { clock } = this;
    const server = this.server(member, "upkeep", stop.signal);
    const parts = { server, clock, warn: (said: Text) => this.warn(member, said), ended: stop.signal };
    const over = former
      .then(() => playUpkeep(parts, kept))
      .catch(this.broken)
      .finally(kept.tried);
    this.upkeep.set(key, { stop, over });
  }

  private async stopUpkeep(key: string): Promise<void> {
    const playing = this.upkeep.get(key);
    this.upkeep.delete(key);
    playing?.stop.abort();
    await playing?.over;
  }
}
