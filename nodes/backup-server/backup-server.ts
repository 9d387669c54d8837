import type { NodeAPI } from "node-red";
import { backupServer } from "../../lib/steps/update/backup-server";
import { registerStepNode } from "../shared/runtime";
import { fields } from "./fields";

export default function backupServerNode(RED: NodeAPI): void {
  registerStepNode(RED, { step: backupServer, fields });
}
