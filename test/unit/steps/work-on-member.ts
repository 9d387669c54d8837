import { Guard, unwind } from "../../../lib/run/changes";
import type { ArraySetup } from "../../../lib/run/array-setup";
import { bearerOf, resumeMember, visit, Work } from "../../../lib/run/member";
import { hasRunOut } from "../../../lib/run/member/upkeep";
import type { Dated, MemberState, Plan } from "../../../lib/run/record";
import { hasFailed, memberOf, reasonOf, replay, Stopped } from "../../../lib/run/record";
import { defaultSettings } from "../../../lib/run/settings";
import type { LeftHalfDone, Progress, Step, StepContext, StepResult } from "../../../lib/run/step";
import { Secrets, StepFailed } from "../../../lib/run/step";
import { MemoryJournals } from "../../../lib/run/store/memory-store";
import { Recorder } from "../../../lib/run/store/recorder";
import { servingBy } from "../../../lib/gates/serving";
import type { ChangeData, ChangeOp, OperationName } from "../../../lib/server/catalogue";
import { operationOf } from "../../../lib/server/catalogue";
import type { Layer } from "../../../lib/server/server";
import { layered } from "../../../lib/server/server";
import { steps } from "../../../lib/steps";
import type { Reason, Text } from "../../../lib/texts";
import { fields as ofAnArray } from "../../../nodes/server-array/fields";
import { initially } from "../../../nodes/shared/fields";
import { said, saidIfAny } from "../../shared/english";
import { optionsOf } from "../../shared/node-fields";
import type { SmallWorld } from "./harness";

export interface WorkOptions {
  readonly dry?: boolean;
  readonly minInService?: number;
  readonly takenOut?: StepContext["array"]["takenOut"];
  /** Why the member could not be finished in time. */
  readonly tooLate?: Text;
  /** What its node keeps apart from the options. */
  readonly secrets?: Readonly<Record<string, string>>;
  readonly leftOut?: readonly string[];
  readonly flowProblems?: StepContext["flowProblems"];
  readonly foundEarlier?: boolean;
  readonly left?: LeftHalfDone;
  /** Those that the run is to update after it; none unless told. */
  readonly toCome?: readonly string[];
  /** Instead of the lab's answer, for what the lab cannot be made to do. */
  readonly instead?: Layer;
}

/** A change that a step has sent, or would. */
export interface Sent {
  readonly op: ChangeOp;
  readonly args: unknown;
  /** Null in a plan too. */
  readonly undo: ChangeData | null;
  readonly onlyIf: string | null;
  readonly startsUpdate: boolean;
}

export const inShort = ({ op, args }: Pick<Sent, "op" | "args">): string => {
  const { name, state, to } = args as { name?: string; state?: string; to?: string };
  return [op, name ?? state ?? to].filter((part) => part !== undefined).join(" ");
};

/** The result of a step, with its text made. */
type InEnglish<Result extends StepResult> = Omit<Result, "text"> & { readonly text: string };

/** The process that drives the run: another one after a crash. */
interface Process {
  readonly journals: MemoryJournals;
  readonly recorder: Recorder;
  readonly work: Work;
  readonly stop: AbortController;
}

/** Upkeep has no end of its own, and would keep its clock going. */
const atWork = new Set<WorkOnMember>();
afterEach(async () => {
  await Promise.all([...atWork].map((one) => one.end()));
  atWork.clear();
});

const RUN = "run";
const MEMBER = "CAS1";

/**
 * CAS1 at work in a run of its own, without the loop: a step is visited as the run visits it, with its journal, its guard, its search for lost answers, its
 * upkeep and its undo, so that a fault in the seam between a step and the run shows in the step's own tests.
 */
export class WorkOnMember {
  readonly progress: Progress[] = [];
  /** What was sent to be told somebody; nothing in a dry run. */
  readonly told: { readonly op: OperationName; readonly args: unknown }[] = [];
  private tokens = 0;
  private heard = 0;
  private process: Process;
  /** Errors outside the steps that would have ended the run. */
  private readonly broken: unknown[] = [];

  private constructor(
    private readonly world: SmallWorld,
    private readonly options: WorkOptions,
  ) {
    const members = world.members.map((name, index) => ({ name, address: `10.0.0.${index + 1}` }));
    const plan: Plan = {
      array: "CAS-ARRAY",
      members,
      minInService: options.minInService ?? 1,
      update: null,
      dryRun: options.dry === true,
      byHand: false,
      requestedBy: null,
      note: null,
      key: null,
      flow: "flow",
    };
    const at = Math.round(world.lab.clock.now());
    this.process = this.processOn([{ type: "run started", run: RUN, plan, planHash: "", fence: 1, at }]);
  }

