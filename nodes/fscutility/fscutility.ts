import type { NodeAPI } from "node-red";
import { fscutility } from "../../lib/steps/services/fscutility";
import { registerStepNode } from "../shared/runtime";
import { fields } from "./fields";

export default function fscutilityNode(RED: NodeAPI): void {
  registerStepNode(RED, { step: fscutility, fields });
}
