import { z } from "zod";
import type { StepContext } from "../../run/step";
import type { LoggedEvent } from "../../server/operations";
import type { Text } from "../../texts";
import { text } from "../../texts";
import { beforeOf } from "../parts";
import type { VerifyOptions } from "./options";

const Restart = z.object({ bootedAt: z.string().nullable(), settledAt: z.string().nullable() });

interface Errors {
  readonly findings: Text[];
  readonly counts: { all: number; afterBoot: number } | null;
}

/**
 * Errors logged since the picture taken before the update. An update and a boot cause many, so only those after the services had settled
 * are judged, and only if the options say so.
 */
export async function newErrors(context: StepContext<"events.since">, options: VerifyOptions): Promise<Errors> {
  const cursor = beforeOf(context)?.cursor ?? null;
  if (cursor === null) return { findings: [], counts: null };
  const { events } = await context.server.read("events.since", { cursor, levels: ["critical", "error"], atMost: 5000 });
  const counted = events.filter((event) => !ignored(event, options.ignoreEvents));
  const settledAt = settled(context);
  const afterBoot = settledAt === null ? counted : counted.filter(({ at }) => Date.parse(at) > Date.parse(settledAt));
  return {
    findings: options.newErrors === "fail" ? bySource(afterBoot) : [],
    counts: { all: counted.length, afterBoot: afterBoot.length },
  };
}

/** When the services had settled after the last boot of this run; null without a boot. */
function settled(context: Pick<StepContext, "earlier">): string | null {
  const restarts = context.earlier("restart-server").flatMap((result) => Restart.safeParse(result).data ?? []);
  const last = restarts.filter(({ bootedAt }) => bootedAt !== null).at(-1);
  return last?.settledAt ?? last?.bootedAt ?? null;
}

const ignored = ({ provider, id }: LoggedEvent, patterns: readonly string[]): boolean => {
  const names = [provider, `${provider}/${id}`].map((name) => name.toLowerCase());
  return patterns.some((pattern) => names.includes(pattern.trim().toLowerCase()));
};

/** "3 errors of Service Control Manager/7031", the most frequent first. */
function bySource(events: readonly LoggedEvent[]): Text[] {
  const counts = new Map<string, number>();
  for (const { provider, id } of events) {
    const source = `${provider}/${id}`;
    counts.set(source, (counts.get(source) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a).map(([source, count]) => text("health.errors", { count, source }));
}
