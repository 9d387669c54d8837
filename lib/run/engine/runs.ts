import type { Text, Words } from "../../texts";
import { text } from "../../texts";
import type { ArraySetup } from "../array-setup";
import type { RunDocument, RunInList } from "../record/document";
import { documentOf, inList } from "../record/document";
import type { Plan } from "../record/entry";
import type { RunState } from "../record/state";
import { onReserve } from "../record/reason";
import { begin, replay } from "../record/state";
import type { Host } from "../host";
import { newRunId, newToken, thisHost } from "../host";
import { Refused } from "../refused";
import { reportOf } from "../report";
import type { StartAsk } from "../rules";
import { hashOf, planOf, refuseOutOfTime, shortOfTime } from "../rules";
import type { Languages } from "../settings";
import { warnOf } from "../store/recorder";
import type { RunStore } from "../store/store";
import { tookBefore } from "../store/took-before";
import type { AnswerByHand, ByHandAsk, Opening } from "./by-hand";
import { endLeftByHand, leftHalfWay, Starts } from "./by-hand";
import type { TakeUp } from "./go-on";
import { lookedAt } from "./hold";
import type { DeployedNow, Listener, RunView } from "./listener";
import { lockFor, refuseBesideLeftOut, refuseBesideSuspended, refuseShared } from "./left-out";
import type { Recovered } from "./recover";
import { reported } from "./close";
import { endInterrupted, leftOpen, lockOf, openRunOf, Waiting } from "./recover";
import { Run } from "./run";

/** So many runs are in a list: each journal is read. */
const LATEST = 20;

/** All runs of this process, and the record of those before. */
export class Runs {
  private readonly live = new Map<string, Run>();
  private readonly resting = new Waiting();
  /** By run: who is told. Its loop may be redeployed while it is at work. */
  private readonly listeners = new Map<string, Listener>();
  private readonly starts = new Starts((opening) => this.open(opening));

  constructor(
    private readonly store: RunStore,
    private readonly languages: Languages,
    private readonly host: Host = thisHost,
  ) {}

  /** Starts a run, or returns the one that the same key has started. @throws Refused */
  start(ask: StartAsk, listener: Listener): Promise<RunDocument> {
    return this.starts.inTurn(() => this.startNow(ask, listener));
  }

  /** The run as other systems see it; null when there is none of that id. */
  async document(id: string): Promise<RunDocument | null> {
    const run = this.live.get(id);
    if (run !== undefined) return run.document();
    const entries = await this.store.journals.read(id);
    if (entries === null || entries.length === 0) return null;
    const state = replay(entries);
    const waitsFor = this.resting.waitsFor.get(id) ?? null;
    // Its process came to write no entry that it was interrupted.
    if (waitsFor !== null) state.interrupted ??= { why: text("resume.process-ended") };
    const report = await this.store.reports.of(id);
    const document = this.documentOf(state, entries.at(-1)?.at ?? state.startedAt, { report, waitsFor });
    return state.phase === "ended" || report === null ? document : { ...document, ...(await reported(this.store.reports, id)), report };
  }

  /** The latest runs of an array, the newest first, without steps by hand. */
  async latest(array: string): Promise<readonly RunInList[]> {
    const runs = (await this.store.journals.list()).filter(({ plan }) => plan.array === array && !plan.byHand).slice(0, LATEST);
    return await Promise.all(runs.map(async ({ run, ...begun }) => inList(await this.document(run).catch(() => null), { run, ...begun })));
  }

  /** A run of this process. @throws Refused with 404 when there is none of that id, 409 when it has ended, 503 while nobody has taken it up yet */
  async running(id: string): Promise<Run> {
    const run = this.live.get(id);
    if (run !== undefined && !run.ended) return run;
    const entries = run === undefined ? await this.store.journals.read(id) : [];
    if (entries === null) throw new Refused("no-such-run", 404, text("run.no-such-run", { run: id }));
    const open = entries.length > 0 && entries.every(({ type }) => type !== "run finished") && (await this.store.reports.of(id)) === null;
    throw open
      ? new Refused("not-ready", 503, text("run.not-taken-up", { run: id }))
      : new Refused("run-ended", 409, text("run.has-ended", { run: id }));
  }

