import type { StepContext } from "../run/step";
import { ServerError } from "../server/errors";
import type { ReadableServer } from "../server/server";
import { seconds } from "../time/duration";
import type { NlbHost } from "./out-of-service";

/** NLB on one member; null where it does not answer or has no NLB: then it says nothing about the array. */
export interface HostOf {
  readonly name: string;
  readonly host: NlbHost | null;
}

const hostOf = async (server: ReadableServer): Promise<HostOf> => {
  try {
    return { name: server.name, host: await server.read("nlb.host", {}) };
  } catch (error) {
    if (error instanceof ServerError) return { name: server.name, host: null };
    throw error;
  }
};

/** Each member asked about itself, over its own session. */
export const lookAtArray = ({ server, array }: StepContext): Promise<HostOf[]> => Promise.all([server, ...array.others].map(hostOf));

/** Names are as typed when the cluster was built: short or full, in any case. */
const firstLabel = (name: string): string => name.toLowerCase().split(".")[0] ?? "";

/**
 * Why the members in service are not one converged cluster; empty when they are. "Converged" alone does not say it:
 * with broken heartbeats each host converges by itself, as default host (domain reference 1.10).
 * @param mustServe the member that has to be among those in service, if any
 */
export function unconverged(hosts: readonly HostOf[], mustServe: string | null): string[] {
  const problems = hosts.flatMap(({ name, host }) => (host?.state === "converging" ? [`${name} is converging`] : []));
  const inService = hosts.flatMap(({ name, host }) => (host?.state === "converged" ? [{ name, host }] : []));
  if (mustServe !== null && !inService.some(({ name }) => name === mustServe)) {
    const state = hosts.find(({ name }) => name === mustServe)?.host?.state;
    if (state !== "converging") problems.push(`${mustServe} ${state === undefined ? "does not answer" : `is ${state}`}`);
  }
  const defaults = inService.filter(({ host }) => host.isDefaultHost).map(({ name }) => name);
  if (inService.length > 0 && defaults.length !== 1) {
    problems.push(defaults.length === 0 ? "no member is default host" : `${defaults.join(" and ")} are default host at the same time`);
  }
  for (const { name, host } of inService) {
    if (host.convergedWith === null) continue;
    const sees = host.convergedWith.map(firstLabel);
    const missing = inService.filter((other) => !sees.includes(firstLabel(other.name))).map((other) => other.name);
    if (missing.length > 0) problems.push(`${name} has converged without ${missing.join(", ")}`);
  }
  return problems;
}

/**
 * Waits until the members in service are one converged cluster, in two looks one after the other.
 * @returns what is still missing at the limit; empty when all is well
 */
export async function convergedTogether(
  context: StepContext,
  limitMs: number,
  mustServe: string | null = null,
): Promise<readonly string[]> {
  const waited = await context.wait.until(
    async () => unconverged(await lookAtArray(context), mustServe),
    (problems) => problems.length === 0,
    {
      limitMs,
      everyMs: seconds(5),
      inARow: 2,
      meanwhile: ([first]) => context.report({ text: first ?? "waiting for the array to converge" }),
    },
  );
  return waited.met ? [] : (waited.answer ?? ["no member has answered"]);
}
