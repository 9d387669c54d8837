import type { Machine } from "./machine";
import { Refusal } from "../laws";

const TRANSPORT = "MSExchangeTransport";
const CONTROLLER = "FSCController";
const TOPOLOGY = "MSExchangeADTopology";

/** Forefront's hooks are just a dependency of Exchange's services on its controller. */
export function hook(machine: Machine): void {
  if (!machine.services.has(TRANSPORT)) return;
  machine.services.setDependsOn(TRANSPORT, machine.software.forefront === "enabled" ? [TOPOLOGY, CONTROLLER] : [TOPOLOGY]);
}

/** @throws Refusal `forefront-blocked` while transport or the controller runs (domain reference 2) */
export function maySwitch(machine: Machine, to: "enabled" | "disabled"): void {
  if (machine.software.forefront === "not-installed" || machine.software.forefront === to) return;
  const running = [TRANSPORT, CONTROLLER].filter((name) => !machine.services.isStopped(name));
  if (running.length === 0) return;
  throw new Refusal(
    "forefront-blocked",
    `fscutility could not complete because ${running.join(" and ")} run`,
    `Stop ${running.join(" and ")} first.`,
  );
}

export function switchTo(machine: Machine, to: "enabled" | "disabled"): void {
  if (machine.software.forefront === "not-installed") return;
  machine.software.forefront = to;
  hook(machine);
}
