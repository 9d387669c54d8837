import type { Words } from "../texts";
import type { Clock, StartTimer } from "../time";
import { seconds } from "../time";
import type { OperationName } from "./catalogue";
import { hostLabel } from "./host-name";
import type { Invoke, ReadableServer } from "./server";

/** One server of the array. */
export interface Member {
  readonly name: string;
  /** The member's own address (never the array's): a stopped member would not answer there. */
  readonly address: string;
}

const sameName = (one: string, other: string): boolean => one.trim().toLowerCase() === other.trim().toLowerCase();

/** The member with this name, in any case; else the one with the same host name. */
export const memberNamed = (members: readonly Member[], server: string): Member | undefined =>
  members.find(({ name }) => sameName(name, server)) ?? members.find(({ name }) => hostLabel(name) === hostLabel(server));

/** Whether one member takes traffic and answers, and how that was told. */
export interface Verdict {
  readonly member: string;
  readonly serves: boolean;
  /** It is coming in: counts as serving for a while if the array converges because of our own change. */
  readonly converging: boolean;
  /** `out` was told; `no-answer`: nothing tells. `no-gate`: nothing is there that could take it out, though the array says that something is. */
  readonly code: "serves" | "converging" | "out" | "unreachable" | "split-cluster" | "no-answer" | "no-gate";
  /** Told that it takes what no other member is told to take. */
  readonly isDefaultHost?: true;
  /** How that was told, e.g. "converged, answers on port 443" or "unreachable". */
  readonly why: Words;
}

/**
 * How members of an array get out of traffic: at a gate that they are asked about (NLB), by other means, so that only the array's way of telling
 * who serves can tell it, or not at all, since a server in no array is behind nothing.
 */
export type TakenOut = "at-gate" | "by-other-means" | "behind-nothing";

/**
 * Finds out which members of an array serve, all at once; `lib/gates` has one for each way to tell.
 * @typeParam Uses the operations that it may ask of them
 */
export type Serving<Uses extends OperationName = OperationName> = (
  members: readonly ReadableServer<Uses>[],
  signal?: AbortSignal,
) => Promise<readonly Verdict[]>;

/** Whoever has not answered a look at who serves by then is unreachable: a late answer is worth less than a look that is over. */
export const LOOK_MS = seconds(10);

/** The connection to the servers of one array, as an adapter provides it. */
export interface Connection {
  readonly kind: "lab" | "local" | "winrm" | "ssh";
  readonly invoke: Invoke;
  /** Waiting and polling run on this clock. */
  readonly clock: Clock;
  /** How long its servers take to answer is measured on this one. Default: the same. A rehearsal has a fast clock, and servers that are not any faster. */
  readonly answersOn?: Clock;
  /** By what single operations are limited. Default: the real time, since a fast clock makes no disk any faster. */
  readonly limits?: StartTimer;
  close(): Promise<void>;
}
