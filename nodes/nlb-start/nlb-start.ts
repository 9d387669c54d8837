import type { NodeAPI } from "node-red";
import { nlbStart } from "../../lib/steps/traffic/nlb-start";
import { registerStepNode } from "../shared/runtime";
import { fields } from "./fields";

export default function nlbStartNode(RED: NodeAPI): void {
  registerStepNode(RED, { step: nlbStart, fields });
}
