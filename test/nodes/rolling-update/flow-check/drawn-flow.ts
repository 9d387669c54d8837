import { steps } from "../../../../lib/steps";
import { flowProblems } from "../../../../nodes/rolling-update/flow";
import type { FlowNode } from "../../../../nodes/rolling-update/flow";

export const ours = (type: string): boolean => steps.has(type) || type === "rolling-update";
export const at = (id: string, type: string, to: readonly string[], more: Partial<FlowNode> = {}): FlowNode => ({
  id,
  type,
  z: "flow",
  wires: [to],
  ...more,
});
export const loop = (...to: string[]): FlowNode => ({ ...at("loop", "rolling-update", []), wires: [to, [], [], []] });
export const step = (id: string, ...to: string[]): FlowNode => at(id, "nlb-start", to);
export const foreign = (id: string, to: readonly string[], more: Partial<FlowNode> = {}): FlowNode => at(id, "function", to, more);
export const catcher = (more: Partial<FlowNode> = {}): FlowNode => at("catch", "catch", ["loop"], { scope: null, ...more });

/** The problems of a flow as `code`, with a mark where preflight refuses to go on. */
export const problems = (nodes: readonly FlowNode[], of = "loop"): string[] =>
  flowProblems(nodes, of, ours).map(({ code, serious }) => (serious ? `${code}!` : code));
