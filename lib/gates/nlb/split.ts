import type { Text } from "../../texts";
import { enumerated, text } from "../../texts";

/** What a converged host says about its cluster. */
export interface Host {
  readonly name: string;
  /** NLB's own number of it, by which hosts see each other. */
  readonly priority: number;
  /** Null if the server does not say. */
  readonly isDefaultHost: boolean | null;
  /** The priorities of the hosts with which it has converged, itself included; null if the server does not say. */
  readonly convergedWith: readonly number[] | null;
}

type Named = Pick<Host, "name" | "priority">;

/**
 * How hosts that say converged have lost sight of each other; null when they have converged together.
 * @param members all that have told their priority, so that they can be named
 */
export function splitOf(converged: readonly Host[], members: readonly Named[] = converged): Text | null {
  const defaultHosts = converged.filter((host) => host.isDefaultHost === true).map((host) => host.name);
  if (defaultHosts.length > 1) return text("split.default-hosts", { hosts: enumerated(defaultHosts) });
  for (const [index, one] of converged.entries()) {
    const other = converged.slice(index + 1).find((candidate) => atOdds(one, candidate));
    if (other !== undefined) return text("split.views", { one: seenBy(one, members), other: seenBy(other, members) });
  }
  return null;
}

/** Hosts of one cluster see the same hosts. If one does not say, the other must at least see it. */
function atOdds(one: Host, other: Host): boolean {
  if (one.convergedWith === null) return other.convergedWith !== null && !other.convergedWith.includes(one.priority);
  if (other.convergedWith === null) return atOdds(other, one);
  const [seen, alsoSeen] = [new Set(one.convergedWith), new Set(other.convergedWith)];
  return seen.size !== alsoSeen.size || [...seen].some((priority) => !alsoSeen.has(priority));
}

function seenBy({ name: host, convergedWith }: Host, members: readonly Named[]): Text {
  if (convergedWith === null) return text("split.does-not-tell", { host });
  if (convergedWith.length === 0) return text("split.sees-nobody", { host });
  const hosts = convergedWith.map((priority) => members.find((one) => one.priority === priority)?.name ?? text("split.host", { priority }));
  return text("split.sees", { host, hosts: enumerated(hosts) });
}
