import type { NodeAPI } from "node-red";
import { installUpdate } from "../../lib/steps/update/install-update";
import { numbers } from "../shared/runtime/fields";
import { registerStepNode } from "../shared/runtime/step-node";
import type { StepConfig } from "../shared/runtime/step-node";

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
