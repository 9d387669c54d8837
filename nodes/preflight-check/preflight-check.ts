import type { NodeAPI } from "node-red";
import { preflightCheck } from "../../lib/steps/preflight-check";
import { numbers } from "../shared/fields";
import { registerStepNode } from "../shared/step-node";
import type { StepConfig } from "../shared/step-node";

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
