import type { Reason, Words } from "../../texts";
import { reason, text, whatOf } from "../../texts";
import type { ArraySetup } from "../array-setup";
import { Guard } from "../changes";
import type { Duty, PlanDifferences } from "../rules";
import { decide } from "../rules";
import type { MemberState, RunDocument, RunState } from "../record";
import { documentOf, memberOf, membersAtWork, reasonOf, stepAtWork, Stopped } from "../record";
import type { StepAnswer, StepAsk } from "../member";
import { bearerOf, finishMember, leaveMember, visit, Work } from "../member";
import { Refused } from "../refused";
import { between } from "./between";
import type { Languages, RunSettings } from "../settings";
import type { Lock, RunStore } from "../store/store";
import { Recorder } from "../store/recorder";
import { AtWork } from "./at-work";
import type { End } from "./close";
import { closeRun } from "./close";
import { drive } from "./drive";
import { goOn } from "./go-on";
import type { AnswerAsk, Bearer } from "./hold";
import { answer, answeredAtLimit, askPeople, endPause, heldByEdits, holdErring, holdLost, isRunning, pause } from "./hold";
import type { Carried, Listener, RunView } from "./listener";
import { takeMember } from "./take";
import { watchArray, watchMember } from "./watch";

interface Parts {
  readonly array: ArraySetup;
  readonly state: RunState;
  readonly lock: Lock;
  readonly store: RunStore;
  readonly settings: RunSettings;
  readonly languages: Languages;
  readonly listener: Listener;
  readonly newToken: () => string;
  /** Its state comes from a journal that has been left open; and what is deployed now differs so from the plan. */
  readonly resumed?: { readonly differences: PlanDifferences };
  /** What the message of a chain of steps by hand carries. */
  readonly carried?: Carried;
}

/**
 * One rolling update of one array, from start to its report. What is to be done next follows from the state alone (`decide`), and is done here;
 * what happens meanwhile (a message, a command, a look) comes in as an entry of the journal.
 */
export class Run implements RunView {
  private readonly recorder: Recorder;
  private readonly work: Work;
  private readonly atWork = new AtWork();
  private driven: Promise<void> | null = null;
  private end: End | null = null;
  /** Nobody could take it up. */
  private abandoned: Reason | null = null;

  constructor(private readonly parts: Parts) {
    const { array, state, store, settings, listener, lock } = parts;
    this.recorder = new Recorder(state, store.journals, array.connection.clock, () => listener.changed(this));
    this.work = new Work(array, this.recorder, new Guard(array), settings, (error) => void this.fail(reasonOf(error)));
    lock.lost.addEventListener("abort", () => {
      void this.fail(reason("lock-lost", text("run.lock-lost", { array: array.name })));
    });
  }

  get id(): string {
    return this.state.id;
  }

  get array(): ArraySetup {
    return this.parts.array;
  }

  get state(): RunState {
    return this.end?.state ?? this.recorder.state;
  }

  /** It has ended, its report is written, and the array is free again. */
  get ended(): boolean {
    return this.end !== null;
  }

  /** For the next step by hand on this member. */
  carried(member: string): Carried {
    const { found, earlier } = memberOf(this.state, member);
    return { found: found ?? { facts: {}, readings: {}, unknown: [] }, earlier: Object.fromEntries(earlier) };
  }

  document(): RunDocument {
    const document = documentOf(this.state, { now: this.now(), report: this.end?.report ?? null, say: this.parts.languages.documents });
    // Whoever reads that it has ended must find its report.
    if (this.state.phase !== "ended" || this.ended) return document;
    return { ...document, state: this.state.outcome === "stopped" ? "stopping" : "running" };
  }

  /** Does what the state asks for, until the run has ended and its report is written. */
  drive(): Promise<void> {
    this.driven ??= this.driveOn();
    return this.driven;
  }

