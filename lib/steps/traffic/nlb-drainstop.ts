import type { ContextOf, StepResult } from "../../run/step";
import { StepFailed, step } from "../../run/step";
import type { ChangeCall } from "../../server/server";
import { ServerError } from "../../server/errors";
import { inWords, minutes } from "../../time/duration";
import { convergedTogether, usesOfConvergence } from "./convergence";
import { isInService, isOut } from "./out-of-service";
import type { NlbHost } from "./out-of-service";

const uses = [...usesOfConvergence, "nlb.host", "nlb.connections", "nlb.drain", "nlb.stop", "nlb.start"] as const;
type Context = ContextOf<typeof uses>;

export interface DrainstopOptions {
  /** `stop` cuts all connections at once: for urgent updates. */
  readonly mode: "drain" | "stop";
  readonly limitMinutes: number;
  /** What to do when clients are left at the limit. */
  readonly atLimit: "put-back" | "cut" | "wait-on" | "ask";
  /** For `wait-on`: once more, before it gives up. */
  readonly waitOnMinutes: number;
}
type Undo = Pick<ChangeCall<"nlb.start">, "undo">;

export interface DrainstopResult extends StepResult {
  /** The member was out of service before the run came to it. */
  readonly foundOut?: true;
  /** Connections were cut, by whose decision. */
  readonly cut?: "mode" | "limit";
  readonly facts: { readonly nlb: string };
}

/** Seconds are normal for a convergence, minutes a fault (domain reference 1.11). */
const CONVERGES_WITHIN_MS = minutes(2);

/** Takes a member out of NLB, without cutting its clients unless told so. */
async function run(context: Context, options: DrainstopOptions): Promise<DrainstopResult> {
  const { server } = context;
  const found = context.found("nlb.host");
  const host = await server.read("nlb.host", {});
  const foundOut = (found === undefined || isOut(found)) && isOut(host) ? ({ foundOut: true } as const) : {};
  if (isOut(host)) return { changed: false, text: `already ${host.state}`, ...foundOut, facts: { nlb: host.state } };

  const wasInService = isInService(found ?? host);
  const undo: Undo = wasInService ? { undo: ["nlb.start", {}] } : {};
  const done = options.mode === "stop" ? await cut(context, undo, "mode") : await drain(context, options, host, undo);

  const missing = await convergedTogether(context, CONVERGES_WITHIN_MS);
  if (missing.length > 0) {
    throw new StepFailed(
      "not-converged",
      `${context.member.name} is out, but the others have not converged within ${inWords(CONVERGES_WITHIN_MS)}: ${missing.join("; ")}.`,
      "Compare the port rules of all members and look for event 67 of NLB in their System logs.",
    );
  }
  return { changed: true, ...done, facts: { nlb: "stopped" } };
}

async function drain(
  context: Context,
  options: DrainstopOptions,
  host: NlbHost,
  undo: Undo,
): Promise<Pick<DrainstopResult, "text" | "cut">> {
  const { server, now, warn } = context;
  const begun = now();
  // A draining host has been told already: this step was started half-way, or somebody else has begun to take the member out.
  if (host.state !== "draining") await server.change("nlb.drain", {}, undo);
  if (await drained(context, options.limitMinutes)) return { text: `no clients left after ${inWords(now() - begun)}` };

  const left = await clientsLeft(context);
  switch (options.atLimit) {
    case "cut":
      warn(`The limit of ${options.limitMinutes} min is over: ${left} cut on ${context.member.name}, as the step's setting says.`);
      return await cut(context, undo, "limit");
    case "wait-on":
      context.report({ text: `${left} left at the limit; waiting ${options.waitOnMinutes} min more` });
      if (await drained(context, options.waitOnMinutes)) return { text: `no clients left after ${inWords(now() - begun)}` };
      return atTheLimit(context, options.limitMinutes + options.waitOnMinutes, "");
    case "ask":
      return atTheLimit(
        context,
        options.limitMinutes,
        " Asking a person in the middle of a run is not possible yet: the member is put back instead.",
      );
    case "put-back":
      return atTheLimit(context, options.limitMinutes, "");
  }
}

const drained = async (context: Context, limitMinutes: number): Promise<boolean> =>
  (
    await context.wait.until(() => context.server.read("nlb.host", {}), isOut, {
      limitMs: minutes(limitMinutes),
      meanwhile: async () => {
        const { clients, total, ports } = await context.server.read("nlb.connections", {});
        const byPort = Object.fromEntries(ports.map(({ port, connections }) => [`port ${port}`, connections]));
        context.report({
          text: clients === 1 ? "1 client left" : `${clients} clients left`,
          figures: { clients, connections: total, ...byPort },
        });
      },
    })
  ).met;

async function cut(context: Context, undo: Undo, by: "mode" | "limit"): Promise<Pick<DrainstopResult, "text" | "cut">> {
  const left = await clientsLeft(context);
  await context.server.change("nlb.stop", {}, undo);
  if (!(await context.wait.settled("nlb.stop", {}))) {
    throw new StepFailed(
      "operation-failed",
      `${context.member.name} was told to stop in NLB, but has not stopped.`,
      `By hand: Stop-NlbClusterNode -HostName ${context.member.name}`,
    );
  }
  return { text: `stopped; ${left} cut`, cut: by };
}

/** "23 clients", for people; an unknown number where it cannot be told, which fails nothing. */
async function clientsLeft({ server }: Context): Promise<string> {
  try {
    const { clients } = await server.read("nlb.connections", {});
    return clients === 1 ? "1 client" : `${clients} clients`;
  } catch (error) {
    if (error instanceof ServerError) return "an unknown number of clients";
    throw error;
  }
}

async function atTheLimit(context: Context, limitMinutes: number, besides: string): Promise<never> {
  throw new StepFailed(
    "drain-limit",
    `${context.member.name}: ${await clientsLeft(context)} still connected after ${limitMinutes} min of draining.${besides}`,
    "Try again at a quieter hour, allow more time, or set the step to cut at the limit.",
  );
}

export const nlbDrainstop = step({
  name: "nlb-drainstop",
  summary: "Takes a member out of NLB: drains it, or stops it at once",
  uses,
  establishes: () => ({ nlb: "stopped" }),
  run,
});
