import { isDeepStrictEqual } from "node:util";
import type { Words } from "../../texts";
import { listed, text } from "../../texts";
import type { ArraySetup } from "../array-setup";
import type { DeployedNode, Plan, RunState, WatchedBy } from "../record";
import { hashOf } from "./hash";

/** Enough to tell two values of one field apart. */
const DIGITS = 12;

type Nodes = Readonly<Record<string, DeployedNode>>;
type Deployed = NonNullable<Plan["deployed"]>;

/** What is deployed for a run beside its array: the nodes on a member's way, and the settings of the loop. */
interface NowDeployed {
  readonly nodes: Nodes;
  readonly settings: WatchedBy;
}

/** The fields of a node as a plan keeps them. */
export const fieldsHashed = (fields: object): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, hashOf(value).slice(0, DIGITS)]));

/** What is deployed for an array, as a plan keeps it. */
export const deployedFor = ({ members, connection }: ArraySetup, { nodes, settings }: NowDeployed): Deployed => ({
  members: members.map(({ name, address }) => ({ name, address })),
  connection: connection.kind,
  nodes,
  settings: watchedBy(settings),
});

const watchedBy = (settings: WatchedBy): WatchedBy => {
  const { guardEveryMs, watchdogMs, memberMs, window, afterRestart, whenStepFails, holdMs, holdThen, soakMs } = settings;
  const kept = window === null ? null : { from: window.from, to: window.to, zone: window.zone };
  return { guardEveryMs, watchdogMs, memberMs, window: kept, afterRestart, whenStepFails, holdMs, holdThen, soakMs };
};

/** How what is deployed now differs from what was planned. */
export interface PlanDifferences {
  /** In what is still to come on a member: the run cannot go on as planned. */
  readonly refused: readonly Words[];
  /** Of these, what nobody can say yes to: the plan knows no other members, and no other way to them. */
  readonly fixed: readonly Words[];
  /** The plan allows it: it holds for the rest of the run. */
  readonly allowed: readonly Words[];
}

/**
 * What is deployed now and is not as it was planned, as far as it is still to come: what the member at work has behind it counts only where others
 * come after it. How many have to stay in service, members that the run has nothing to do with any more, and how the run is watched over may change.
 */
export function planDifferences({ plan, members }: RunState, array: ArraySetup, { nodes, settings }: NowDeployed): PlanDifferences {
  const { deployed } = plan;
  if (deployed === undefined) return { refused: [], fixed: [], allowed: [] };
  const later = members.some(({ phase }) => phase === "waiting");
  const behind = new Set(members.flatMap(({ phase, steps }) => (phase === "at work" ? steps : [])).flatMap(passed));
  const matters = (id: string) => later || !behind.has(id);
  const open = new Set(members.flatMap(({ name, phase }) => (phase === "ended" ? [] : [name])));
  const inMembers = membersBetween(deployed, array);
  const fixed = [...inWords(inMembers, (name) => open.has(name)), ...inConnection(deployed, array)];
  return {
    refused: [...fixed, ...inNodes(deployed.nodes, nodes, matters)],
    fixed,
    allowed: [
      ...inWords(inMembers, (name) => !open.has(name)),
      ...(array.minInService === plan.minInService
        ? []
        : [text("differs.min-in-service", { before: plan.minInService, now: array.minInService })]),
      ...inSettings(deployed.settings, watchedBy(settings)),
    ],
  };
}

const passed = ({ node, outcome }: RunState["members"][number]["steps"][number]): readonly string[] =>
  outcome === "done" || outcome === "unchanged" ? [node] : [];

/** By what has become of them, the names of members. */
type InMembers = Readonly<Record<"gone" | "added" | "moved", readonly string[]>>;

function membersBetween(planned: Deployed, array: ArraySetup): InMembers {
  const now = new Map(array.members.map(({ name, address }) => [name, address]));
  const before = new Map(planned.members.map(({ name, address }) => [name, address]));
  return {
    gone: [...before.keys()].filter((name) => !now.has(name)),
    added: [...now.keys()].filter((name) => !before.has(name)),
    moved: [...now.keys()].filter((name) => before.has(name) && before.get(name) !== now.get(name)),
  };
}

const MEMBERS = { gone: "differs.members-gone", added: "differs.members-added", moved: "differs.members-moved" } as const;

/** Those members that are meant. */
const inWords = (of: InMembers, meant: (name: string) => boolean): readonly Words[] =>
  (["gone", "added", "moved"] as const).flatMap((how) => {
    const names = of[how].filter(meant);
    return names.length === 0 ? [] : [text(MEMBERS[how], { members: listed(names) })];
  });

const inConnection = (planned: Deployed, { connection: { kind } }: ArraySetup): readonly Words[] =>
  kind === planned.connection ? [] : [text("differs.connection", { before: planned.connection, now: kind })];

function inNodes(before: Nodes, now: Nodes, matters: (id: string) => boolean): readonly Words[] {
  const ids = [...new Set([...Object.keys(before), ...Object.keys(now)])].filter(matters);
  return ids.flatMap((id): Words[] => {
    const [planned, found] = [before[id], now[id]];
    if (planned === undefined) return [text("differs.node-added", { node: found?.name ?? id })];
    if (found === undefined) return [text("differs.node-gone", { node: planned.name })];
    const names = [...new Set([...Object.keys(planned.fields), ...Object.keys(found.fields)])];
    const changed = names.filter((name) => planned.fields[name] !== found.fields[name]);
    return changed.length === 0 ? [] : [text("differs.node-changed", { node: found.name, fields: listed(changed) })];
  });
}

const SETTINGS = {
  guardEveryMs: "differs.setting.guard",
  watchdogMs: "differs.setting.watchdog",
  memberMs: "differs.setting.member",
  window: "differs.setting.window",
  afterRestart: "differs.setting.after-restart",
  whenStepFails: "differs.setting.step-fails",
  holdMs: "differs.setting.hold",
  holdThen: "differs.setting.hold-then",
  soakMs: "differs.setting.soak",
} as const satisfies Record<keyof WatchedBy, string>;

const inSettings = (before: WatchedBy | undefined, now: WatchedBy): readonly Words[] =>
  (Object.keys(SETTINGS) as (keyof typeof SETTINGS)[])
    .filter((setting) => before !== undefined && !isDeepStrictEqual(before[setting], now[setting]))
    .map((setting) => text(SETTINGS[setting]));
