import type { NodeAPI } from "node-red";
import { installUpdate } from "../../lib/steps/update/install-update";
import { registerStepNode } from "../shared/runtime";
import { fields } from "./fields";

export default function installUpdateNode(RED: NodeAPI): void {
  registerStepNode(RED, { step: installUpdate, fields, needsPackage: "always" });
}
