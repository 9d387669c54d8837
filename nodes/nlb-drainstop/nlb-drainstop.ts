import type { NodeAPI } from "node-red";
import { nlbDrainstop } from "../../lib/steps/traffic/nlb-drainstop";
import { numbers } from "../shared/runtime/fields";
import { registerStepNode } from "../shared/runtime/step-node";
import type { StepConfig } from "../shared/runtime/step-node";

interface Config extends StepConfig {
  readonly mode: string;
  readonly limitMinutes: string;
  readonly atLimit: string;
  readonly waitOnMinutes: string;
}

export default function nlbDrainstopNode(RED: NodeAPI): void {
  registerStepNode<Config>(RED, {
    step: nlbDrainstop,
    options: (config) => ({ ...config, ...numbers(config, "limitMinutes", "waitOnMinutes") }),
  });
}
