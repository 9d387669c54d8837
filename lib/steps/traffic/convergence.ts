import type { ContextOf } from "../../run/step";
import { ServerError } from "../../server";
import { splitOf } from "../../gates/nlb";
import type { ReadableServer } from "../../server";
import type { Text } from "../../texts";
import { listed, text } from "../../texts";
import { seconds } from "../../time";
import type { NlbHost } from "./out-of-service";

export const usesOfConvergence = ["nlb.host"] as const;
type Context = ContextOf<typeof usesOfConvergence>;

/** NLB on one member; null if it does not answer or has no NLB: then it says nothing about the array. */
export interface HostOf {
  readonly name: string;
  readonly host: NlbHost | null;
}

const hostOf = async (server: ReadableServer<"nlb.host">): Promise<HostOf> => {
  try {
    return { name: server.name, host: await server.read("nlb.host", {}) };
  } catch (error) {
    if (error instanceof ServerError) return { name: server.name, host: null };
    throw error;
  }
};

/** Each member asked about itself, over its own session. */
export const lookAtArray = ({ server, array }: Context): Promise<HostOf[]> => Promise.all([server, ...array.others].map(hostOf));

/**
 * Why the members in service are not one converged cluster; empty when they are. "Converged" alone does not prove it:
 * with broken heartbeats each host converges on its own, as default host (domain reference 1.10).
 * @param mustServe the member that has to be among those in service, if any
 */
export function unconverged(hosts: readonly HostOf[], mustServe: string | null): Text[] {
  const problems = hosts.flatMap(({ name, host }) => (host?.state === "converging" ? [text("convergence.converging", { name })] : []));
  const inService = hosts.flatMap(({ name, host }) => (host?.state === "converged" ? [{ name, host }] : []));
  if (mustServe !== null && !inService.some(({ name }) => name === mustServe)) {
    const state = hosts.find(({ name }) => name === mustServe)?.host?.state;
    if (state === undefined) problems.push(text("convergence.silent", { name: mustServe }));
    else if (state !== "converging") problems.push(text("convergence.state", { name: mustServe, state }));
  }
  const hostsInService = inService.map(({ name, host }) => ({ name, ...host }));
  const members = hosts.flatMap(({ name, host }) => (host === null ? [] : [{ name, priority: host.priority }]));
  const split = splitOf(hostsInService, members);
  if (split !== null) problems.push(split);
  // Null: the server does not say while another host drains.
  else if (inService.length > 0 && !hostsInService.some(({ isDefaultHost }) => isDefaultHost !== false))
    problems.push(text("convergence.no-default-host"));
  return problems;
}

/** What to look for: a member that does not answer is no matter of port rules. */
export const hintFor = (missing: readonly Text[]): Text => {
  const silent = missing.filter((problem) => problem.text === "convergence.silent").flatMap(({ values }) => values?.["name"] ?? []);
  if (silent.length === 0) return text("convergence.hint");
  return text("convergence.hint-silent", { members: listed(silent) });
};

/**
 * Waits until the members in service are one converged cluster, in two looks one after the other.
 * @returns what is still missing at the limit; empty when all is well
 */
export async function convergedTogether(context: Context, limitMs: number, mustServe: string | null = null): Promise<readonly Text[]> {
  const waited = await context.wait.until(
    async () => unconverged(await lookAtArray(context), mustServe),
    (problems) => problems.length === 0,
    {
      limitMs,
      everyMs: seconds(5),
      inARow: 2,
      meanwhile: ([first]) => context.report({ text: first ?? text("convergence.waiting") }),
    },
  );
  return waited.met ? [] : (waited.answer ?? [text("convergence.nobody")]);
}
