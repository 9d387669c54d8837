import { text, whatOf } from "../../../texts";
import type { ArraySetup } from "../../array-setup";
import type { StepAnswer, StepAsk } from "../../member";
import type { Plan } from "../../record/entry";
import { memberOf } from "../../record/state";
import { Refused } from "../../refused";
import { planOf } from "../../rules/plan";
import type { RunSettings } from "../../settings";
import type { Carried, Listener } from "../listener";
import type { Run } from "../run";

/** A run to be opened. */
export interface Opening {
  readonly array: ArraySetup;
  readonly plan: Plan;
  readonly settings: RunSettings;
  readonly listener: Listener;
  readonly carried?: Carried;
}

/** One step that a person wants done on one member. */
export interface ByHandAsk extends Omit<StepAsk, "token"> {
  readonly carried?: Carried;
  readonly array: ArraySetup;
  readonly member: string;
  readonly requestedBy: string | null;
  readonly note: string | null;
  readonly flow: string;
  readonly settings: RunSettings;
}

/** What the step has done, and what the next one by hand needs to know. */
export interface AnswerByHand extends StepAnswer {
  readonly carried: Carried;
  /** The run whose journal has told how the member was found; null where it was looked at now, or handed on. */
  readonly foundBy: string | null;
}

interface Parts {
  readonly open: (opening: Opening) => Promise<Run>;
}

/**
 * One step on one member, started by a person without the loop: a run of its own. Lock, guard and journal hold all the same; when the step fails
 * its own changes are taken back.
 */
export async function stepByHand(ask: ByHandAsk, { open }: Parts): Promise<AnswerByHand> {
  const { array, member, settings, carried } = ask;
  const plan = { ...planOf({ ...ask, body: null, key: null, update: null, dryRun: false, members: [member] }), byHand: true };
  let took: (token: string | null) => void = () => undefined;
  const token = new Promise<string | null>((resolve) => {
    took = resolve;
  });
  const listener: Listener = { member: ({ run }) => took(run.token), changed: () => undefined, ended: () => took(null) };
  const run = await open({ array, plan, settings, listener, ...(carried === undefined ? {} : { carried }) });
  const answer = await run.step({ ...ask, token: (await token) ?? (await endedEarly(run)) });
  await run.returned(answer.run.token);
  await run.drive();
  const { name } = answer.member;
  return { ...answer, carried: run.carried(name), foundBy: memberOf(run.state, name).foundBy };
}

async function endedEarly(run: Run): Promise<never> {
  await run.drive();
  const { reason } = run.state;
  if (reason === null) throw new Refused("not-started", 409, text("run.not-started"));
  throw new Refused(reason.code, 409, whatOf(reason), { hint: reason.hint });
}