  /** Takes CAS1, as a run would. */
  static async begun(world: SmallWorld, options: WorkOptions): Promise<WorkOnMember> {
    const one = new WorkOnMember(world, options);
    atWork.add(one);
    const found = await one.process.work.picture(MEMBER, one.process.stop.signal);
    await one.process.recorder.record({ type: "member started", member: MEMBER, found, earlier: {}, token: one.newToken() });
    return one;
  }

  /** What was sent by steps, or would be in a real run. */
  get sent(): readonly Sent[] {
    const { changes, wouldChange } = this.state;
    return [...changes.map((one) => ({ ...one, onlyIf: null })), ...wouldChange.map((one) => ({ ...one, undo: null }))]
      .filter(({ cause }) => cause === "step")
      .map(({ op, args, undo, onlyIf, startsUpdate }) => {
        const only = onlyIf === null ? null : saidIfAny(onlyIf);
        return { op: op as ChangeOp, args, undo, onlyIf: only, startsUpdate };
      });
  }

  /** The same, in short: `nlb.drain`, `services.stop MSExchangeTransport`. */
  get changes(): string[] {
    return this.sent.map(inShort);
  }

  get warnings(): readonly string[] {
    return this.process.recorder.state.warnings.slice(this.heard).map(({ text }) => said(text));
  }

  /** From here on only what is new. */
  forgetWarnings(): void {
    this.heard = this.process.recorder.state.warnings.length;
  }

  /** What is kept up, with its arguments. */
  get upkeep(): ReadonlyMap<ChangeOp, unknown> {
    return new Map([...this.state.upkeep.values()].map(({ keep: [op, args] }) => [op, args]));
  }

  /** What would be said now where what is kept up has ended. @param keptMs how long ago it was seen kept up; null: never */
  saidIfEnded(op: ChangeOp, keptMs: number | null): string {
    const { ifEnded, at } = this.state.upkeep.get(op) ?? { ifEnded: null, at: 0 };
    if (ifEnded === null) throw new Error(`Nothing begins ${op} again.`);
    return said(hasRunOut(ifEnded, this.world.lab.clock.now() - at, keptMs) ? ifEnded.ranOut : ifEnded.begun);
  }

  /** Does a step as a node would. @returns the result as the journal keeps it, with its text in English */
  async do<Result extends StepResult = StepResult>(
    name: string,
    options: Readonly<Record<string, unknown>> = {},
  ): Promise<InEnglish<Result>> {
    const step = steps.get(name);
    if (step === undefined) throw new Error(`There is no step ${name}.`);
    const { recorder, work, stop } = this.process;
    const parts = { recorder, work, settings: defaultSettings, now: () => this.world.lab.clock.now(), signalOf: () => stop.signal };
    const ask = {
      token: this.state.token ?? "",
      node: name,
      step: this.asTheTestSays(step),
      options: () => optionsOf(name, options),
      secrets: new Secrets(this.options.secrets),
      message: {},
      onProgress: (progress: Progress) => void this.progress.push(progress),
    };
    try {
      await visit({ ...parts, newToken: () => this.newToken() }, ask, () => undefined);
    } catch (error) {
      await this.visitedAgain(reasonOf(error));
      throw error instanceof Stopped ? error.cause : error;
    }
    if (this.broken.length > 0) throw this.broken[0];
    const result = this.state.earlier.get(name)?.at(-1);
    if (result === undefined) throw new Error(`${name} has left no result.`);
    return { ...(result as Result), text: said(result.text) };
  }

  /** Does the step once more in the same visit, as another process does if this one dies while it is at work, or before it has written down its end. */
  async again<Result extends StepResult = StepResult>(
    name: string,
    options: Readonly<Record<string, unknown>> = {},
  ): Promise<InEnglish<Result>> {
    const entries = structuredClone(this.process.journals.kept.get(RUN) ?? []);
    await this.end();
    const ended = entries.findLastIndex(({ type }) => type === "step finished" || type === "step failed");
    const begun = entries.findLastIndex(({ type }) => type === "step started");
    const { recorder, work, stop } = (this.process = this.processOn(begun > ended ? entries : entries.slice(0, ended)));
    await recorder.record({ type: "resumed", fence: recorder.state.fence + 1 });
    const parts = { work, recorder, clock: this.world.lab.clock, signal: stop.signal };
    const why = await resumeMember(parts, bearerOf(recorder.state, this.state.token ?? ""));
    if (why !== null) throw new Stopped(why);
    return await this.do<Result>(name, options);
  }

