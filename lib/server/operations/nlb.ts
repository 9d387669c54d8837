import { z } from "zod";
import { minutes, seconds } from "../../time";
import { change, read } from "../operation";
import { literal, on } from "../by-hand";
import { noArguments } from "../shapes";

export const NlbState = z.enum(["converged", "converging", "draining", "stopped", "suspended", "unknown"]);
export const DefaultState = z.enum(["started", "stopped", "suspended"]);
export type DefaultState = z.output<typeof DefaultState>;

/** The error id of a server that is certainly in no NLB cluster. Other errors say nothing about that. */
export const NO_NLB_NODE = "nlb-no-node";

const host = read({
  summary: "NLB on this member",
  besides: "as the member itself reports it",
  on: "member",
  ...noArguments,
  result: z.object({
    state: NlbState,
    /** The state in the server's own words, for people. */
    text: z.string(),
    /** Null where the server does not say: while another host drains, its code can hide it. */
    isDefaultHost: z.boolean().nullable(),
    /** 1 to 32, unique in the cluster; the lowest of the converged hosts becomes default host. */
    priority: z.number().int(),
    /** The state that NLB takes after a boot ("initial host state"). */
    defaultState: DefaultState,
    /** After a boot the last state wins over the default state (domain reference 1.7); null if nothing tells, as on a plain host. */
    persistsLastState: z.boolean().nullable(),
    cluster: z.string(),
    /** The priorities of the hosts with which this one has converged, itself included; null if the server does not say, as while it converges. */
    convergedWith: z.array(z.number().int()).nullable(),
  }),
  noneIf: [NO_NLB_NODE],
  facts: { nlb: (answer) => answer.state, defaultState: (answer) => answer.defaultState },
  byHand: (server) => on(server, "nlb.exe query"),
  // A member asks no other host to tell this.
  withinMs: seconds(30),
});

const connections = read({
  summary: "Open client connections, by port",
  on: "member",
  ...noArguments,
  result: z.object({
    /** Clients with at least one connection, each counted once. */
    clients: z.number().int(),
    total: z.number().int(),
    ports: z.array(z.object({ port: z.number().int(), connections: z.number().int() })),
  }),
  withinMs: seconds(30),
});

/** Only while WMI is down on the member, NLB's cmdlets take its place, which tell the other hosts too: 21 s and more for each that is down. */
const withinMs = seconds(60);
const effect = { on: "member", ...noArguments, withinMs, unsettlesArray: true } as const;

export const nlb = {
  "nlb.host": host,
  "nlb.connections": connections,

  "nlb.drain": change({
    ...effect,
    summary: "Drain in NLB",
    besides: "new connections are refused, existing ones kept, then it stops",
    // On the member itself. Stop-NlbClusterNode -Drain would cut the clients at its limit.
    byHand: (server) => on(server, "nlb.exe drainstop"),
    settlesWithinMs: minutes(30),
  })
    .seenIn(host)
    .as(
      (before) => ({ ...before, state: "stopped", isDefaultHost: false }),
      (reading) => reading.state === "draining",
    ),

  "nlb.stop": change({
    ...effect,
    takesOutAtOnce: true,
    summary: "Stop in NLB at once",
    besides: "connections are cut",
    byHand: (server) => `Stop-NlbClusterNode -HostName ${literal(server)}`,
    settlesWithinMs: minutes(2),
  })
    .seenIn(host)
    // A suspended host is stopped, and accepts no commands (domain reference 1.4).
    .as((before) => (before.state === "suspended" ? before : { ...before, state: "stopped", isDefaultHost: false })),

  "nlb.start": change({
    ...effect,
    bringsIn: true,
    summary: "Start in NLB",
    besides: "it takes connections again",
    byHand: (server) => `Start-NlbClusterNode -HostName ${literal(server)}`,
    settlesWithinMs: minutes(2),
  })
    .seenIn(host)
    .as(
      (before) => ({ ...before, state: "converged" }),
      (reading) => reading.state === "converging",
    ),

  "nlb.suspend": change({
    ...effect,
    summary: "Suspend in NLB",
    besides: "it stops, and does not start until it is resumed",
    byHand: (server) => `Suspend-NlbClusterNode -HostName ${literal(server)}`,
    settlesWithinMs: minutes(2),
  })
    .seenIn(host)
    .as((before) => ({ ...before, state: "suspended", isDefaultHost: false })),

  "nlb.resume": change({
    ...effect,
    comesFirst: true,
    summary: "End the suspension",
    besides: "the host is stopped then",
    byHand: (server) => `Resume-NlbClusterNode -HostName ${literal(server)}`,
    settlesWithinMs: minutes(2),
  })
    .seenIn(host)
    .as((before) => (before.state === "suspended" ? { ...before, state: "stopped" } : before)),

  "nlb.setDefaultState": change({
    ...effect,
    summary: "Set the default state that NLB takes after a boot",
    besides: "the whole array converges again",
    args: z.object({ state: DefaultState }),
    example: { state: "stopped" },
    byHand: (server, { state }) =>
      `Get-NlbClusterNode -HostName ${literal(server)} -NodeName ${literal(server)} | Set-NlbClusterNode -InitialHostState ${state[0]?.toUpperCase()}${state.slice(1)} -Force`,
    settlesWithinMs: minutes(2),
  })
    .seenIn(host)
    .as((before, { state }) => ({ ...before, defaultState: state })),
};
