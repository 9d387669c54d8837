import type { NodeAPI } from "node-red";
import { serviceControl } from "../../lib/steps/services/service-control";
import { registerStepNode } from "../shared/runtime";
import { fields } from "./fields";

export default function serviceControlNode(RED: NodeAPI): void {
  registerStepNode(RED, { step: serviceControl, fields });
}
