import type { NodeAPI } from "node-red";
import { nlbSetDefaultState } from "../../lib/steps/traffic/nlb-set-default-state";
import { registerStepNode } from "../shared/runtime";
import { fields } from "./fields";

export default function nlbSetDefaultStateNode(RED: NodeAPI): void {
  registerStepNode(RED, { step: nlbSetDefaultState, fields });
}
