import type { FlowProblem } from "../../../lib/run";
import { listed, text } from "../../../lib/texts";
import { nameOf } from "./graph";
import type { FlowGraph, FlowNode } from "./graph";

/** The default states with which a member takes no traffic after a boot. */
const KEEPS_OUT = new Set(["stopped", "suspended"]);

/** What an unfit member must not be touched by: they take it out of service, or work on what the picture of preflight shows. */
const TOUCHING = ["nlb-drainstop", "fscutility", "service-control", "backup-server", "install-update", "restart-server"];

/** Steps that install nothing; one that is not known here may. */
const INSTALLS_NOTHING = new Set([
  "preflight-check",
  "scom-maintenance",
  "nlb-drainstop",
  "nlb-set-default-state",
  "fscutility",
  "service-control",
  "backup-server",
  "restart-server",
  "verify-health",
  "nlb-start",
]);

interface Way {
  readonly loop: string;
  /** All nodes that a member's message can reach. */
  readonly onTheWay: ReadonlySet<string>;
  readonly ours: (type: string) => boolean;
}

/** What the order of the steps would do to a member for certain, or at its next boot. It stands in the flow, so nobody has to lose a member to learn it. */
export function orderProblems(flow: FlowGraph, way: Way): readonly FlowProblem[] {
  const steps = new Steps(flow, way);
  return [notChecked(steps), servesAfterBoot(steps), notVerified(steps), nothingInstalled(steps)].flatMap((found) => found ?? []);
}

/** The steps on the way, and what can be reached from them. */
class Steps {
  constructor(
    private readonly flow: FlowGraph,
    private readonly way: Way,
  ) {}

  get loop(): FlowNode | undefined {
    return this.flow.node(this.way.loop);
  }

  /** Whether all steps of ours are such that install nothing, or the one that installs. */
  get allKnown(): boolean {
    const known = (type: string) => INSTALLS_NOTHING.has(type) || ["install-update", "rolling-update"].includes(type);
    return this.nodes.every(({ type }) => known(type) || !this.way.ours(type));
  }

  of(...types: readonly string[]): readonly FlowNode[] {
    return this.nodes.filter(({ type }) => types.includes(type));
  }

  /** What a member reaches without passing these. */
  without(nodes: readonly FlowNode[]): ReadonlySet<string> {
    return this.flow.from(this.loop?.wires?.[0] ?? [], this.way.loop, ...nodes.map(({ id }) => id));
  }

  /** What a member reaches from here without passing those. */
  behind(nodes: readonly FlowNode[], passing: readonly FlowNode[]): ReadonlySet<string> {
    const next = nodes.flatMap(({ id }) => this.flow.next(id, this.way.onTheWay));
    return this.flow.from(next, this.way.loop, ...passing.map(({ id }) => id));
  }

  /** By the array that the loop updates; one that is not known counts as behind NLB. */
  get behindNlb(): boolean {
    const array = this.flow.node(this.loop?.array ?? "");
    return array?.otherMeans !== true || array.serving === "nlb";
  }

  private get nodes(): readonly FlowNode[] {
    return [...this.way.onTheWay].flatMap((id) => this.flow.node(id) ?? []);
  }
}

const problem = (code: string, what: FlowProblem["text"]): FlowProblem => ({ code, serious: true, text: what });
const names = (nodes: readonly FlowNode[]) => listed(nodes.map(nameOf));

function notChecked(steps: Steps): FlowProblem | null {
  const unchecked = steps.without(steps.of("preflight-check"));
  const touched = steps.of(...TOUCHING).filter(({ id }) => unchecked.has(id));
  return touched.length === 0 ? null : problem("not-checked", text("flow.not-checked", { nodes: names(touched) }));
}

/** Any installer may boot a server, whatever its kind. */
function servesAfterBoot(steps: Steps): FlowProblem | null {
  if (!steps.behindNlb) return null;
  const states = steps.of("nlb-set-default-state");
  const keeping = states.filter(({ state = "" }) => KEEPS_OUT.has(state));
  const others = states.filter((node) => !keeping.includes(node));
  const [first, later] = [steps.without(keeping), steps.behind(others, keeping)];
  const unverified = steps.behind(steps.of("install-update"), steps.of("verify-health"));
  const boots = steps.of("install-update", "restart-server").filter(({ id }) => first.has(id) || later.has(id));
  const verifying = steps.of("verify-health");
  // Where nothing verifies behind it, that is what is wrong.
  const tooEarly = others.filter((node) => unverified.has(node.id) && verifying.some(({ id }) => steps.behind([node], keeping).has(id)));
  const nodes = boots.length > 0 ? boots : tooEarly;
  return nodes.length === 0 ? null : problem("serves-after-boot", text("flow.serves-after-boot", { nodes: names(nodes) }));
}

function notVerified(steps: Steps): FlowProblem | null {
  const installing = steps.of("install-update");
  const unverified = steps.behind(installing, steps.of("verify-health"));
  const reached = [...steps.of("nlb-start"), ...(steps.loop === undefined ? [] : [steps.loop])].filter(({ id }) => unverified.has(id));
  if (reached.length === 0) return null;
  return problem("not-verified", text("flow.not-verified", { from: names(installing), to: names(reached.slice(0, 1)) }));
}

function nothingInstalled(steps: Steps): FlowProblem | null {
  const draining = steps.of("nlb-drainstop");
  const comesBack = steps.behind(draining, steps.of("install-update")).has(steps.loop?.id ?? "");
  return comesBack && steps.allKnown ? problem("nothing-installed", text("flow.nothing-installed", { nodes: names(draining) })) : null;
}
