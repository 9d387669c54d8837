import type { Words } from "../../texts";
import { reason, text } from "../../texts";
import type { ArraySetup } from "../array-setup";
import { Guard } from "../changes";
import { leaveMember, Work } from "../member";
import type { Dated, Plan } from "../record/entry";
import type { RunState } from "../record/state";
import { replay } from "../record/state";
import { defaultSettings } from "../settings";
import { Recorder } from "../store/recorder";
import type { Host } from "../host";
import type { Lock, RunStore } from "../store/store";
import { Held } from "../store/store";
import type { Run } from "./run";

/** A run whose record a dying process left open, and its state now. */
export interface Recovered {
  readonly id: string;
  readonly state: RunState;
}

/** A process, and where it finds the runs of those before it. */
interface Here {
  readonly store: RunStore;
  readonly host: Host;
  /** Whether a run is at work in this process, or somebody else's to go on with. */
  readonly others: (run: string, plan: Pick<Plan, "flow" | "array">) => boolean;
}

/** Runs that nobody drives. */
export class Waiting {
  /** Those that this process lets go of, or has let go of, and that nobody has taken up yet. */
  readonly letGo = new Map<string, Run>();
  /** What one waits for that cannot go on, by its id. */
  readonly waitsFor = new Map<string, Words>();

  /** Somebody drives it, or it has ended. */
  over(run: string): void {
    this.letGo.delete(run);
    this.waitsFor.delete(run);
  }
}

/**
 * Runs that a dying process left open, the newest first, by their journals. Nothing is changed, and those that another process has are left out. So
 * are dry runs, which have changed nothing.
 */
export async function leftOpen({ store, host, others }: Here): Promise<readonly Recovered[]> {
  const open: Recovered[] = [];
  for (const { run: id, plan, finished } of await store.journals.list()) {
    if (finished || plan.dryRun || others(id, plan)) continue;
    const entries = await store.journals.read(id);
    if (entries === null || entries.some(({ type }) => type === "run finished")) continue;
    const lock = await lockOf({ store, host }, plan.array, id);
    if (lock === null) continue;
    await lock.release();
    open.push({ id, state: replay(entries) });
  }
  return open;
}

/** Ends the record of runs of this array that a dying process left open, and says what is left. Nothing is changed. */
export async function endInterrupted({ store, host, others }: Here, array: ArraySetup): Promise<readonly Recovered[]> {
  const ended: Recovered[] = [];
  for (const { run: id, plan, finished } of await store.journals.list()) {
    if (finished || plan.array !== array.name || others(id, plan)) continue;
    const entries = await store.journals.read(id).catch(() => null);
    if (entries === null || entries.some((entry) => entry.type === "run finished")) continue;
    const lock = await lockOf({ store, host }, array.name, id);
    if (lock === null) continue; // another process has it
    try {
      ended.push({ id, state: await endOne(store, entries, array) });
    } finally {
      await store.journals.close(id).catch(() => undefined);
      await lock.release();
    }
  }
  return ended;
}

/** Between two tries to get the lock of an owner elsewhere, and how many there are: until it would have given a sign. */
const AGAIN_MS = 10_000;
const TRIES = 8;

/** Null while another process has it. One whose death nobody here could see is given the time to show that it lives. */
export async function lockOf({ store: { locks }, host }: Pick<Here, "store" | "host">, array: string, run: string): Promise<Lock | null> {
  for (let tries = 1; ; tries++) {
    try {
      return await locks.take(array, run);
    } catch (error) {
      const mayBeGone = error instanceof Held && error.mayBeGone;
      if (!mayBeGone || tries >= TRIES) return null;
      await host.clock.sleep(AGAIN_MS);
    }
  }
}

/** The newest run of this array that this flow has started, that nobody has ended, and that can be gone on with. */
export async function openRunOf(store: RunStore, array: string, flow: string): Promise<Recovered | null> {
  for (const { run: id, plan, finished } of await store.journals.list()) {
    if (finished || plan.array !== array || plan.flow !== flow || plan.dryRun || plan.byHand) continue;
    const entries = await store.journals.read(id);
    if (entries === null || entries.some((entry) => entry.type === "run finished")) continue;
    return { id, state: replay(entries) };
  }
  return null;
}

/** As a run ends that is interrupted: nothing is touched, and what is left is looked at, also whether a member serves unverified. */
export async function endOne(store: RunStore, entries: readonly Dated[], array: ArraySetup): Promise<RunState> {
  const state = replay(entries);
  const { clock } = array.connection;
  const recorder = new Recorder(state, store.journals, clock, () => undefined);
  const work = new Work(array, recorder, new Guard(array), defaultSettings, () => undefined);
  const why = reason("interrupted", text("run.interrupted", { why: text("run.node-red-ended") }));
  await recorder.record({ type: "stopping", reason: why });
  for (const member of state.members.filter(({ phase }) => phase === "at work"))
    await leaveMember(work, recorder, member, why, () => clock.now());
  await recorder.record({ type: "run finished", outcome: "stopped", reason: state.reason });
  return state;
}
