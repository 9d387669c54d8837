import type { Words } from "../../../texts";
import { text, whatOf } from "../../../texts";
import type { ArraySetup } from "../../array-setup";
import type { StepAnswer, StepAsk } from "../../member";
import type { Plan } from "../../record/entry";
import type { Upkeep } from "../../record/state";
import { memberOf } from "../../record/state";
import { Refused } from "../../refused";
import { mustNotServe } from "../../rules/ledger";
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
  /** The array as it is deployed later on. Default: as now. @throws where it is not there any more, or cannot be used */
  readonly again?: () => ArraySetup;
  /** Is told what goes wrong between this step and the next. */
  readonly told?: (what: Words) => void;
}

/** What the step has done, and what the next one by hand needs to know. */
export interface AnswerByHand extends StepAnswer {
  readonly carried: Carried;
  /** The run whose journal has told how the member was found; null where it was looked at now, or handed on. */
  readonly foundBy: string | null;
}

/** What a step leaves to be seen to until the next one begins. */
export interface Left {
  /** As the array calls it. */
  readonly member: string;
  readonly carried: Carried;
  readonly upkeep: readonly Upkeep[];
  /** Its update has started and is not verified. */
  readonly unverified: boolean;
}

interface Parts {
  readonly open: (opening: Opening) => Promise<Run>;
  /** Is told how the step has left the member, whether it has failed or not. */
  readonly ended?: (left: Left) => void;
}

/**
 * One step on one member, started by a person without the loop: a run of its own. Lock, guard and journal hold all the same; when the step fails
 * its own changes are taken back.
 */
export async function stepByHand(ask: ByHandAsk, { open, ended }: Parts): Promise<AnswerByHand> {
  const { array, member, settings, carried } = ask;
  const plan = { ...planOf({ ...ask, body: null, key: null, update: null, dryRun: false, members: [member] }), byHand: true };
  let took: (token: string | null) => void = () => undefined;
  const token = new Promise<string | null>((resolve) => {
    took = resolve;
  });
  const listener: Listener = { member: ({ run }) => took(run.token), changed: () => undefined, ended: () => took(null) };
  const run = await open({ array, plan, settings, listener, ...(carried === undefined ? {} : { carried }) });
  const [of] = run.state.members;
  let { upkeep = [] } = ask;
  try {
    const answer = await run.step({ ...ask, token: (await token) ?? (await endedEarly(run)) });
    const { name } = answer.member;
    // The end of the work on a member ends its upkeep.
    upkeep = [...memberOf(run.state, name).upkeep.values()];
    await run.returned(answer.run.token);
    await run.drive();
    return { ...answer, carried: run.carried(name), foundBy: memberOf(run.state, name).foundBy };
  } finally {
    if (of !== undefined)
      ended?.({ member: of.name, carried: run.carried(of.name), upkeep, unverified: mustNotServe(memberOf(run.state, of.name)) });
  }
}

async function endedEarly(run: Run): Promise<never> {
  await run.drive();
  const { reason } = run.state;
  if (reason === null) throw new Refused("not-started", 409, text("run.not-started"));
  throw new Refused(reason.code, 409, whatOf(reason), { hint: reason.hint });
}
