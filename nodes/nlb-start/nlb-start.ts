import type { NodeAPI } from "node-red";
import { nlbStart } from "../../lib/steps/traffic/nlb-start";
import { numbers } from "../shared/runtime/fields";
import { registerStepNode } from "../shared/runtime/step-node";
import type { StepConfig } from "../shared/runtime/step-node";

interface Config extends StepConfig {
  readonly limitMinutes: string;
}

export default function nlbStartNode(RED: NodeAPI): void {
  registerStepNode<Config>(RED, {
    step: nlbStart,
    options: (config) => ({ ...config, ...numbers(config, "limitMinutes") }),
  });
}
