import type { ContextOf, StepResult } from "../../run/step";
import { step, StepFailed } from "../../run/step";
import { changeOf } from "../../server";
import { duration, joined, text } from "../../texts";
import { minutes } from "../../time";
import { convergedTogether, hintFor, usesOfConvergence } from "./convergence";
import { isInService, isOut, isToStayOut } from "./out-of-service";

const uses = [...usesOfConvergence, "nlb.host", "nlb.start", "nlb.stop", "nlb.suspend"] as const;
type Context = ContextOf<typeof uses>;

export interface StartOptions {
  /** Until it has converged together with the others. */
  readonly limitMinutes: number;
}

export interface StartResult extends StepResult {
  readonly facts: { readonly nlb: string };
}

/** Brings a member back into the cluster, and is done only when it has converged together with the others. */
async function run(context: Context, options: StartOptions): Promise<StartResult> {
  const { server, member } = context;
  const found = context.found("nlb.host");
  const host = await server.read("nlb.host", {});
  if (isToStayOut(context)) return await stayOut(context, found?.state ?? "stopped", host.state);
  if (host.state === "suspended") {
    throw new StepFailed(
      "not-converged",
      text(found?.state === "suspended" ? "start.suspended-before" : "start.suspended-since", { member: member.name }),
      text("start.suspended.hint", { command: changeOf("nlb.resume").byHand(member.name, {}) }),
    );
  }

  const changed = !isInService(host);
  if (changed) await server.change("nlb.start", {}, found !== undefined && isOut(found) ? { undo: ["nlb.stop", {}] } : {});
  const missing = await convergedTogether(context, minutes(options.limitMinutes), member.name);
  if (missing.length > 0) {
    throw new StepFailed(
      "not-converged",
      text("start.not-converged", { member: member.name, limit: duration(minutes(options.limitMinutes)), missing: joined(missing) }),
      hintFor(missing),
    );
  }
  return {
    changed,
    text: changed ? text("start.serves-again") : text("start.served-already"),
    facts: { nlb: "converged" },
  };
}

/** A member that was found out of service is updated and left as it was. */
async function stayOut(context: Context, found: string, now: string): Promise<StartResult> {
  const { server, warn, member } = context;
  if (found === "suspended" && now === "stopped") {
    // A boot may have ended the suspension: restore the found state.
    await server.change("nlb.suspend", {});
    await context.wait.settled("nlb.suspend", {});
    return { changed: true, text: text("start.suspended-again"), facts: { nlb: "suspended" } };
  }
  if (now !== "stopped" && now !== "suspended") warn(text("start.came-in", { member: member.name, found, state: now }));
  return { changed: false, text: text("start.stays-out", { state: now, found }), facts: { nlb: now } };
}

export const nlbStart = step({
  name: "nlb-start",
  summary: "Brings a member back into the cluster, converged together with the others",
  uses,
  establishes: () => ({ nlb: "converged" }),
  run,
});
