import type { ContextOf, StepResult } from "../../run/step";
import { step, StepFailed } from "../../run/step";
import type { ChangeCall } from "../../server";
import { changeOf, ServerError } from "../../server";
import type { Text } from "../../texts";
import { duration, joined, text } from "../../texts";
import { minutes } from "../../time";
import { Draining, usesOfDraining } from "./draining";
import { convergedTogether, hintFor, usesOfConvergence } from "./convergence";
import { isInService, isOut } from "./out-of-service";
import type { NlbHost } from "./out-of-service";

const uses = [...usesOfConvergence, ...usesOfDraining, "nlb.drain", "nlb.stop", "nlb.start"] as const;
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

/** Takes a member out of NLB; cuts its clients only if the options say so. */
async function run(context: Context, options: DrainstopOptions): Promise<DrainstopResult> {
  const { server } = context;
  const found = context.found("nlb.host");
  const host = await server.read("nlb.host", {});
  const foundOut = (found === undefined || isOut(found)) && isOut(host) ? ({ foundOut: true } as const) : {};
  const before = isOut(host) ? madeBefore(context) : null;
  if (isOut(host) && before === null)
    return { changed: false, text: text("drainstop.already", { state: host.state }), ...foundOut, facts: { nlb: host.state } };

  const wasInService = isInService(found ?? host);
  const undo: Undo = wasInService ? { undo: ["nlb.start", {}] } : {};
  const begin = () => (options.mode === "stop" ? cut(context, undo, "mode") : drain(context, options, { host, undo }));
  const done = before === null ? await begin() : { text: before };

  const missing = await convergedTogether(context, CONVERGES_WITHIN_MS);
  if (missing.length > 0) {
    throw new StepFailed(
      "not-converged",
      text("drainstop.others-not-converged", {
        member: context.member.name,
        limit: duration(CONVERGES_WITHIN_MS),
        missing: joined(missing),
      }),
      hintFor(missing),
    );
  }
  return { changed: true, ...done, facts: { nlb: "stopped" } };
}

/** What this visit did to a member that is out, before its process died; null: nothing. */
function madeBefore(context: Context): Text | null {
  if (context.madeBefore("nlb.stop") !== null) return text("drainstop.stopped-before");
  return context.madeBefore("nlb.drain") === null ? null : text("drainstop.drained-before");
}

async function drain(
  context: Context,
  options: DrainstopOptions,
  { host, undo }: { readonly host: NlbHost; readonly undo: Undo },
): Promise<Pick<DrainstopResult, "text" | "cut" | "foreseen">> {
  const { server, warn } = context;
  const draining = new Draining(context);
  await draining.begins();
  // A draining host already has the order: this step was started half-way, or somebody else has begun to take the member out.
  if (host.state !== "draining") await server.change("nlb.drain", {}, undo);
  const over = await draining.isOver(options.limitMinutes);
  // Nobody has left: nothing was sent.
  if (over === null) return { text: text("drainstop.would", { clients: await clientsLeft(context) }), foreseen: true };
  if (over) return { text: draining.howItEnded() };

  const left = await clientsLeft(context);
  switch (options.atLimit) {
    case "cut":
      warn(text("drainstop.cut-at-limit", { limit: duration(minutes(options.limitMinutes)), clients: left, member: context.member.name }));
      return await cut(context, undo, "limit");
    case "wait-on":
      context.report({ text: text("drainstop.waiting-on", { clients: left, time: duration(minutes(options.waitOnMinutes)) }) });
      if ((await draining.isOver(options.waitOnMinutes)) === true) return { text: draining.howItEnded() };
      return atTheLimit(context, options.limitMinutes + options.waitOnMinutes);
    case "ask":
      return atTheLimit(context, options.limitMinutes, { asks: true });
    case "put-back":
      return atTheLimit(context, options.limitMinutes);
  }
}

async function cut(context: Context, undo: Undo, by: "mode" | "limit"): Promise<Pick<DrainstopResult, "text" | "cut">> {
  const left = await clientsLeft(context);
  await context.server.change("nlb.stop", {}, undo);
  if (!(await context.wait.settled("nlb.stop", {}))) {
    throw new StepFailed(
      "operation-failed",
      text("drainstop.not-stopped", { member: context.member.name }),
      text("by-hand", { command: changeOf("nlb.stop").byHand(context.member.name, {}) }),
    );
  }
  return { text: text("drainstop.cut", { clients: left }), cut: by };
}

/** "23 clients"; an unknown number if it cannot be read, which fails nothing. */
async function clientsLeft({ server }: Context): Promise<Text> {
  try {
    const { clients } = await server.read("nlb.connections", {});
    return text("clients.some", { count: clients });
  } catch (error) {
    if (error instanceof ServerError) return text("clients.unknown");
    throw error;
  }
}

async function atTheLimit(context: Context, limitMinutes: number, asks: { readonly asks?: true } = {}): Promise<never> {
  const what = text("drainstop.limit", { clients: await clientsLeft(context), limit: duration(minutes(limitMinutes)) });
  throw new StepFailed("drain-limit", what, { hint: text("drainstop.limit.hint"), found: [], ...asks });
}

export const nlbDrainstop = step({
  name: "nlb-drainstop",
  summary: "Takes a member out of NLB: drains it, or stops it at once",
  uses,
  establishes: () => ({ nlb: "stopped" }),
  reliedOn: true,
  run,
});
