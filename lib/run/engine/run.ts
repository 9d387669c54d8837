import type { Reason, Words } from "../../texts";
import { joined, reason, text } from "../../texts";
import type { ArraySetup } from "../array-setup";
import type { Carried, Listener, RunView, StepAnswer, StepAsk } from "./listener";
import type { RunDocument } from "../record/document";
import { documentOf } from "../record/document";
import type { MemberOutcome } from "../record/entry";
import { Guard } from "../changes/guard";
import type { MemberPart, RunPart } from "../record/message";
import { keptOf, toJson } from "../record/message";
import { Stopped, messageLost, reasonOf } from "../record/reason";
import { Recorder } from "../store/recorder";
import { Refused } from "../refused";
import { reportOf } from "../report";
import type { MemberState, RunState } from "../record/state";
import { memberOf, stepAtWork } from "../record/state";
import type { StepResult } from "../step";
import { Secrets } from "../step";
import type { Lock, RunStore } from "../store/store";
import { Token } from "../member/token";
import type { Languages, RunSettings } from "../settings";
import { Work } from "../member/context";
import { differencesFrom } from "../record/differences";
import { endMember, giveUp, leaveMember } from "../member/leave";
import { refuseToTake, refuseUnfinished, tooLate } from "../rules/member-rules";

interface Parts {
  readonly array: ArraySetup;
  readonly state: RunState;
  readonly lock: Lock;
  readonly store: RunStore;
  readonly settings: RunSettings;
  readonly languages: Languages;
  readonly listener: Listener;
  /** What the message of a chain of steps by hand carries. */
  readonly carried?: Carried;
}

/** One rolling update of one array, from start to its report. */
export class Run implements RunView {
  readonly array: ArraySetup;
  private readonly recorder: Recorder;
  private readonly guard: Guard;
  private readonly work: Work;
  private readonly token = new Token();
  private readonly stopping = new AbortController();
  private atWork: Promise<unknown> = Promise.resolve();
  private ending: Promise<void> | null = null;
  private patrolling: Promise<void> | null = null;
  /** How long the member at work has waited for a step, in milliseconds. */
  private idleMs = 0;
  private report: string | null = null;
  private closed = false;

  constructor(private readonly parts: Parts) {
    this.array = parts.array;
    this.guard = new Guard(parts.array);
    this.recorder = new Recorder(parts.state, parts.store.journals, parts.array.connection.clock, () => parts.listener.changed(this));
    this.work = new Work(parts.array, this.recorder, this.guard, parts.settings, (error) => void this.fail(reasonOf(error)));
    parts.lock.lost.addEventListener("abort", () => {
      void this.fail(reason("lock-lost", text("run.lock-lost", { array: parts.array.name })));
    });
  }

  get id(): string {
    return this.state.id;
  }

  get state(): RunState {
    return this.recorder.state;
  }

  /** It has ended, its report is written, and the array is free again. */
  get ended(): boolean {
    return this.closed;
  }

  /** For the next step by hand on this member. */
  carried(member: string): Carried {
    const { found, earlier } = memberOf(this.state, member);
    return { found: found ?? { facts: {}, readings: {}, unknown: [] }, earlier: Object.fromEntries(earlier) };
  }

  document(): RunDocument {
    const document = documentOf(this.state, { now: this.now(), report: this.report, say: this.parts.languages.documents });
    // Whoever reads that it has ended must find its report.
    if (this.state.phase !== "ended" || this.closed) return document;
    return { ...document, state: this.state.outcome === "stopped" ? "stopping" : "running" };
  }

  /** Resolves when the run has ended and its report is written. */
  async whenEnded(): Promise<void> {
    await this.atWork.catch(() => undefined);
    await this.ending;
  }

  /** Takes the next member, or ends the run after the last one. */
  async next(): Promise<void> {
    try {
      await this.takeNext();
    } catch (error) {
      await this.fail(reasonOf(error));
    }
  }

  /** One step on the member at work. @throws Refused for a message that may not act; the step's own error when it failed */
  async step<Options>(ask: StepAsk<Options>): Promise<StepAnswer> {
    const member = this.take(ask.token);
    const working = this.perform(member, ask);
    this.atWork = working;
    return await working;
  }

  /** A member's message is back at the loop. One that comes twice or late is refused and moves nothing. */
  async returned(token: string): Promise<void> {
    const member = this.take(token);
    try {
      await this.finishMember(member);
    } catch (error) {
      await this.fail(reasonOf(error));
      return;
    }
    await this.next();
  }

