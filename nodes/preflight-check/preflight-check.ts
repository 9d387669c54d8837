import type { NodeAPI } from "node-red";
import { preflightCheck } from "../../lib/steps/preflight/preflight-check";
import { registerStepNode } from "../shared/runtime";
import { fields, ports } from "./fields";

export default function preflightCheckNode(RED: NodeAPI): void {
  registerStepNode(RED, { step: preflightCheck, fields, ports, needsPackage: "if there is one" });
}
