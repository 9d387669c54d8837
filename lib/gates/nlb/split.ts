import type { Text } from "../../texts";
import { enumerated, text } from "../../texts";
import { hostLabel } from "../../server";

/** What a converged host says about its cluster. */
export interface Host {
  readonly name: string;
  readonly isDefaultHost: boolean;
  /** The hosts with which it has converged, itself included; null if the server does not say. */
  readonly convergedWith: readonly string[] | null;
}

/** How hosts that say converged have lost sight of each other; null when they have converged together. */
export function splitOf(converged: readonly Host[]): Text | null {
  const defaultHosts = converged.filter((host) => host.isDefaultHost).map((host) => host.name);
  if (defaultHosts.length > 1) return text("split.default-hosts", { hosts: enumerated(defaultHosts) });
  for (const [index, one] of converged.entries()) {
    const other = converged.slice(index + 1).find((candidate) => atOdds(one, candidate));
    if (other !== undefined) return text("split.views", { one: seenBy(one), other: seenBy(other) });
  }
  return null;
}

const labels = (names: readonly string[]): ReadonlySet<string> => new Set(names.map(hostLabel));

/** Hosts of one cluster see the same hosts. If one does not say, the other must at least see it. */
function atOdds(one: Host, other: Host): boolean {
  if (one.convergedWith === null) return other.convergedWith !== null && !labels(other.convergedWith).has(hostLabel(one.name));
  if (other.convergedWith === null) return atOdds(other, one);
  const [seen, alsoSeen] = [labels(one.convergedWith), labels(other.convergedWith)];
  return seen.size !== alsoSeen.size || [...seen].some((label) => !alsoSeen.has(label));
}

function seenBy({ name: host, convergedWith }: Host): Text {
  if (convergedWith === null) return text("split.does-not-tell", { host });
  return convergedWith.length === 0 ? text("split.sees-nobody", { host }) : text("split.sees", { host, hosts: enumerated(convergedWith) });
}
