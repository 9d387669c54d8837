import { createHash, randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { takePicture } from "../../server/picture";
import { Server } from "../../server/server";
import type { Window } from "../../time/window";
import { windowAt } from "../../time/window";
import type { ArraySetup } from "../array-setup";
import { problemsOf, reach } from "../array-setup";
import type { RunDocument } from "../record/document";
import { documentOf } from "../record/document";
import type { Dated, Plan } from "../record/entry";
import { Refused } from "../refused";
import { reportOf } from "../report";
import type { Carried, Listener, StepAnswer, StepAsk } from "./listener";
import type { RunSettings } from "../settings";
import { Run } from "./run";
import { apply, begin, replay } from "../record/state";
import type { Lock, RunStore } from "../store/store";
import { Held } from "../store/store";
import { toMend } from "../changes/undo";

/** What a start command asks for. */
export interface StartAsk {
  readonly array: ArraySetup;
  readonly update: string | null;
  readonly dryRun: boolean;
  /** Only these members; null: all. */
  readonly members: readonly string[] | null;
  readonly requestedBy: string | null;
  readonly note: string | null;
  /** The trigger's key: the same key starts no second run. @see body */
  readonly key: string | null;
  /** What the trigger asked for, to tell whether the same key comes with the same wish. */
  readonly body: unknown;
  /** Which flow: the id of the loop node. */
  readonly flow: string;
  readonly settings: RunSettings;
}

const hashOf = (value: unknown): string =>
  createHash("sha256")
    .update(JSON.stringify(value) ?? "")
    .digest("hex");

/** All runs of this process, and the record of those before. */
export class Runs {
  private readonly live = new Map<string, Run>();
  /** Starts are taken one after the other: two with the same key at once are one run. */
  private starting: Promise<unknown> = Promise.resolve();

  constructor(private readonly store: RunStore) {}

  /** Starts a run, or returns the one that the same key has started. @throws Refused */
  start(ask: StartAsk, listener: Listener): Promise<RunDocument> {
    const started = this.starting.then(() => this.startNow(ask, listener));
    this.starting = started.catch(() => undefined);
    return started;
  }

  /** The run as other systems see it; null when there is none of that id. */
  async document(id: string): Promise<RunDocument | null> {
    const run = this.live.get(id);
    if (run !== undefined) return run.document();
    const entries = await this.store.read(id);
    if (entries === null || entries.length === 0) return null;
    const state = replay(entries);
    return documentOf(state, entries.at(-1)?.at ?? state.startedAt, await this.store.reportOf(id));
  }

  /** A run of this process. @throws Refused with 404 when there is none of that id, 409 when it has ended */
  async running(id: string): Promise<Run> {
    const run = this.live.get(id);
    if (run !== undefined && !run.ended) return run;
    if (run !== undefined || (await this.store.read(id)) !== null) throw new Refused("run-ended", 409, `Run ${id} has ended.`);
    throw new Refused("no-such-run", 404, `There is no run ${id}.`);
  }

  /** The run that works on an array just now. */
  runningOn(array: string): Run | undefined {
    return [...this.live.values()].find((run) => !run.ended && run.array.name === array);
  }

  /** The node goes away: a step that is at work in it ends, and with it its run. */
  interruptStepOf(node: string, why: string): void {
    for (const run of this.live.values()) {
      if (!run.ended && run.nodeAtWork === node) void run.interrupt(why);
    }
  }

  /** Resolves when no run works on the array. */
  async whenIdle(array: string): Promise<void> {
    await this.runningOn(array)?.whenEnded();
  }

  /**
   * One step on one member, started by a person without the loop. Lock, guard and journal hold all the same; when the step fails
   * its own changes are taken back.
   */
  async byHand(ask: ByHandAsk): Promise<StepAnswer & { carried: Carried }> {
    const { array, member } = ask;
    const plan = { ...planOf({ ...ask, body: null, key: null, update: null, dryRun: false, members: [member] }), byHand: true };
    const nobody = { changed: () => undefined, ended: () => undefined };
    const opened = this.starting.then(() => this.open(array, plan, ask.settings, null, nobody, ask.carried));
    this.starting = opened.catch(() => undefined);
    const { run, message } = await opened;
    const { token } = (await message) ?? (await endedEarly(run));
    const answer = await run.step({ ...ask, token });
    await run.returned(answer.run.token);
    await run.whenEnded();
    return { ...answer, carried: run.carried(answer.member.name) };
  }

  /**
   * Ends the record of runs of this array that a dying process left open, and says what is left. Nothing is changed.
   * @returns the runs ended so
   */
  async closeInterrupted(array: ArraySetup): Promise<readonly RunDocument[]> {
    const closed: RunDocument[] = [];
    for (const { run: id, plan } of await this.store.list()) {
      if (plan.array !== array.name || this.live.has(id)) continue;
      const entries = await this.store.read(id).catch(() => null);
      if (entries === null || entries.some((entry) => entry.type === "run finished")) continue;
      const lock = await this.store.lock(array.name, id).catch(() => null);
      if (lock === null) continue; // another process has it
      try {
        closed.push(await this.closeOne(id, entries, array));
      } finally {
        await lock.release();
      }
    }
    return closed;
  }

  private async startNow(ask: StartAsk, listener: Listener): Promise<RunDocument> {
    const plan = planOf(ask);
    const earlier =
      ask.key === null
        ? undefined
        : (await this.store.list()).find((run) => run.plan.key?.value === ask.key && run.plan.array === ask.array.name);
    if (earlier !== undefined) {
      if (earlier.plan.key?.bodyHash !== plan.key?.bodyHash) {
        throw new Refused(
          "key-reused",
          422,
          `The key was used for run ${earlier.run} with another body. Send a new key.`,
          undefined,
          earlier.run,
        );
      }
      const document = await this.document(earlier.run);
      if (document !== null) return document;
    }
    refuseClosedWindow(ask.settings.window, ask.array.connection.clock.now());
    const { run } = await this.open(ask.array, plan, ask.settings, listener, listener);
    return run.document();
  }

  /** Takes the lock, begins the journal, and lets the run take its first member. */
  private async open(
    array: ArraySetup,
    plan: Plan,
    settings: RunSettings,
    listener: Listener | null,
    rest: Pick<Listener, "changed" | "ended">,
    carried?: Carried,
  ): Promise<{ run: Run; message: Promise<{ token: string } | null> }> {
    const { clock } = array.connection;
    this.refuseShared(array);
    const id = newId();
    const lock = await this.lock(array.name, id);
    try {
      const first = { type: "run started", run: id, plan, planHash: hashOf(plan), fence: lock.fence, at: Math.round(clock.now()) } as const;
      await this.store.append(id, first);
      let found: (message: { token: string } | null) => void = () => undefined;
      const message = new Promise<{ token: string } | null>((resolve) => {
        found = resolve;
      });
      const run: Run = new Run({
        array,
        state: begin(first),
        lock,
        store: this.store,
        settings,
        ...(carried === undefined ? {} : { carried }),
        listener: {
          changed: rest.changed,
          member: (to) => {
            listener?.member(to);
            found(to.run);
          },
          ended: (ended) => {
            found(null);
            // From now on its journal tells of it.
            if (ended.state.reasonCode !== "journal-failed") this.live.delete(id);
            rest.ended(ended);
          },
        },
      });
      this.live.set(id, run);
      void run.next();
      return { run, message };
    } catch (error) {
      await lock.release();
      throw error;
    }
  }

  /** A server may be listed in two arrays; while one is worked on the other must wait. (Two labs are two worlds.) */
  private refuseShared(array: ArraySetup): void {
    if (array.connection.kind === "lab") return;
    const addresses = new Set(array.members.map((member) => member.address.toLowerCase()));
    for (const run of this.live.values()) {
      const shared = run.array.members.find((member) => addresses.has(member.address.toLowerCase()));
      if (run.ended || run.array.name === array.name || run.array.connection.kind === "lab" || shared === undefined) continue;
      throw new Refused(
        "array-busy",
        409,
        `${shared.name} is also in the array ${run.array.name}, which run ${run.id} is working on. Nothing was started.`,
        undefined,
        run.id,
      );
    }
  }

  private async lock(array: string, run: string): Promise<Lock> {
    try {
      return await this.store.lock(array, run);
    } catch (error) {
      if (error instanceof Held)
        throw new Refused("array-busy", 409, `${error.message} Nothing was started.`, undefined, error.holder?.run);
      throw error;
    }
  }

  private async closeOne(id: string, entries: readonly Dated[], array: ArraySetup): Promise<RunDocument> {
    const { clock } = array.connection;
    const state = replay(entries);
    const add = async (entry: Parameters<RunStore["append"]>[1]) => {
      apply(state, entry);
      await this.store.append(id, entry);
    };
    const at = () => Math.round(clock.now());
    const text = "Interrupted: Node-RED ended while the run was at work. Nothing was changed since; the run is not taken up again.";
    for (const member of state.members.filter((candidate) => candidate.phase === "at work")) {
      const invoke = reach(array.connection);
      const left = await takePicture(new Server(member.name, invoke));
      const open = await toMend(invoke, member);
      await add({ type: "member finished", member: member.name, outcome: "failed", reason: text, left, toMend: open, at: at() });
    }
    await add({ type: "run finished", outcome: "stopped", reasonCode: "interrupted", reason: text, at: at() });
    const report = await this.store.keepReport(id, reportOf(state, at())).catch(() => null);
    return documentOf(state, at(), report);
  }
}

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
  await run.whenEnded();
  throw new Refused(run.state.reasonCode ?? "not-started", 409, run.state.reason ?? "The step could not be started.");
}

