import type { NodeAPI } from "node-red";
import { nlbDrainstop } from "../../lib/steps/traffic/nlb-drainstop";
import { registerStepNode } from "../shared/runtime";
import { fields } from "./fields";

export default function nlbDrainstopNode(RED: NodeAPI): void {
  registerStepNode(RED, { step: nlbDrainstop, fields });
}
