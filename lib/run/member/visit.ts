import { text } from "../../texts";
import type { Entry, MemberPart, MemberState, RunPart, RunState, Upkeep } from "../record";
import { keptOf, memberOf, membersAtWork, reasonOf, stepAtWork, Stopped, toJson } from "../record";
import { Refused } from "../refused";
import { tooLate } from "../rules";
import type { RunSettings } from "../settings";
import type { Progress, Step, StepContext, StepResult } from "../step";
import { Secrets, StepFailed } from "../step";
import type { Recorder } from "../store/recorder";
import type { Work } from "./context";

/** A step that a message wants done. */
export interface StepAsk<Options = unknown> {
  /** `msg.run.token` */
  readonly token: string;
  readonly node: string;
  /** Of the node in the flow, for people. */
  readonly name?: string;
  readonly step: Step<Options>;
  /** The parsed options of the step. Called once the step may act; if it throws, the step fails. */
  readonly options: () => Options;
  /** What its node keeps apart from them. */
  readonly secrets?: Secrets;
  readonly message: Readonly<Record<string, unknown>>;
  readonly onProgress?: (progress: Progress) => void;
  /** What earlier steps by hand have begun to keep up: it is seen to first, and goes on. */
  readonly upkeep?: readonly Upkeep[];
}

/** The result of a finished step, and what its message goes on with. */
export interface StepAnswer {
  readonly result: StepResult;
  readonly run: RunPart;
  readonly member: MemberPart;
}

/** What a visit needs of its run. */
interface Parts {
  readonly recorder: Recorder;
  readonly work: Work;
  readonly settings: RunSettings;
  readonly now: () => number;
  /** Of a member: aborted when its step is to end. */
  readonly signalOf: (member: string) => AbortSignal;
  readonly newToken: () => string;
}

/** The member whose message carries this token. @throws Refused for a message that may not act: it comes twice, late, or from another run */
export function bearerOf(state: RunState, token: string): MemberState {
  if (state.phase !== "running") throw new Refused("run-ended", 409, text("run.ending", { run: state.id }));
  // Where people are going to be asked about it, no message of it may act.
  const member = membersAtWork(state).find((one) => one.token === token && one.heldFor === null);
  if (member === undefined) throw new Refused("token-spent", 409, text("run.token-spent", { run: state.id }));
  return member;
}

/** The run's part of a message with this token. */
export const runPartOf = ({ id, plan: { array, dryRun } }: RunState, token: string): RunPart => ({ id, array, dryRun, token });

/** The member's part of a message. */
export const memberPartOf = ({ members }: RunState, { name, address, position }: MemberState): MemberPart => ({
  name,
  address,
  position,
  of: members.length,
});

/**
 * One step on one member: begun and ended in the journal, in between the step itself.
 * @param begun is called once the step may act
 * @throws Refused for a message that may not act; whatever the step throws, which the journal has then
 */
export async function visit<Options>(parts: Parts, ask: StepAsk<Options>, begun: () => void): Promise<StepAnswer> {
  const { recorder, work, newToken } = parts;
  const { state } = recorder;
  const { step, node } = ask;
  const { kept, notKept } = keptOf(ask.message);
  const named = ask.name === "" ? {} : { name: ask.name };
  const started = await recorder.announce((now) => {
    const { name: member, steps } = bearerOf(now, ask.token);
    const cut = steps.find((begun) => begun.interrupted && begun.outcome === "at work" && begun.node === node);
    const visit = cut?.visit ?? steps.filter((done) => done.node === node).length + 1;
    begun();
    return { type: "step started", member, step: step.name, node, visit, ...named, input: kept, notKept };
  });
  if (started?.type !== "step started") throw new Error("The journal has kept another entry than it was given.");
  const of = { member: started.member, step: step.name, node, visit: started.visit };
  const member = memberOf(state, of.member);
  const signal = parts.signalOf(of.member);
  let meant: Pick<Extract<Entry, { type: "step failed" }>, "establishes" | "verifies" | "reliedOn"> = {
    verifies: step.verifies === true,
    reliedOn: step.reliedOn === true,
  };
  try {
    for (const one of ask.upkeep ?? []) {
      const { at: _, ...kept } = one;
      await recorder.record({ type: "upkeep", member: of.member, ...kept });
      await work.keepUpAgain(member, one);
    }
    const options = ask.options();
    meant = { ...meant, establishes: step.establishes?.(options) ?? {} };
    const result = inPlan(await step.run(contextFor(parts, member, ask), options), state.plan.dryRun);
    signal.throwIfAborted();
    const token = newToken();
    const answer = { result, run: runPartOf(state, token), member: memberPartOf(state, member) };
    const output = { ...kept, run: toJson(answer.run), member: toJson(answer.member), payload: toJson(result) };
    const establishes = { ...step.establishes?.(options), ...result.facts };
    const told = { result: toJson(result), output, port: result.port ?? null, token, verifies: step.verifies === true, establishes };
    const at = step.verifies === true && !state.plan.dryRun ? { verifiedAt: await clockOf(parts, of.member, signal) } : {};
    await recorder.record({ type: "step finished", ...of, ...told, ...at });
    return answer;
  } catch (error) {
    const asked = error instanceof StepFailed && error.asks ? ({ asks: true } as const) : {};
    await recorder.record({ type: "step failed", ...of, reason: reasonOf(error, of.member), ...meant, ...asked }).catch(() => undefined);
    throw error instanceof Refused ? error : new Stopped(reasonOf(error, of.member), { cause: error });
  }
}

/** Of the member itself, since it is compared with when it boots. */
async function clockOf({ work }: Parts, member: string, signal: AbortSignal): Promise<string> {
  return (await work.asItIs(member).read("system.info", {}, { signal })).clock;
}

function contextFor<Options>({ recorder, work, settings, now, signalOf }: Parts, member: MemberState, ask: StepAsk<Options>): StepContext {
  const { state } = recorder;
  const context = work.context(member, {
    step: ask.step.name,
    node: ask.node,
    visit: stepAtWork(member)?.visit ?? 1,
    tooLate: () => tooLate(member, { state, settings, now: now() }),
    signal: signalOf(member.name),
    onProgress: ask.onProgress ?? (() => undefined),
  });
  return { ...context, secrets: ask.secrets ?? new Secrets() };
}

/** In a dry run the result says what would be done. */
const inPlan = (result: StepResult, dryRun: boolean): StepResult =>
  dryRun && result.changed && result.foreseen !== true ? { ...result, text: text("result.would-be", { what: result.text }) } : result;
