import type { NodeAPI } from "node-red";
import { serviceControl } from "../../lib/steps/services/service-control";
import { list, numbers } from "../shared/runtime/fields";
import { registerStepNode } from "../shared/runtime/step-node";
import type { StepConfig } from "../shared/runtime/step-node";

interface Config extends StepConfig {
  readonly action: string;
  readonly services: string | readonly string[];
  readonly limitMinutes: string;
}

export default function serviceControlNode(RED: NodeAPI): void {
  registerStepNode<Config>(RED, {
    step: serviceControl,
    options: (config) => ({ ...config, ...numbers(config, "limitMinutes"), services: list(config.services) }),
  });
}
