import type { NodeAPI } from "node-red";
import { preflightCheck } from "../../lib/steps/preflight/preflight-check";
import { numbers } from "../shared/runtime/fields";
import { registerStepNode } from "../shared/runtime/step-node";
import type { StepConfig } from "../shared/runtime/step-node";

interface Config extends StepConfig {
  readonly maxClockSkewSeconds: string;
  readonly minFreeDiskMb: string;
  readonly pendingRestart: string;
  readonly differentVersions: string;
  readonly foundOut: string;
  readonly neededMinutes: string;
}

export default function preflightCheckNode(RED: NodeAPI): void {
  registerStepNode<Config>(RED, {
    step: preflightCheck,
    ports: ["fit", "already-updated"],
    needsPackage: "if there is one",
    options: (config, update) => ({
      ...config,
      ...numbers(config, "maxClockSkewSeconds", "minFreeDiskMb", "neededMinutes"),
      package: update,
    }),
  });
}