  /** The run that is at work on an array now. */
  runningOn(array: string): Run | undefined {
    return [...this.live.values()].find((run) => !run.ended && run.array.name === array);
  }

  /** The runs that are at work now, those of steps by hand not among them. */
  get atWork(): readonly Run[] {
    return [...this.live.values()].filter(({ ended, id, state }) => !ended && !state.plan.byHand && !this.resting.letGo.has(id));
  }

  /** Those runs that this process has let go of and that wait to be taken up. */
  get waiting(): readonly RunView[] {
    return [...this.resting.letGo.values()];
  }

  /** Runs that a dying process left open and that are not to go on here, as their journals have them. @param minded whether somebody goes on with it, or ends it */
  leftOpen(minded: (plan: Pick<Plan, "flow" | "array">) => boolean): Promise<readonly Recovered[]> {
    const { store, host, live, resting } = this;
    return leftOpen({ store, host, others: (run, plan) => live.has(run) || resting.letGo.has(run) || minded(plan) });
  }

  /** What earlier processes have left by hand, in a sentence for each member. @param setupOf an array by its name; null: it is not there */
  leftHalfWay(setupOf: (array: string) => ArraySetup | null): Promise<readonly Text[]> {
    return leftHalfWay(this.store.journals, setupOf);
  }

  /** One that cannot go on now. @param why what it waits for: its document says so as long as nobody drives it */
  waits(run: string, why: Words): void {
    this.resting.waitsFor.set(run, why);
  }

  /** The node is being closed: the step at work in it ends, and its run is let go of until it is taken up. */
  suspendStepOf(node: string, why: Words): void {
    for (const run of this.live.values()) {
      if (!run.ended && run.nodesAtWork.includes(node)) this.suspend(run, why);
    }
  }

  /** The flow of a run was deployed again, and none of its nodes at work was restarted. */
  deployedAgain(run: Run, deployed: DeployedNow): void {
    run.deployedAgain(lookedAt({ array: run.array, deployed }, run.state).differences);
  }

  /** Lets go of a run until it is taken up. One that nobody could take up ends as interrupted. */
  suspend(run: Run, why: Words): void {
    if (!run.canBeTakenUp) return void run.interrupt(why);
    // Known at once: the flows may start again before it has let go.
    this.resting.letGo.set(run.id, run);
    void run.suspend(why);
  }

  /** Resolves when no run works on the array. */
  async whenIdle(array: string): Promise<void> {
    await this.runningOn(array)?.drive();
  }

  /** One step on one member, started by a person without the loop. */
  byHand(ask: ByHandAsk): Promise<AnswerByHand> {
    return this.starts.byHand.step(ask);
  }

  /**
   * Goes on with the run that this flow has started on this array and that has been left open, if there is one: where it stopped, with the messages
   * that it recorded. Plans of a dry run and chains by hand live in memory, and are not taken up. One that is at work goes on, and tells this
   * listener from now on.
   * @returns the run; null if there is none to go on with, or if somebody else has it
   */
  async takeUp(ask: TakeUp): Promise<Run | null> {
    const { array, flow, listener } = ask;
    const running = this.runningOn(array.name);
    if ((running?.state.plan.flow ?? flow) !== flow) return null;
    if (running !== undefined && !this.resting.letGo.has(running.id)) {
      this.listeners.set(running.id, listener);
      this.deployedAgain(running, ask.deployed);
      listener.changed(running);
      return running;
    }
    // It may still be letting go.
    await running?.drive();
    const open = await openRunOf(this.store, array.name, flow);
    // One that could not write its record to the end has a report: that it stopped is what people know.
    if (open === null || (await this.store.reports.of(open.id)) !== null) return null;
    const lock = await lockOf({ store: this.store, host: this.host }, array.name, open.id);
    if (lock === null) return null;
    const { settings, differences } = lookedAt(ask, open.state);
    return this.begin({ array, settings, listener, state: open.state, lock, resumed: { differences } });
  }

