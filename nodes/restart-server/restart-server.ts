import type { NodeAPI } from "node-red";
import { restartServer } from "../../lib/steps/restart/restart-server";
import { registerStepNode } from "../shared/runtime";
import { fields } from "./fields";

export default function restartServerNode(RED: NodeAPI): void {
  registerStepNode(RED, { step: restartServer, fields });
}
