import type { NodeAPI } from "node-red";
import { nlbDrainstop } from "../../lib/steps/traffic/nlb-drainstop";
import { registerStepNode } from "../shared/runtime/step-node";
import { fields } from "./fields";

export default function nlbDrainstopNode(RED: NodeAPI): void {
  registerStepNode(RED, { step: nlbDrainstop, fields });
}
