import type { ResultOf } from "../../../server";
import { web } from "../captured";
import type { Machine } from "./machine";

type Tcp = ResultOf<"probe.tcp">;

/** What a connection attempt to the member's own address meets. */
export function tcp(machine: Machine, port: number): Tcp {
  if (!machine.up) return { open: false, ms: 5000, error: web.texts.timedOut };
  const service = machine.role.ports[port];
  if (service === undefined || !machine.services.isRunning(service)) return { open: false, ms: 2, error: web.texts.refused };
  return { open: true, ms: 3, error: null };
}

export function http(machine: Machine, { scheme, port }: { scheme: "http" | "https"; port: number }): ResultOf<"probe.http"> {
  const { open, ms, error } = tcp(machine, port);
  if (!open) return { status: null, ms, error };
  const { httpsPorts, httpPorts } = machine.role;
  if ((scheme === "https" ? httpsPorts : httpPorts).includes(port)) return { status: 200, ms: 25, error: null };
  return { status: null, ms, error: scheme === "https" ? web.texts.noTls : web.texts.noHttp };
}
