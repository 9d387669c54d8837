import { hostname } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import { takePicture } from "../../server/picture";
import { Server } from "../../server/server";
import { reason, text } from "../../texts";
import type { ArraySetup } from "../array-setup";
import { reach } from "../array-setup";
import { toMend } from "../changes/undo";
import { howItsJobStands } from "../member/job-left";
import type { Dated, Entry } from "../record/entry";
import type { RunState } from "../record/state";
import { apply, replay } from "../record/state";
import type { Lock, RunStore } from "../store/store";
import { Held } from "../store/store";

/** A run whose record a dying process left open, and its state now. */
export interface Recovered {
  readonly id: string;
  readonly state: RunState;
}

/**
 * Ends the record of runs of this array that a dying process left open, and says what is left. Nothing is changed.
 * @param mine whether a run is at work in this process
 */
export async function endInterrupted(store: RunStore, array: ArraySetup, mine: (run: string) => boolean): Promise<readonly Recovered[]> {
  const ended: Recovered[] = [];
  for (const { run: id, plan } of await store.journals.list()) {
    if (plan.array !== array.name || mine(id)) continue;
    const entries = await store.journals.read(id).catch(() => null);
    if (entries === null || entries.some((entry) => entry.type === "run finished")) continue;
    const lock = await lockOf(store, array.name, id);
    if (lock === null) continue; // another process has it
    try {
      ended.push({ id, state: await endOne(store, id, entries, array) });
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

/** Null while another process has it. One on another host, or in a container that is no more, is given the time to show that it lives. */
async function lockOf({ locks }: RunStore, array: string, run: string): Promise<Lock | null> {
  for (let tries = 1; ; tries++) {
    try {
      return await locks.take(array, run);
    } catch (error) {
      const elsewhere = error instanceof Held && error.holder !== null && error.holder.host !== hostname();
      if (!elsewhere || tries >= TRIES) return null;
      await delay(AGAIN_MS, undefined, { ref: false });
    }
  }
}

/** The newest run of this array that nobody has ended and that can be gone on with. @param mine whether a run is at work in this process */
export async function openRunOf(store: RunStore, array: ArraySetup, mine: (run: string) => boolean): Promise<Recovered | null> {
  for (const { run: id, plan } of await store.journals.list()) {
    if (plan.array !== array.name || plan.dryRun || plan.byHand || mine(id)) continue;
    const entries = await store.journals.read(id);
    if (entries === null || entries.some((entry) => entry.type === "run finished")) continue;
    return { id, state: replay(entries) };
  }
  return null;
}

async function endOne(store: RunStore, id: string, entries: readonly Dated[], array: ArraySetup): Promise<RunState> {
  const state = replay(entries);
  const add = async (entry: Entry): Promise<void> => {
    const dated = { ...entry, at: Math.round(array.connection.clock.now()) };
    apply(state, dated);
    await store.journals.append(id, dated);
  };
  const why = reason("interrupted", text("run.interrupted", { why: text("run.node-red-ended") }));
  const invoke = reach(array.connection);
  for (const member of state.members.filter(({ phase }) => phase === "at work")) {
    const server = new Server(member.name, invoke);
    const left = await takePicture(server);
    const since = state.plan.dryRun ? [] : await howItsJobStands(server, member);
    const open = await toMend(invoke, member);
    await add({
      type: "member finished",
      member: member.name,
      outcome: "failed",
      reason: { ...why, since },
      alarm: null,
      left,
      toMend: open,
    });
  }
  await add({ type: "run finished", outcome: "stopped", reason: why });
  return state;
}