  /**
   * Ends the record of runs of this array that a dying process left open, and says what is left. Nothing is changed.
   * @param others whether a flow goes on with its runs itself @returns the runs ended so
   */
  async closeInterrupted(array: ArraySetup, others: (flow: string) => boolean = () => false): Promise<readonly RunDocument[]> {
    const isOthers = (run: string, { flow }: Pick<Plan, "flow">) => this.live.has(run) || others(flow);
    const ended = await endInterrupted({ store: this.store, host: this.host, others: isOthers }, array);
    for (const { id } of ended) this.resting.over(id);
    const at = Math.round(array.connection.clock.now());
    return await Promise.all(
      ended.map(async ({ id, state }) => {
        // A run that could not write its journal to the end has left the better report: it knows how it ended.
        const report =
          (await this.store.reports.of(id)) ?? (await this.store.reports.keep(id, reportOf(state, at, this.languages)).catch(() => null));
        return this.documentOf(state, at, { report });
      }),
    );
  }

  private documentOf(
    state: RunState,
    now: number,
    more: { readonly report: string | null; readonly waitsFor?: Words | null },
  ): RunDocument {
    return documentOf(state, { now, ...more, say: this.languages.documents });
  }

  private async startNow(ask: StartAsk, listener: Listener): Promise<RunDocument> {
    const { array, settings } = ask;
    const plan = planOf(ask);
    const earlier = await this.startedBy(plan);
    if (earlier !== null) return earlier;
    refuseBesideSuspended(array.name, this.waiting);
    refuseOutOfTime(plan, settings.window, array.connection);
    if (!plan.dryRun) await refuseBesideLeftOut(this.store, plan, array);
    const took = await tookBefore(this.store.journals, plan);
    return (await this.open({ array, plan: { ...plan, ...took }, settings, listener })).document();
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
    refuseShared(array, [...this.live.values()]);
    const id = newRunId(this.host);
    const lock = await lockFor(this.store, array.name, id);
    try {
      const at = Math.round(array.connection.clock.now());
      const first = { type: "run started", run: id, plan, planHash: hashOf(plan), fence: lock.fence, at } as const;
      await this.store.journals.append(id, first);
      if (!plan.byHand && !plan.dryRun) this.starts.byHand.over(array.name);
      const state = await endLeftByHand(begin(first), { store: this.store, languages: this.languages, array });
      if (!plan.byHand) await warnOf(shortOfTime({ state, settings, now: at }), state, this.store.journals);
      return this.begin({ array, settings, listener, state, lock, ...(carried === undefined ? {} : { carried }) });
    } catch (error) {
      await this.store.journals.close(id).catch(() => undefined);
      await lock.release();
      throw error;
    }
  }

  /** Lets a run of this process begin, or go on. */
  private begin(parts: Omit<ConstructorParameters<typeof Run>[0], "store" | "languages" | "newToken">): Run {
    const { id } = parts.state;
    this.resting.over(id);
    this.listeners.set(id, parts.listener);
    const { store, languages } = this;
    const run = new Run({ ...parts, store, languages, newToken: () => newToken(this.host), listener: this.toldOf(id) });
    this.live.set(id, run);
    parts.listener.started?.(run, parts.resumed === undefined ? "begins" : "goes on");
    void run.drive();
    return run;
  }

  /** Passes on to whoever listens to the run then. */
  private toldOf(id: string): Listener {
    const listener = () => this.listeners.get(id);
    const over = (): void => void this.listeners.delete(id);
    return {
      member: (message) => listener()?.member(message),
      again: (last) => listener()?.again?.(last) ?? false,
      knows: (node) => listener()?.knows?.(node) ?? true,
      deployed: (update) => listener()?.deployed?.(update) ?? null,
      changed: (run) => {
        // A full disk is no reason to lose a member: there is room for the end of the run, and nothing more is begun.
        if (this.store.journals.onReserve && run.state.phase === "running") void this.live.get(id)?.fail(onReserve(run.array.name));
        listener()?.changed(run);
      },
      suspended: (run) => {
        this.live.delete(id);
        listener()?.suspended?.(run);
        over();
      },
      ended: (run) => {
        // From now on it is read from its journal.
        if (run.state.reason?.code !== "journal-failed") this.live.delete(id);
        this.resting.over(id);
        listener()?.ended(run);
        over();
      },
    };
  }
}
