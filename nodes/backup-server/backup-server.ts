import type { NodeAPI } from "node-red";
import { backupServer } from "../../lib/steps/update/backup-server";
import { numbers, words } from "../shared/runtime/fields";
import { registerStepNode } from "../shared/runtime/step-node";
import type { StepConfig } from "../shared/runtime/step-node";

interface Config extends StepConfig {
  readonly file: string;
  readonly arguments: string | readonly string[];
  readonly limitMinutes: string;
  readonly proofFile: string;
}

export default function backupServerNode(RED: NodeAPI): void {
  registerStepNode<Config>(RED, {
    step: backupServer,
    options: (config) => ({ ...config, ...numbers(config, "limitMinutes"), arguments: words(config.arguments) }),
  });
}