  /** A node that is not ours failed with this run's message. */
  async foreignError(what: Words): Promise<void> {
    await this.fail(reason("foreign-error", what));
  }

  async stop(when: "now" | "after-member", by: string | null): Promise<void> {
    if (this.state.phase !== "running") throw new Refused("run-ended", 409, text("run.not-running", { run: this.id }));
    await this.recorder.record({ type: "stop asked", when, by });
    if (when === "now") void this.fail(reason("stopped-by-operator", text("run.stopped-by", { by: by ?? text("run.an-operator") })));
  }

  /** The node whose step is at work. */
  get nodeAtWork(): string | undefined {
    return this.current === undefined ? undefined : stepAtWork(this.current)?.node;
  }

  /** The nodes of the run are being closed: nothing more is sent, and what is left is named. */
  interrupt(why: Words): Promise<void> {
    return this.fail({ ...reason("interrupted", text("run.interrupted", { why })), since: [text("run.nothing-more-sent")] });
  }

  /** Ends the run. The first reason counts; later callers wait for the same end. */
  fail(why: Reason): Promise<void> {
    this.ending ??= this.stopFor(why);
    return this.ending;
  }

  private now(): number {
    return this.parts.array.connection.clock.now();
  }

  private get current(): MemberState | undefined {
    return this.state.members.find((member) => member.phase === "at work");
  }

  /** Takes the token of a message, for the member at work. */
  private take(token: string): MemberState {
    const member = this.current;
    if (this.ending !== null || this.ended) throw new Refused("run-ended", 409, text("run.ending", { run: this.id }));
    if (member === undefined || !this.token.take(token)) {
      throw new Refused("token-spent", 409, text("run.token-spent", { run: this.id }));
    }
    return member;
  }

  private async takeNext(): Promise<void> {
    if (this.ending !== null) return;
    const member = this.state.members.find((candidate) => candidate.phase === "waiting");
    if (member === undefined) {
      this.ending = this.finish();
      return;
    }
    refuseToTake(member, this.state, this.parts.settings, this.now());
    await this.guard.quiet(this.stopping.signal);
    // By hand the guard is asked for each change; a member may be read, and put back, whoever serves.
    if (!this.state.plan.byHand) await this.guard.check(member.name, false, this.stopping.signal);
    const { carried } = this.parts;
    const found = carried?.found ?? (await this.work.picture(member.name, this.stopping.signal));
    this.stopping.signal.throwIfAborted();
    await this.recorder.record({
      type: "member started",
      member: member.name,
      found,
      earlier: toJson(carried?.earlier ?? {}) as Record<string, never[]>,
    });
    this.idleMs = 0;
    this.patrolling ??= this.patrol();
    this.parts.listener.member({ run: this.runPart(), member: this.memberPart(member), update: this.state.plan.update });
  }

  private runPart(): RunPart {
    return { id: this.id, array: this.array.name, dryRun: this.state.plan.dryRun, token: this.token.next() };
  }

  private memberPart(member: MemberState): MemberPart {
    return { name: member.name, address: member.address, position: member.position, of: this.state.members.length };
  }

  private async perform<Options>(member: MemberState, ask: StepAsk<Options>): Promise<StepAnswer> {
    const { step, node } = ask;
    const visit = member.steps.filter((done) => done.node === node).length + 1;
    const of = { member: member.name, step: step.name, node, visit };
    const { kept, notKept } = keptOf(ask.message);
    try {
      const named = ask.name === undefined || ask.name === "" ? {} : { name: ask.name };
      await this.recorder.announce({ type: "step started", ...of, ...named, input: kept, notKept });
      const options = ask.options();
      const context = this.work.context(
        member,
        step.name,
        node,
        visit,
        () => tooLate(member, { state: this.state, settings: this.parts.settings, now: this.now() }),
        this.stopping.signal,
        ask.onProgress ?? (() => undefined),
      );
      const told = await step.run({ ...context, secrets: ask.secrets ?? new Secrets() }, options).finally(() => {
        // The step counts as ended while the journal is still writing that: the watchdog must not count the time of the step.
        this.idleMs = 0;
      });
      const result = inPlan(told, this.state.plan.dryRun);
      this.stopping.signal.throwIfAborted();
      const answer = { result, run: this.runPart(), member: this.memberPart(member) };
      const establishes = step.establishes?.(options) ?? {};
      const output = { ...kept, run: toJson(answer.run), member: toJson(answer.member), payload: toJson(result) };
      await this.recorder.record({
        type: "step finished",
        ...of,
        result: toJson(result),
        output,
        port: result.port ?? null,
        verifies: step.verifies === true,
        establishes: { ...establishes, ...result.facts },
      });
      this.idleMs = 0;
      return answer;
    } catch (error) {
      const why = reasonOf(error, member.name);
      await this.recorder.record({ type: "step failed", ...of, reason: why }).catch(() => undefined);
      // Not awaited: the run waits for this step to end before it goes on.
      void this.fail(why);
      throw error instanceof Refused ? error : new Stopped(why, { cause: error });
    }
  }

