import { z } from "zod";
import { Instant, ServerError } from "../../server";
import { EventCursor, nlb, Service, system } from "../../server/operations";
import type { ReadableServer } from "../../server";
import type { StepContext } from "../../run/step";
import { StepFailed } from "../../run/step";
import type { Text } from "../../texts";
import { text } from "../../texts";
import { setupLogEnd, usesOfSetupLog } from "./setup-log";
import { setupLogPath } from "./setup-log-path";

/** What taking the picture asks of its server. */
export const usesOfBefore = [
  ...usesOfSetupLog,
  "system.info",
  "system.pendingReboot",
  "services.list",
  "update.installed",
  "events.cursor",
  "nlb.host",
] as const;

/** A member before its update: what later steps compare with. Null: could not be read. */
export const Before = z.object({
  /** By the member's own clock. */
  clock: Instant,
  bootedAt: Instant,
  /** Where the event logs stood. */
  cursor: EventCursor.nullable(),
  services: z.array(Service),
  build: z.string().nullable(),
  pendingReboot: system["system.pendingReboot"].result.shape.reasons,
  nlb: nlb["nlb.host"].result.nullable(),
  setupLog: z.object({ path: z.string(), offset: z.number().int() }),
});
export type Before = z.output<typeof Before>;

/** Useful, but no reason to fail if it cannot be read. */
const ifAny = async <T>(look: Promise<T>): Promise<T | null> => {
  try {
    return await look;
  } catch (error) {
    if (error instanceof ServerError) return null;
    throw error;
  }
};

/** Takes the picture of a member before its update. */
export async function takeBefore(server: ReadableServer<(typeof usesOfBefore)[number]>): Promise<Before> {
  const info = await server.read("system.info", {});
  const { services } = await server.read("services.list", {});
  const { build } = await server.read("update.installed", {});
  return {
    clock: info.clock,
    bootedAt: info.bootedAt,
    cursor: (await ifAny(server.read("events.cursor", {})))?.cursor ?? null,
    services,
    build,
    pendingReboot: (await ifAny(server.read("system.pendingReboot", {})))?.reasons ?? [],
    nlb: await ifAny(server.read("nlb.host", {})),
    setupLog: { path: setupLogPath, offset: (await ifAny(setupLogEnd(server))) ?? 0 },
  };
}

/** The picture that `preflight-check` took in this run; null without one. */
export const beforeOf = ({ before }: Pick<StepContext, "before">): Before | null => Before.safeParse(before).data ?? null;

/** The services as they were before the run changed the member; null if nobody looked. */
export const servicesBefore = (context: Pick<StepContext, "before" | "found">): readonly Service[] | null =>
  beforeOf(context)?.services ?? context.found("services.list")?.services ?? null;

interface AsFound {
  /** What is to be as it was found, and how it is. */
  readonly what: Text;
  readonly now: Text;
  /** What to do instead. */
  readonly hint: Text;
  /** Whether it could be read when the member was found. Default: it could. */
  readonly read?: boolean;
}

/**
 * Refuses to restore what nobody knows. In a run the found state is known, or nothing is changed at all; by hand the step may be the first one that
 * looks at the member: how it is then is no state to go back to.
 */
export function mustBeKnown({ foundEarlier, member }: Pick<StepContext, "foundEarlier" | "member">, asFound: AsFound): void {
  const { what, now, hint, read = true } = asFound;
  if (foundEarlier && read) return;
  throw new StepFailed("found-not-known", text("as-found.not-known", { member: member.name, what, now }), hint);
}
