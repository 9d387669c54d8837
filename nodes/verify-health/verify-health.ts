import type { NodeAPI } from "node-red";
import { verifyHealth } from "../../lib/steps/health/verify-health";
import { registerStepNode } from "../shared/runtime";
import { fields } from "./fields";

export default function verifyHealthNode(RED: NodeAPI): void {
  registerStepNode(RED, { step: verifyHealth, fields, needsPackage: "if there is one" });
}
