import type { NodeAPI } from "node-red";
import { fscutility } from "../../lib/steps/services/fscutility";
import { numbers } from "../shared/runtime/fields";
import { registerStepNode } from "../shared/runtime/step-node";
import type { StepConfig } from "../shared/runtime/step-node";

interface Config extends StepConfig {
  readonly action: string;
  readonly limitMinutes: string;
}

export default function fscutilityNode(RED: NodeAPI): void {
  registerStepNode<Config>(RED, {
    step: fscutility,
    options: (config) => ({ ...config, ...numbers(config, "limitMinutes") }),
  });
}