  /** The process ends, whatever it keeps up. */
  async end(): Promise<void> {
    this.process.stop.abort();
    await this.process.work.endUpkeepOf(MEMBER);
  }

  /** How a step fails. */
  async refusalOf(name: string, options: Readonly<Record<string, unknown>> = {}): Promise<StepFailed> {
    try {
      await this.do(name, options);
    } catch (error) {
      if (error instanceof StepFailed) return error;
      throw error;
    }
    throw new Error(`${name} was expected to fail.`);
  }

  /** Takes back what was changed, as a run does after a failure. */
  async putBack(): Promise<void> {
    const { work } = this.process;
    await this.end();
    const { signal } = new AbortController();
    await unwind(work.server(MEMBER, "undo", signal), work.reach, this.state, work.wait(MEMBER, "undo", signal));
  }

  /** What a step would see now. */
  context(): StepContext {
    const about = { step: "", node: "node", visit: 0, tooLate: () => this.options.tooLate ?? null, signal: this.process.stop.signal };
    const context = this.process.work.context(this.state, { ...about, onProgress: (progress) => void this.progress.push(progress) });
    return this.asTold({ ...context, secrets: new Secrets(this.options.secrets) });
  }

  private readonly hearing: Layer = (next) => (server, op, args, call) => {
    if (operationOf(op).kind === "tell") this.told.push({ op, args });
    return next(server, op, args, call);
  };

  private get state(): MemberState {
    return memberOf(this.process.recorder.state, MEMBER);
  }

  /** Somebody answers that the step is visited again, so that a test can go on. */
  private async visitedAgain(why: Reason): Promise<void> {
    const { recorder } = this.process;
    if (!hasFailed(this.state)) return void (await recorder.record({ type: "resumed", fence: recorder.state.fence }));
    const step = this.state.steps.at(-1);
    if (step === undefined) throw new Error("No step has failed.");
    const question = `${MEMBER}-${this.state.questions.length + 1}`;
    const about = { member: MEMBER, step: step.step, node: step.node, visit: step.visit, question };
    await recorder.record({ type: "question asked", ...about, reason: why, answers: ["retry"], until: null, otherwise: "put-back" });
    const answer = { answer: "retry", by: "a test", why: null, token: this.newToken(), establishes: {} } as const;
    await recorder.record({ type: "question answered", member: MEMBER, question, ...answer });
  }

  private newToken(): string {
    return `token-${++this.tokens}`;
  }

  private asTheTestSays(step: Step): Step {
    return { ...step, run: (context, options) => step.run(this.asTold(context), options) };
  }

  /** The window and what earlier runs have left are not the steps' business: they are told. */
  private asTold(context: StepContext): StepContext {
    const { tooLate = null, foundEarlier = context.foundEarlier, left = null } = this.options;
    const array = { ...context.array, toCome: this.options.toCome ?? [] };
    return { ...context, array, tooLate: () => tooLate, foundEarlier, leftHalfDone: () => Promise.resolve(left) };
  }

  /** A process that has read this journal. */
  private processOn(entries: readonly Dated[]): Process {
    const { lab, members } = this.world;
    const { instead, takenOut, minInService = 1, flowProblems = [], leftOut = null } = this.options;
    const array: ArraySetup = {
      name: "CAS-ARRAY",
      members: members.map((name, index) => ({ name, address: `10.0.0.${index + 1}` })),
      minInService,
      connection: {
        kind: "lab",
        clock: lab.clock,
        close: () => Promise.resolve(),
        invoke: layered(lab.invoke, this.hearing, ...(instead === undefined ? [] : [instead])),
      },
      serving: servingBy(initially(ofAnArray)),
      ...(takenOut === undefined ? {} : { takenOut }),
    };
    const journals = new MemoryJournals();
    journals.kept.set(RUN, [...entries]);
    const recorder = new Recorder(replay(entries), journals, lab.clock, () => undefined);
    const work = new Work(
      array,
      recorder,
      new Guard(array),
      { ...defaultSettings, flowProblems, leftOut },
      (error) => void this.broken.push(error),
    );
    return { journals, recorder, work, stop: new AbortController() };
  }
}
