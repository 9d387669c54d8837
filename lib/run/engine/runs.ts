import { randomBytes, randomUUID } from "node:crypto";
import { hostname } from "node:os";
import type { Member } from "../../server";
import { hostLabel } from "../../server";
import { text, whatOf } from "../../texts";
import type { ArraySetup } from "../array-setup";
import type { RunDocument } from "../record/document";
import { documentOf } from "../record/document";
import type { Plan } from "../record/entry";
import type { RunState } from "../record/state";
import { onReserve } from "../record/reason";
import { begin, replay } from "../record/state";
import { Refused } from "../refused";
import { reportOf } from "../report";
import type { StartAsk } from "../rules/plan";
import { hashOf, planOf, refuseClosedWindow } from "../rules/plan";
import type { Languages, RunSettings } from "../settings";
import type { Lock, RunStore } from "../store/store";
import { Held } from "../store/store";
import type { StepAnswer, StepAsk } from "../member";
import type { Carried, Listener } from "./listener";
import { refuseBesideLeftOut } from "./left-out";
import { endInterrupted, openRunOf } from "./recover";
import { Run } from "./run";
import { endLeftByHand } from "./left-by-hand";

/** A run to be opened. */
interface Opening {
  readonly array: ArraySetup;
  readonly plan: Plan;
  readonly settings: RunSettings;
  readonly listener: Listener;
  readonly carried?: Carried;
}

