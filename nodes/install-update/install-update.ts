import type { NodeAPI } from "node-red";
import { installUpdate } from "../../lib/steps/install-update";
import { numbers } from "../shared/fields";
import { registerStepNode } from "../shared/step-node";
import type { StepConfig } from "../shared/step-node";

interface Config extends StepConfig {
  readonly limitMinutes: string;
  readonly busyRetries: string;
  readonly busyPauseMinutes: string;
}

export default function installUpdateNode(RED: NodeAPI): void {
  registerStepNode<Config>(RED, {
    step: installUpdate,
    needsPackage: "always",
    options: (config, update) => ({ ...config, ...numbers(config, "limitMinutes", "busyRetries", "busyPauseMinutes"), package: update }),
  });
}
