import type { ContextOf, StepResult } from "../../run/step";
import { StepFailed, step } from "../../run/step";
import { minutes } from "../../time/duration";
import { convergedTogether, usesOfConvergence } from "./convergence";
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

/** Brings a member back into the cluster, and is content only when it has converged together with the others. */
async function run(context: Context, options: StartOptions): Promise<StartResult> {
  const { server, member } = context;
  const found = context.found("nlb.host");
  const host = await server.read("nlb.host", {});
  if (isToStayOut(context)) return await stayOut(context, found?.state ?? "stopped", host.state);
  if (host.state === "suspended") {
    throw new StepFailed(
      "not-converged",
      `${member.name} is suspended, which ${found?.state === "suspended" ? "it was before the run" : "somebody has done since the run began"}; it is not resumed against that will.`,
      `If it is to serve: Resume-NlbClusterNode -HostName ${member.name}, then retry the step.`,
    );
  }

  const changed = !isInService(host);
  if (changed) await server.change("nlb.start", {}, found !== undefined && isOut(found) ? { undo: ["nlb.stop", {}] } : {});
  const missing = await convergedTogether(context, minutes(options.limitMinutes), member.name);
  if (missing.length > 0) {
    throw new StepFailed(
      "not-converged",
      `${member.name} has not converged together with the others within ${options.limitMinutes} min: ${missing.join("; ")}.`,
      "Compare the port rules of all members, check the heartbeat between them, and look for event 67 of NLB in their System logs.",
    );
  }
  return {
    changed,
    text: changed ? "serves again, converged together with the others" : "served already, converged together with the others",
    facts: { nlb: "converged" },
  };
}

/** A member that was found out of service is updated and left as it was. */
async function stayOut(context: Context, found: string, now: string): Promise<StartResult> {
  const { server, warn, member } = context;
  if (found === "suspended" && now === "stopped") {
    // A boot may have ended the suspension: the found state comes back.
    await server.change("nlb.suspend", {});
    await context.wait.settled("nlb.suspend", {});
    return { changed: true, text: "suspended again, as it was found", facts: { nlb: "suspended" } };
  }
  if (now !== "stopped" && now !== "suspended") warn(`${member.name} was found ${found} and was to stay so, but is ${now} now.`);
  return { changed: false, text: `stays ${now}: it was found ${found} and was to be left out`, facts: { nlb: now } };
}

export const nlbStart = step({
  name: "nlb-start",
  summary: "Brings a member back into the cluster, converged together with the others",
  uses,
  establishes: () => ({ nlb: "converged" }),
  run,
});