  /** One step on the member whose message has this token. @throws Refused for a message that may not act; the step's own error when it failed */
  async step<Options>(ask: StepAsk<Options>): Promise<StepAnswer> {
    this.refuseLate();
    let mayAct = false;
    const { parts, recorder, work, atWork } = this;
    const now = () => this.now();
    const visiting = visit({ ...parts, recorder, work, now, signalOf: (member) => atWork.signalOf(member) }, ask, () => {
      mayAct = true;
      atWork.begun(visiting);
    });
    try {
      return await visiting;
    } catch (error) {
      // Not awaited: the run waits for this step to end before it goes on. Whether it ends, the rules say.
      if (mayAct && (recorder.failure !== null || this.duties.some(({ what }) => what === "stop"))) void this.fail(reasonOf(error));
      throw error;
    }
  }

  /** A member's message is back at the loop. @throws Refused for one that comes twice or late: it moves nothing */
  async returned(token: string): Promise<void> {
    this.refuseLate();
    await this.recorder.record((state) => ({ type: "member returned", member: bearerOf(state, token).name }));
  }

  /** A node that is not ours failed with this run's message. @param about whose message, as far as it says */
  async foreignError(what: Words, about: Bearer = {}): Promise<void> {
    const why = reason("foreign-error", what);
    if (!(await holdErring(this.holding, why, about))) await this.fail(why);
  }

  async stop(when: "now" | "after-member", by: string | null): Promise<void> {
    const asked = this.recorder.record((state) => (isRunning(state), { type: "stop asked", when, by }));
    // Not when the wish is in the journal: what is not sent yet is not sent. Who has asked then reads that the run is stopping.
    const why = reason("stopped-by-operator", text("run.stopped-by", { by: by ?? text("run.an-operator") }));
    await Promise.all([asked, when === "now" ? this.goNoFurther(why) : null]);
  }

  /** @throws Refused for an answer that does not count */
  async answer(ask: AnswerAsk): Promise<void> {
    const { recorder, work, atWork } = this;
    try {
      await answer({ ...this.parts, recorder, work, atWork }, ask);
    } catch (error) {
      if (!(error instanceof Stopped)) throw error;
      await this.goNoFurther(error.reason);
      throw new Refused(error.reason.code, 409, whatOf(error.reason));
    }
  }

  /** No further member is taken until it goes on (`goOn`). @throws Refused */
  pause(by: string | null): Promise<void> {
    return pause(this.recorder, by);
  }

  goOn(by: string | null, why: string | null = null): Promise<void> {
    return endPause({ ...this.parts, recorder: this.recorder }, { by, why });
  }

  /** The nodes whose steps are at work. */
  get nodesAtWork(): readonly string[] {
    return membersAtWork(this.state).flatMap((member) => stepAtWork(member)?.node ?? []);
  }

  /** Whether it could go on from its record, and is to: what a dry run would change lives in memory, and what goes no further needs no nodes. */
  get canBeTakenUp(): boolean {
    const { phase, plan } = this.state;
    return phase === "running" && this.abandoned === null && !plan.dryRun && !plan.byHand && this.parts.settings.afterRestart !== "end";
  }

  /** Lets go of it, so that it can be taken up again: nothing more is sent, its record stays open, and the array is free. */
  async suspend(why: Words): Promise<void> {
    // Written first: what its step still wants to say of itself is not its end.
    const letGo = this.recorder.record(({ phase }) => {
      if (phase !== "running") return null;
      return this.abandoned === null ? { type: "interrupted", why } : { type: "stopping", reason: this.abandoned };
    });
    this.atWork.stop(new Stopped(reason("interrupted", text("run.interrupted", { why }))));
    await letGo.catch(() => undefined);
    await this.drive();
  }

  /** Its flow was deployed again: it goes on, or asks people whether it does. */
  deployedAgain(differences: PlanDifferences): void {
    heldByEdits(this.holding, differences).catch(() => undefined);
  }

  /** The nodes of the run are being closed: nothing more is sent, and what is left is named. */
  interrupt(why: Words): Promise<void> {
    // Its step may be closed before its loop, and has let go of it then: that is not written yet.
    this.abandoned = { ...reason("interrupted", text("run.interrupted", { why })), since: [text("run.nothing-more-sent")] };
    return this.fail(this.abandoned);
  }

  /** Ends the run. The first reason counts; later callers wait for the same end. */
  async fail(why: Reason): Promise<void> {
    await this.goNoFurther(why).catch(() => undefined);
    await this.drive();
  }

