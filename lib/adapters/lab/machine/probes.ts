import type { ResultOf } from "../../../server";
import type { Machine } from "./machine";

type Tcp = ResultOf<"probe.tcp">;

/** What a connection attempt to the member's own address meets. */
export function tcp(machine: Machine, port: number): Tcp {
  if (!machine.up) return { open: false, ms: 5000, error: "connection timed out" };
  const service = machine.role.ports[port];
  if (service === undefined || !machine.services.isRunning(service)) return { open: false, ms: 2, error: "connection refused" };
  return { open: true, ms: 3, error: null };
}

interface Asked {
  readonly scheme: "http" | "https";
  readonly port: number;
  readonly path: string;
}

/** What the member's web server answers: on Exchange, whoever is not signed on is sent to the sign-on page, as OWA does it. */
export function webAnswer({ role }: Pick<Machine, "role">, path: string): { readonly status: number; readonly location: string | null } {
  if (!role.signsOn) return { status: 200, location: null };
  if (path === "/") return { status: 302, location: "/owa/" };
  const open = !/^\/owa(\/|$)/i.test(path) || /^\/owa\/(auth\/|healthcheck\.htm)/i.test(path);
  return open ? { status: 200, location: null } : { status: 302, location: "/owa/auth/logon.aspx" };
}

export function http(machine: Machine, { scheme, port, path }: Asked): ResultOf<"probe.http"> {
  const { open, ms, error } = tcp(machine, port);
  if (!open) return { status: null, location: null, ms, error };
  const { httpsPorts, httpPorts } = machine.role;
  if ((scheme === "https" ? httpsPorts : httpPorts).includes(port)) return { ...webAnswer(machine, path), ms: 25, error: null };
  return { status: null, location: null, ms, error: scheme === "https" ? "the port does not speak TLS" : "the answer is not HTTP" };
}
