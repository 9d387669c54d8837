import type { NodeAPI } from "node-red";
import { scomMaintenance } from "../../lib/steps/monitoring/scom-maintenance";
import { numbers } from "../shared/runtime/fields";
import { registerStepNode } from "../shared/runtime/step-node";
import type { StepConfig } from "../shared/runtime/step-node";

interface Config extends StepConfig {
  readonly action: string;
  readonly minutes: string;
  readonly reason: string;
  readonly comment: string;
  readonly effectWithinMinutes: string;
  readonly keepMinutes: string;
}

export default function scomMaintenanceNode(RED: NodeAPI): void {
  registerStepNode<Config>(RED, {
    step: scomMaintenance,
    options: (config) => ({ ...config, ...numbers(config, "minutes", "effectWithinMinutes", "keepMinutes") }),
  });
}