  /** That the run goes no further is known here before it is in the journal. */
  private refuseLate(): void {
    if (this.atWork.signal.aborted) throw new Refused("run-ended", 409, text("run.ending", { run: this.id }));
  }

  /** What is at work ends at once, before the journal has it: nothing more is sent meanwhile. */
  private async goNoFurther(why: Reason): Promise<void> {
    this.atWork.stop(new Stopped(why));
    await this.recorder.record(({ phase }) => (phase === "running" ? { type: "stopping", reason: why } : null));
  }

  private get holding(): { readonly recorder: Recorder; readonly settings: RunSettings } {
    return { recorder: this.recorder, settings: this.parts.settings };
  }

  private now(): number {
    return this.array.connection.clock.now();
  }

  private get duties(): readonly Duty[] {
    return decide(this.recorder.state, this.parts.settings, this.now());
  }

  private async driveOn(): Promise<void> {
    const { recorder, work, atWork, parts } = this;
    const ended = (error: unknown) => this.goNoFurther(reasonOf(error)).catch(() => undefined);
    // Before all else: whether the others serve nobody has looked at while there was no process.
    this.watchOver(null);
    const watchOver = (member: MemberState) => this.watchOver(member);
    if (parts.resumed !== undefined) await goOn({ ...parts, ...parts.resumed, recorder, work, atWork, watchOver }).catch(ended);
    for (const member of membersAtWork(recorder.state)) this.endHoldAtLimit(member);
    await drive({ recorder, duties: () => this.duties, act: (duty) => this.act(duty).catch(ended) });
    await this.close();
  }

  /** Until the run goes no further, or the work on the member is over. @param member null: the array as a whole */
  private watchOver(member: MemberState | null): void {
    const { recorder, work, atWork, parts } = this;
    const { settings, array } = parts;
    const lost = (one: MemberState, why: Reason) => holdLost(this.holding, one, why);
    const watched = { state: recorder.state, work, connection: array.connection, settings, atWork, lost };
    const signal = member === null ? atWork.signal : atWork.signalOf(member.name);
    const watching = member === null ? watchArray(watched, signal) : watchMember(watched, member, signal);
    watching.catch((error: unknown) => {
      if (!signal.aborted) void this.fail(reasonOf(error));
    });
  }

  /** Unless the run is over before. */
  private endHoldAtLimit(member: MemberState): void {
    const { recorder, work, atWork } = this;
    answeredAtLimit({ recorder, clock: work.clock, signal: atWork.signalOf(member.name) }, member).catch(() => undefined);
  }

  private async act(duty: Duty): Promise<void> {
    const { recorder, work, atWork, parts } = this;
    switch (duty.what) {
      case "take":
        return await this.takeMember(duty.member);
      case "finish":
        await finishMember({ work, recorder, signal: atWork.signalOf(duty.member.name) }, duty.member);
        return atWork.over(duty.member.name);
      case "stop":
        throw new Stopped(duty.why);
      case "ask":
        await askPeople(recorder, duty.member, duty.asking);
        return this.endHoldAtLimit(duty.member);
      case "order":
      case "soak":
        return await between[duty.what]({ recorder, work, settings: parts.settings, signal: atWork.signal });
      case "leave":
        return await leaveMember(work, recorder, duty.member, duty.why, () => this.now());
      case "close":
        await recorder.record({ type: "run finished", outcome: duty.outcome, reason: duty.why });
    }
  }

  private async takeMember(member: MemberState): Promise<void> {
    const { parts, recorder, work, atWork } = this;
    const isDue = () => this.duties.some((duty) => duty.what === "take" && duty.member === member);
    const watchOver = () => this.watchOver(member);
    await takeMember({ ...parts, recorder, work, signal: atWork.signalOf(member.name), isDue, watchOver }, member);
  }

  private async close(): Promise<void> {
    const { parts, recorder, work, atWork } = this;
    this.end = await closeRun({ ...parts, recorder, work, atWork });
    if (this.end.state.interrupted !== null) return parts.listener.suspended?.(this);
    parts.listener.changed(this);
    parts.listener.ended(this);
  }
}
