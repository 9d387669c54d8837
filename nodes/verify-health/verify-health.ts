import type { NodeAPI } from "node-red";
import { verifyHealth } from "../../lib/steps/health/verify-health";
import { list, numbers } from "../shared/runtime/fields";
import { registerStepNode } from "../shared/runtime/step-node";
import type { StepConfig } from "../shared/runtime/step-node";

interface Config extends StepConfig {
  readonly settleMinutes: string;
  readonly tcpPorts: string | readonly string[];
  readonly httpProbes: readonly {
    readonly scheme: string;
    readonly port: string;
    readonly path: string;
    readonly host?: string;
    readonly status: string;
  }[];
  readonly ignoreEvents: string | readonly string[];
  readonly newErrors: string;
  readonly setupLog: string;
}

export default function verifyHealthNode(RED: NodeAPI): void {
  registerStepNode<Config>(RED, {
    step: verifyHealth,
    needsPackage: "if there is one",
    options: (config, update) => ({
      ...config,
      ...numbers(config, "settleMinutes"),
      package: update,
      tcpPorts: list(config.tcpPorts).map(Number),
      ignoreEvents: list(config.ignoreEvents),
      httpProbes: config.httpProbes.map((probe) => ({ ...probe, ...numbers(probe, "port", "status") })),
    }),
  });
}
