import { steps } from "../../../lib/steps";
import type { Step, StepContext, StepResult } from "../../../lib/run/step";
import { quoted } from "../../../lib/texts";

type Play = (context: StepContext, options: never) => Promise<StepResult>;
const originals = new Map<Step, Step["run"]>();

/** Lets a step do what a test says instead of its work, until {@link asItIs}. What the step's options schema has parsed is passed on. */
export function scripted(type: string, run: Play): void {
  const step = steps.get(type) as { -readonly [Key in keyof Step]: Step[Key] };
  if (!originals.has(step)) originals.set(step, step.run);
  step.run = run as unknown as Step["run"];
}

export function asItIs(): void {
  for (const [step, run] of originals) Object.assign(step, { run });
  originals.clear();
}

/** A work that goes on until the test lets it end. */
export function heldWork() {
  let end: (result: StepResult) => void = () => undefined;
  let begin: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const work = new Promise<StepResult>((resolve) => {
    end = resolve;
  });
  const run: Play = () => {
    begin();
    return work;
  };
  return { begun, end: (result: StepResult = { changed: true, text: quoted("done") }) => end(result), run };
}
