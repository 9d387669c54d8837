import type { NodeAPI } from "node-red";
import { restartServer } from "../../lib/steps/restart-server";
import { numbers } from "../shared/fields";
import { registerStepNode } from "../shared/step-node";
import type { StepConfig } from "../shared/step-node";

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