  /** While the run goes on: do enough others serve while a member is at work, and has its message not been lost? */
  private async patrol(): Promise<void> {
    const { guardEveryMs, watchdogMs } = this.parts.settings;
    const { clock } = this.array.connection;
    try {
      for (let looked = clock.now(); ; looked = clock.now()) {
        await clock.sleep(guardEveryMs, this.stopping.signal);
        const member = this.current;
        if (member === undefined) continue;
        await this.guard.check(member.name, member.changes.length > 0, this.stopping.signal);
        // A clock that jumped, or a machine that slept, does not count as waiting: one look adds little.
        const waiting = this.current === member && stepAtWork(member) === undefined;
        this.idleMs = waiting ? this.idleMs + Math.min(clock.now() - looked, 2 * guardEveryMs) : 0;
        if (this.idleMs > watchdogMs) throw new Stopped(messageLost(member, this.idleMs, this.state.plan.speed));
      }
    } catch (error) {
      // Either the run has ended, or this is the reason for its end.
      if (!this.stopping.signal.aborted && this.ending === null) await this.fail(reasonOf(error));
    }
  }

  private async finishMember(member: MemberState): Promise<void> {
    const { dryRun, byHand } = this.state.plan;
    const signal = this.stopping.signal;
    if (!byHand) refuseUnfinished(member, dryRun);
    // While the array converges, this is not the state in which the member is left.
    if (!byHand && !dryRun) await this.guard.quiet(signal);
    const left = await this.work.picture(member.name, signal);
    // Of a member on which nothing was changed nobody says that it is as it was found.
    const notFound = member.changes.length === 0 && member.found !== null && member.found.unknown.length > 0;
    if (!byHand && !dryRun && !notFound) {
      const differences = differencesFrom(member.found, left);
      if (differences.length > 0) {
        const what = text("run.not-as-found", { member: member.name, differences: joined(differences) });
        throw new Stopped(reason("not-as-found", what, text("run.not-as-found.hint")));
      }
    }
    const outcome: MemberOutcome = byHand
      ? "done-by-hand"
      : member.alreadyUpdated
        ? "already-updated"
        : dryRun
          ? "would-update"
          : "updated";
    await endMember(this.work, this.recorder, member, { outcome, reason: null, left });
  }

  private async finish(): Promise<void> {
    const outcome = this.state.plan.dryRun ? "dry-run" : "finished";
    await this.recorder.record({ type: "run finished", outcome, reason: null }).catch(() => undefined);
    await this.close();
  }

  private async stopFor(why: Reason): Promise<void> {
    const noted = await this.recorder.record({ type: "stopping", reason: why }).then(
      () => null,
      (error: unknown) => reasonOf(error),
    );
    this.stopping.abort(new Stopped(why));
    await this.atWork.catch(() => undefined);
    try {
      if (noted !== null) throw new Stopped(noted);
      const member = this.current;
      const reason = member === undefined ? why : await leaveMember(this.work, this.recorder, member, why, () => this.now());
      await this.recorder.record({ type: "run finished", outcome: "stopped", reason });
    } catch (error) {
      await giveUp(this.work, this.state, reasonOf(error));
    }
    await this.close();
  }

  private async close(): Promise<void> {
    this.stopping.abort();
    this.recorder.close();
    const { store, lock, languages } = this.parts;
    // Without a report the journal still has everything, and the document says that there is no report.
    this.report = await store.reports.keep(this.id, reportOf(this.state, this.now(), languages)).catch(() => null);
    await store.journals.close(this.id).catch(() => undefined);
    await lock.release();
    this.closed = true;
    this.parts.listener.changed(this);
    this.parts.listener.ended(this);
  }
}

/** In a dry run the result says what would be done. */
const inPlan = (result: StepResult, dryRun: boolean): StepResult =>
  dryRun && result.changed && result.foreseen !== true ? { ...result, text: text("result.would-be", { what: result.text }) } : result;
