import type { NodeAPI } from "node-red";
import { restartServer } from "../../lib/steps/restart/restart-server";
import { numbers } from "../shared/runtime/fields";
import { registerStepNode } from "../shared/runtime/step-node";
import type { StepConfig } from "../shared/runtime/step-node";

interface Config extends StepConfig {
  readonly when: string;
  readonly limitMinutes: string;
  readonly settleMinutes: string;
}

export default function restartServerNode(RED: NodeAPI): void {
  registerStepNode<Config>(RED, {
    step: restartServer,
    options: (config) => ({ ...config, ...numbers(config, "limitMinutes", "settleMinutes") }),
  });
}
