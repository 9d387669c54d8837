import type { ResultOf } from "../../../server";
import type { ProbeError } from "../../../server/operations";
import type { Machine } from "./machine";

type Tcp = ResultOf<"probe.tcp">;

/** What a connection attempt to the member's own address meets. */
export function tcp(machine: Machine, port: number): Tcp {
  if (!machine.up) return { open: false, ms: 5000, error: { code: "timed-out" } };
  const service = machine.role.ports[port];
  if (service === undefined || !machine.services.isRunning(service)) return { open: false, ms: 2, error: { code: "refused" } };
  return { open: true, ms: 3, error: null };
}

interface Asked {
  readonly scheme: "http" | "https";
  readonly port: number;
  readonly path: string;
}

interface Answer {
  readonly status: number;
  readonly location: string | null;
}

/** Pages of Exchange that need nobody signed on. */
const OPEN = /^\/(owa|ecp|ews|mapi|oab|autodiscover|rpc|microsoft-server-activesync)\/healthcheck\.htm$|^\/owa\/auth\/logon\.aspx$/;

/** What the member's web server answers: IIS with OWA sends whoever is not signed on to the sign-on page, and knows nothing else. */
export function webAnswer({ role }: Pick<Machine, "role">, path: string): Answer {
  const plain = path.split("?")[0]?.toLowerCase() ?? "";
  if (!role.signsOn || OPEN.test(plain)) return { status: 200, location: null };
  if (plain === "/") return { status: 302, location: "/owa/" };
  return /^\/(owa|ecp)(\/|$)/.test(plain) ? { status: 302, location: "/owa/auth/logon.aspx" } : { status: 404, location: null };
}

export function http(machine: Machine, { scheme, port, path }: Asked): ResultOf<"probe.http"> {
  const { open, ms, error } = tcp(machine, port);
  const silent = (why: ProbeError | null) => ({ status: null, location: null, ms, error: why });
  if (!open) return silent(error);
  const { httpsPorts, httpPorts } = machine.role;
  if (scheme === "https" && machine.has("old-tls") && machine.software.updated) return silent({ code: "tls-no-version" });
  if ((scheme === "https" ? httpsPorts : httpPorts).includes(port)) return { ...webAnswer(machine, path), ms: 25, error: null };
  return silent({ code: scheme === "https" ? "tls-not-spoken" : "not-http" });
}