function planOf(ask: Omit<StartAsk, "settings">): Plan {
  const { array } = ask;
  const problems = problemsOf(array);
  if (problems.length > 0) throw new Refused("array-not-usable", 409, `The array ${array.name} cannot be updated: ${problems.join("; ")}.`);
  const wanted = ask.members?.map((name) => name.toLowerCase());
  const unknown = (ask.members ?? []).filter((name) => !array.members.some((member) => member.name.toLowerCase() === name.toLowerCase()));
  if (unknown.length > 0) {
    throw new Refused(
      "unknown-member",
      400,
      `${unknown.join(", ")} is not in the array ${array.name}.`,
      unknown.map((name) => ({
        path: "members",
        message: `${name} is no member; members are ${array.members.map((member) => member.name).join(", ")}`,
      })),
    );
  }
  return {
    array: array.name,
    members: array.members
      .filter((member) => wanted === undefined || wanted.includes(member.name.toLowerCase()))
      .map(({ name, address }) => ({ name, address })),
    minInService: array.minInService,
    update: ask.update,
    dryRun: ask.dryRun,
    byHand: false,
    requestedBy: ask.requestedBy,
    note: ask.note,
    key: ask.key === null ? null : { value: ask.key, bodyHash: hashOf(ask.body) },
    flow: ask.flow,
  };
}

function refuseClosedWindow(window: Window | null, now: number): void {
  if (window === null || windowAt(window, now).open) return;
  throw new Refused(
    "window-closed",
    409,
    `The maintenance window is closed: it is open from ${window.from} to ${window.to} (${window.zone}).`,
  );
}

/** Sorts by the time on the wall (an array may have a clock of its own), and says where the run was started. */
function newId(): string {
  const time = new Date().toISOString().replace(/[-:]/g, "").replace("T", "-").slice(0, 15);
  const host =
    hostname()
      .split(".")[0]
      ?.replace(/[^0-9A-Za-z-]/g, "")
      .slice(0, 20) ?? "";
  return [time, host, randomBytes(3).toString("hex")].filter((part) => part !== "").join("-");
}
