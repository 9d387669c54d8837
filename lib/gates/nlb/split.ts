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
  const views = converged.map(viewOf);
  for (const [index, one] of views.entries()) {
    const other = views.slice(index + 1).find((candidate) => atOdds(one, candidate));
    if (other !== undefined) return text("split.views", { one: seenBy(one.host, members), other: seenBy(other.host, members) });
  }
  return null;
}

/** What a host sees, in one order and each once, so that two of them can be compared. */
interface View {
  readonly host: Host;
  readonly seen: string | null;
}

const viewOf = (host: Host): View => ({
  host,
  seen: host.convergedWith === null ? null : [...new Set(host.convergedWith)].sort((a, b) => a - b).join(),
});

/** Hosts of one cluster see the same hosts. If one does not say, the other must at least see it. */
function atOdds(one: View, other: View): boolean {
  if (one.seen !== null && other.seen !== null) return one.seen !== other.seen;
  const [silent, telling] = one.seen === null ? [one.host, other.host] : [other.host, one.host];
  return telling.convergedWith !== null && !telling.convergedWith.includes(silent.priority);
}

function seenBy({ name: host, convergedWith }: Host, members: readonly Named[]): Text {
  if (convergedWith === null) return text("split.does-not-tell", { host });
  if (convergedWith.length === 0) return text("split.sees-nobody", { host });
  const hosts = convergedWith.map((priority) => members.find((one) => one.priority === priority)?.name ?? text("split.host", { priority }));
  return text("split.sees", { host, hosts: enumerated(hosts) });
}
