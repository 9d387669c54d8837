import type { ContextOf, StepResult } from "../../run/step";
import { step, StepFailed } from "../../run/step";
import type { DefaultState } from "../../server/operations";
import { duration, joined, text } from "../../texts";
import { minutes } from "../../time";
import { mustBeKnown } from "../parts";
import { convergedTogether, hintFor, lookAtArray, usesOfConvergence } from "./convergence";

const uses = [...usesOfConvergence, "nlb.host", "nlb.setDefaultState"] as const;
type Context = ContextOf<typeof uses>;

export interface DefaultStateOptions {
  /** `stopped` before the update, so that a boot brings nothing back unverified; `as-found` after it. */
  readonly state: DefaultState | "as-found";
  readonly convergeWithinMinutes: number;
}

export interface DefaultStateResult extends StepResult {
  readonly facts: { readonly defaultState: string };
}

/** Sets the state that NLB takes after a boot: Stopped before the update, as found after it. Every such change makes the whole array converge, so it waits for that. */
async function run(context: Context, options: DefaultStateOptions): Promise<DefaultStateResult> {
  const { server } = context;
  const host = await server.read("nlb.host", {});
  const found = context.found("nlb.host")?.defaultState;
  const wanted = options.state === "as-found" ? asFound(context, host.defaultState) : options.state;

  const changed = host.defaultState !== wanted;
  if (changed) {
    const before = found ?? host.defaultState;
    await server.change(
      "nlb.setDefaultState",
      { state: wanted },
      wanted === before ? {} : { undo: ["nlb.setDefaultState", { state: before }] },
    );
    if (!(await context.wait.settled("nlb.setDefaultState", { state: wanted }))) {
      throw new StepFailed("operation-failed", text("default-state.not-set", { state: wanted }), text("default-state.not-set.hint"));
    }
  }
  // If the step was started half-way, the change may already have been made and the array may still be converging.
  const converging = (await lookAtArray(context)).some(({ host: now }) => now?.state === "converging");
  if (changed || converging) await convergedAgain(context, options.convergeWithinMinutes);
  return { changed, text: text(changed ? "default-state.is" : "default-state.was", { state: wanted }), facts: { defaultState: wanted } };
}

/** The state that it had before the work on it began. */
function asFound(context: Context, now: DefaultState): DefaultState {
  const found = context.found("nlb.host")?.defaultState;
  mustBeKnown(context, {
    what: text("default-state.it"),
    now: text("default-state.now", { state: now }),
    hint: text("default-state.not-known.hint"),
    read: found !== undefined,
  });
  return found ?? now;
}

async function convergedAgain(context: Context, withinMinutes: number): Promise<void> {
  const missing = await convergedTogether(context, minutes(withinMinutes));
  if (missing.length === 0) return;
  throw new StepFailed(
    "not-converged",
    text("default-state.not-converged", {
      member: context.member.name,
      limit: duration(minutes(withinMinutes)),
      missing: joined(missing),
    }),
    hintFor(missing),
  );
}

export const nlbSetDefaultState = step({
  name: "nlb-set-default-state",
  summary: "Sets the state that NLB takes after a boot: Stopped before the update, as found after it",
  uses,
  reliedOn: true,
  establishes: ({ state }: DefaultStateOptions) => (state === "as-found" ? {} : { defaultState: state }),
  run,
});