/** All runs of this process, and the record of those before. */
export class Runs {
  private readonly live = new Map<string, Run>();
  /** Starts are taken one after the other: two with the same key at once are one run. */
  private starting: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly store: RunStore,
    private readonly languages: Languages,
  ) {}

  /** Starts a run, or returns the one that the same key has started. @throws Refused */
  start(ask: StartAsk, listener: Listener): Promise<RunDocument> {
    return this.inTurn(() => this.startNow(ask, listener));
  }

  /** The run as other systems see it; null when there is none of that id. */
  async document(id: string): Promise<RunDocument | null> {
    const run = this.live.get(id);
    if (run !== undefined) return run.document();
    const entries = await this.store.journals.read(id);
    if (entries === null || entries.length === 0) return null;
    const state = replay(entries);
    return this.documentOf(state, entries.at(-1)?.at ?? state.startedAt, await this.store.reports.of(id));
  }

  /** A run of this process. @throws Refused with 404 when there is none of that id, 409 when it has ended */
  async running(id: string): Promise<Run> {
    const run = this.live.get(id);
    if (run !== undefined && !run.ended) return run;
    const known = run !== undefined || (await this.store.journals.read(id)) !== null;
    throw known
      ? new Refused("run-ended", 409, text("run.has-ended", { run: id }))
      : new Refused("no-such-run", 404, text("run.no-such-run", { run: id }));
  }

  /** The run that is at work on an array now. */
  runningOn(array: string): Run | undefined {
    return [...this.live.values()].find((run) => !run.ended && run.array.name === array);
  }

  /** The node is being closed: the step at work in it ends, and so does its run. */
  interruptStepOf(node: string, why: Parameters<Run["interrupt"]>[0]): void {
    for (const run of this.live.values()) {
      if (!run.ended && run.nodeAtWork === node) void run.interrupt(why);
    }
  }

  /** Resolves when no run works on the array. */
  async whenIdle(array: string): Promise<void> {
    await this.runningOn(array)?.drive();
  }

  /**
   * One step on one member, started by a person without the loop. Lock, guard and journal hold all the same; when the step fails
   * its own changes are taken back.
   */
  async byHand(ask: ByHandAsk): Promise<StepAnswer & { carried: Carried }> {
    const { array, member, settings, carried } = ask;
    const plan = { ...planOf({ ...ask, body: null, key: null, update: null, dryRun: false, members: [member] }), byHand: true };
    let took: (token: string | null) => void = () => undefined;
    const token = new Promise<string | null>((resolve) => {
      took = resolve;
    });
    const listener: Listener = { member: ({ run }) => took(run.token), changed: () => undefined, ended: () => took(null) };
    const run = await this.inTurn(() => this.open({ array, plan, settings, listener, ...(carried === undefined ? {} : { carried }) }));
    const answer = await run.step({ ...ask, token: (await token) ?? (await endedEarly(run)) });
    await run.returned(answer.run.token);
    await run.drive();
    return { ...answer, carried: run.carried(answer.member.name) };
  }

  /**
   * Goes on with the run of this array that a process has left open, if there is one: where it stopped, with the messages that it recorded.
   * Plans of a dry run and chains by hand live in memory, and are not taken up.
   * @returns the run; null if there is none to go on with, or if somebody else has it
   */
  async takeUp(array: ArraySetup, settings: RunSettings, listener: Listener): Promise<Run | null> {
    const open = await openRunOf(this.store, array, (run) => this.live.has(run));
    if (open === null) return null;
    const lock = await this.store.locks.take(array.name, open.id).catch(() => null);
    if (lock === null) return null;
    return this.begin({ array, settings, listener, state: open.state, lock, resumed: true });
  }

  /**
   * Ends the record of runs of this array that a dying process left open, and says what is left. Nothing is changed.
   * @returns the runs ended so
   */
  async closeInterrupted(array: ArraySetup): Promise<readonly RunDocument[]> {
    const ended = await endInterrupted(this.store, array, (run) => this.live.has(run));
    const at = Math.round(array.connection.clock.now());
    return await Promise.all(
      ended.map(async ({ id, state }) => {
        // A run that could not write its journal to the end has left the better report: it knows how it ended.
        const report =
          (await this.store.reports.of(id)) ?? (await this.store.reports.keep(id, reportOf(state, at, this.languages)).catch(() => null));
        return this.documentOf(state, at, report);
      }),
    );
  }

  private documentOf(state: RunState, now: number, report: string | null): RunDocument {
    return documentOf(state, { now, report, say: this.languages.documents });
  }

  private async inTurn<T>(start: () => Promise<T>): Promise<T> {
    const started = this.starting.then(start);
    this.starting = started.catch(() => undefined);
    return await started;
  }

  private async startNow(ask: StartAsk, listener: Listener): Promise<RunDocument> {
    const { array, settings } = ask;
    const plan = { ...planOf(ask), ...(settings.window === null ? {} : { zone: settings.window.zone }) };
    const earlier = await this.startedBy(plan);
    if (earlier !== null) return earlier;
    refuseClosedWindow(settings.window, array.connection);
    if (!plan.dryRun) await refuseBesideLeftOut(this.store, plan, array);
    return (await this.open({ array, plan, settings, listener })).document();
  }

  /** The run that the plan's key has started; null if the key is new, or there is none. @throws Refused if that run was asked for something else */
  private async startedBy({ key, array }: Plan): Promise<RunDocument | null> {
    if (key === null) return null;
    const earlier = await this.store.journals.find(array, key.value);
    if (earlier === null) return null;
    if (earlier.plan.key?.bodyHash !== key.bodyHash)
      throw new Refused("key-reused", 422, text("run.key-reused", { run: earlier.run }), { runId: earlier.run });
    return await this.document(earlier.run);
  }

  /** Takes the lock, begins the journal, and lets the run take its first member. */
  private async open({ array, plan, settings, listener, carried }: Opening): Promise<Run> {
    this.refuseShared(array);
    const id = newId();
    const lock = await this.lock(array.name, id);
    try {
      const at = Math.round(array.connection.clock.now());
      const first = { type: "run started", run: id, plan, planHash: hashOf(plan), fence: lock.fence, at } as const;
      await this.store.journals.append(id, first);
      const state = await endLeftByHand(begin(first), { store: this.store, languages: this.languages, array });
      return this.begin({ array, settings, listener, state, lock, ...(carried === undefined ? {} : { carried }) });
    } catch (error) {
      await this.store.journals.close(id).catch(() => undefined);
      await lock.release();
      throw error;
    }
  }

  /** Lets a run of this process begin, or go on. */
  private begin(parts: Omit<ConstructorParameters<typeof Run>[0], "store" | "languages" | "newToken">): Run {
    const { listener } = parts;
    const { id } = parts.state;
    const ended: Listener["ended"] = (run) => {
      // From now on it is read from its journal.
      if (run.state.reason?.code !== "journal-failed") this.live.delete(id);
      listener.ended(run);
    };
    const run = new Run({
      ...parts,
      store: this.store,
      languages: this.languages,
      newToken: randomUUID,
      listener: {
        member: (message) => listener.member(message),
        again: (last) => listener.again?.(last) ?? false,
        changed: (view) => {
          // A full disk is no reason to lose a member: there is room for the end of the run, and nothing more is begun.
          if (this.store.journals.onReserve && view.state.phase === "running") void run.fail(onReserve(view.array.name));
          listener.changed(view);
        },
        ended,
      },
    });
    this.live.set(id, run);
    listener.started?.(run);
    void run.drive();
    return run;
  }

  /** A server may be listed in two arrays; while a run works on one, the other must wait. (Two labs are two worlds.) */
  private refuseShared(array: ArraySetup): void {
    if (array.connection.kind === "lab") return;
    const known = new Set(array.members.flatMap(namesOf));
    for (const run of this.live.values()) {
      const shared = run.array.members.find((member) => namesOf(member).some((name) => known.has(name)));
      if (run.ended || run.array.name === array.name || run.array.connection.kind === "lab" || shared === undefined) continue;
      const what = text("run.shared-server", { member: shared.name, array: run.array.name, run: run.id });
      throw new Refused("array-busy", 409, what, { runId: run.id });
    }
  }

  private async lock(array: string, run: string): Promise<Lock> {
    try {
      return await this.store.locks.take(array, run);
    } catch (error) {
      if (!(error instanceof Held)) throw error;
      const { holder, reason } = error;
      throw new Refused("array-busy", 409, text("run.array-held", { held: reason.what }), holder === null ? {} : { runId: holder.run });
    }
  }
}

/** By what a server is known, short or full, in any case. Its name and its address may be given the other way round elsewhere. */
const namesOf = ({ name, address }: Member): readonly string[] => [hostLabel(name), hostLabel(address)];

export interface ByHandAsk extends Omit<StepAsk, "token"> {
  readonly carried?: Carried;
  readonly array: ArraySetup;
  readonly member: string;
  readonly requestedBy: string | null;
  readonly note: string | null;
  readonly flow: string;
  readonly settings: RunSettings;
}

async function endedEarly(run: Run): Promise<never> {
  await run.drive();
  const { reason } = run.state;
  if (reason === null) throw new Refused("not-started", 409, text("run.not-started"));
  throw new Refused(reason.code, 409, whatOf(reason), { hint: reason.hint });
}

/** Sorts by the wall clock (an array may have a clock of its own), and says where the run was started. */
function newId(): string {
  const time = new Date().toISOString().replace(/[-:]/g, "").replace("T", "-").slice(0, 15);
  const host =
    hostname()
      .split(".")[0]
      ?.replace(/[^0-9A-Za-z-]/g, "")
      .slice(0, 20) ?? "";
  return [time, host, randomBytes(3).toString("hex")].filter((part) => part !== "").join("-");
}
