import type { NodeAPI } from "node-red";
import { nlbStart } from "../../lib/steps/nlb-start";
import { numbers } from "../shared/fields";
import { registerStepNode } from "../shared/step-node";
import type { StepConfig } from "../shared/step-node";

interface Config extends StepConfig {
  readonly limitMinutes: string;
}

export default function nlbStartNode(RED: NodeAPI): void {
  registerStepNode<Config>(RED, {
    step: nlbStart,
    options: (config) => ({ ...config, ...numbers(config, "limitMinutes") }),
  });
}
