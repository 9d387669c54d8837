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

/** What IIS answers where OWA is: pages that need nobody signed on, and the sign-on for the rest. */
function iis(path: string): number {
  const plain = path.split("?")[0]?.toLowerCase() ?? "";
  if (/^\/(owa|ecp|ews|mapi|oab|autodiscover|rpc|microsoft-server-activesync)\/healthcheck\.htm$|^\/owa\/auth\/logon\.aspx$/.test(plain))
    return 200;
  return plain === "/" || /^\/(owa|ecp)(\/|$)/.test(plain) ? 302 : 404;
}

interface Asked {
  readonly scheme: "http" | "https";
  readonly port: number;
  readonly path: string;
}

export function http(machine: Machine, { scheme, port, path }: Asked): ResultOf<"probe.http"> {
  const { open, ms, error } = tcp(machine, port);
  if (!open) return { status: null, ms, error };
  const { httpsPorts, httpPorts } = machine.role;
  if (scheme === "https" && machine.has("old-tls") && machine.software.updated) return { status: null, ms, error: web.texts.oldTls };
  const speaks = (scheme === "https" ? httpsPorts : httpPorts).includes(port);
  if (speaks) return { status: machine.has("owa-redirects") ? iis(path) : 200, ms: 25, error: null };
  return { status: null, ms, error: scheme === "https" ? web.texts.noTls : web.texts.noHttp };
}
