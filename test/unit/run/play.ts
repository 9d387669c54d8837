import type { StepAnswer } from "../../../lib/run/member";
import type { Run } from "../../../lib/run/engine/run";
import type { StartAsk } from "../../../lib/run/rules/plan";
import { defaultSettings } from "../../../lib/run/settings";
import type { Step } from "../../../lib/run/step";
import type { SmallArray } from "./small-array";
import { procedure } from "./small-steps";

export interface Played {
  readonly run: Run;
  /** What each step was answered with, or the error it ended with. */
  readonly answers: (StepAnswer | Error)[];
}

/** What became of each member. */
export const outcomes = ({ run }: Played): string[] => run.state.members.map(({ outcome }) => outcome);

/** So many members at the same time. */
export const atOnce = (count: number): Pick<StartAsk, "settings"> => ({ settings: { ...defaultSettings, howMany: [{ count }] } });

/** Starts a run and plays the flow: each member's message goes through the steps and back to the loop. */
export async function play(
  array: SmallArray,
  steps: readonly Step[] = Object.values(procedure),
  ask: Partial<StartAsk> = {},
): Promise<Played> {
  const answers: (StepAnswer | Error)[] = [];
  let run: Run | undefined;
  const ended = new Promise<Run>((resolve, reject) => {
    array.runs
      .start(
        {
          ...asked,
          array: array.setup,
          ...ask,
        },
        {
          changed: () => undefined,
          ended: (ended) => resolve(ended as Run),
          member: (message) => {
            run = array.runs.runningOn(array.setup.name);
            void walk(run as Run, message.run.token, steps, answers);
          },
        },
      )
      .catch(reject);
  });
  run = await ended;
  return { run, answers };
}

async function walk(run: Run, first: string, steps: readonly Step[], answers: (StepAnswer | Error)[]): Promise<void> {
  let token = first;
  for (const step of steps) {
    try {
      const answer = await run.step({ token, node: step.name, step, options: () => ({}), message: { payload: 1 } });
      answers.push(answer);
      token = answer.run.token;
    } catch (error) {
      answers.push(error as Error);
      return;
    }
  }
  await run.returned(token);
}

/** What a start is asked with where nothing else is said; the array is to be added. */
export const asked = {
  update: null,
  dryRun: false,
  members: null,
  requestedBy: null,
  note: null,
  key: null,
  body: {},
  flow: "loop",
  settings: defaultSettings,
};

/** What a step by hand on a member asks for, besides the step. */
export const byHandOn = (array: SmallArray, member: string) => ({
  array: array.setup,
  member,
  node: "n",
  options: () => ({}),
  message: {},
  requestedBy: null,
  note: null,
  flow: "n",
  settings: defaultSettings,
});
