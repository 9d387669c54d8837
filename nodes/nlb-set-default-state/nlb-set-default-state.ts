import type { NodeAPI } from "node-red";
import { nlbSetDefaultState } from "../../lib/steps/traffic/nlb-set-default-state";
import { numbers } from "../shared/runtime/fields";
import { registerStepNode } from "../shared/runtime/step-node";
import type { StepConfig } from "../shared/runtime/step-node";

interface Config extends StepConfig {
  readonly state: string;
  readonly convergeWithinMinutes: string;
}

export default function nlbSetDefaultStateNode(RED: NodeAPI): void {
  registerStepNode<Config>(RED, {
    step: nlbSetDefaultState,
    options: (config) => ({ ...config, ...numbers(config, "convergeWithinMinutes") }),
  });
}
