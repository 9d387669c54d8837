import type { FlowProblem } from "../../../lib/run";
import { Refused } from "../../../lib/run";
import { text } from "../../../lib/texts";
import type { DeployedStep } from "../../shared/runtime";
import type { FlowNode } from "./graph";
import { nameOf } from "./graph";

/** The step nodes that are deployed: in a subflow, one for each instance. */
export type DeployedSteps = Iterable<DeployedStep>;

/** By their node in the flow file. */
export type StepsByNode = ReadonlyMap<string, readonly DeployedStep[]>;

/** Made once for a look: where many arrays are deployed there are thousands of both. */
export function byNode(steps: DeployedSteps): StepsByNode {
  const found = new Map<string, DeployedStep[]>();
  for (const step of steps)
    for (const id of new Set([step.id, step.template ?? step.id])) {
      const others = found.get(id);
      if (others === undefined) found.set(id, [step]);
      else others.push(step);
    }
  return found;
}

/** Settings by which the look at the flow goes. */
const LOOKED_AT = ["action", "state"] as const;

/**
 * The nodes with their settings as Node-RED has read them: variables of the environment and of subflows have their values. Where the instances of a
 * subflow differ, nobody knows what a message meets there.
 */
export const asDeployed = (nodes: readonly FlowNode[], steps: StepsByNode): readonly FlowNode[] =>
  nodes.map((node) => {
    const instances = steps.get(node.id);
    if (instances === undefined) return node;
    const settings = LOOKED_AT.flatMap((name) => {
      const [value, ...others] = new Set(instances.map((one) => (one.settings as FlowNode)[name]));
      return value === undefined && others.length === 0 ? [] : [[name, others.length === 0 ? value : "?"] as const];
    });
    return { ...node, ...Object.fromEntries(settings) };
  });

/** What is on a member's way, and what its message will say. */
interface OnTheWay {
  readonly nodes: readonly FlowNode[];
  readonly steps: StepsByNode;
  /** The run's update-package. */
  readonly update: string | null;
  /** Whether other nodes are on the way, which may change the message. */
  readonly othersToo: boolean;
}

/**
 * The settings of all steps, read as they will be when a message gets there. What a node of others may still put into the message cannot be known now.
 * @returns what is only known later
 * @throws Refused with the names of the nodes, and what is wrong with each
 */
export function refuseBadOptions({ nodes, steps, update, othersToo }: OnTheWay): FlowProblem[] {
  const found = nodes.flatMap((node) =>
    (steps.get(node.id) ?? []).flatMap((step) => {
      const problem = step.problem(update);
      return problem === null ? [] : [{ node: nameOf(node), problem }];
    }),
  );
  const later = found.filter(({ problem }) => othersToo && update === null && problem.code === "no-package");
  const now = found.filter((one) => !later.includes(one));
  if (now.length > 0) {
    const said = now.map(({ node, problem }) => text("flow.step-problem", { node, why: problem.reason.what }));
    const what = [text("flow.bad-options"), ...said].reduce((first, more) => text("flow.and", { first, more }));
    throw new Refused("bad-options", 409, what, { hint: text("flow.correct-and-deploy") });
  }
  return later.map(({ node }) => ({ code: "package-known-later", serious: false, text: text("flow.package-known-later", { node }) }));
}
