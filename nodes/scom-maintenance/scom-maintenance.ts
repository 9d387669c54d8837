import type { NodeAPI } from "node-red";
import { scomMaintenance } from "../../lib/steps/monitoring/scom-maintenance";
import { registerStepNode } from "../shared/runtime";
import { fields } from "./fields";

export default function scomMaintenanceNode(RED: NodeAPI): void {
  registerStepNode(RED, { step: scomMaintenance, fields });
}
