import type { NodeDef } from "node-red";
import type { Credential, PowerShellSettings, SshSettings, WinRmSettings } from "../../lib/adapters/powershell/settings";
import { defaultExecutable } from "../../lib/adapters/powershell/settings";
import { Refused } from "../../lib/run";
import type { Text } from "../../lib/texts";
import { text } from "../../lib/texts";

/** What a connection to real servers is set to, as the editor saves it: numbers may be texts, what is empty counts as not set. */
export interface RealServersConfig extends NodeDef {
  readonly kind: string;
  readonly executable: string;
  readonly authentication: string;
  readonly useSsl: boolean;
  readonly port: number | string;
  readonly endpoint: string;
  readonly monitoringEndpoint: string;
  readonly certificateThumbprint: string;
  readonly sshUser: string;
  readonly sshPort: number | string;
  readonly keyFile: string;
  readonly knownHostsFile: string;
}

/** What Node-RED keeps apart from the flow, encrypted. */
export interface Secrets {
  readonly user?: string;
  readonly password?: string;
}

type Authentication = WinRmSettings["authentication"];
const authentications: readonly Authentication[] = ["Kerberos", "Negotiate", "Certificate"];

/**
 * How the servers are reached, from what the node is set to.
 * @param platform of the host of Node-RED
 * @throws Refused where it cannot work, with what to do; never with a secret in it
 */
export function settingsOf(config: RealServersConfig, secrets: Secrets, platform: NodeJS.Platform = process.platform): PowerShellSettings {
  const { kind, name } = config;
  if (kind !== "local" && kind !== "winrm" && kind !== "ssh") throw notUsable(text("connection.unknown-kind", { connection: name, kind }));
  const executable = textOf(config.executable) ?? defaultExecutable(kind, platform);
  if (kind === "winrm") return { kind, executable, winrm: winRmOf(config, secrets, platform) };
  return kind === "ssh" ? { kind, executable, ssh: sshOf(config) } : { kind, executable };
}

function winRmOf(config: RealServersConfig, secrets: Secrets, platform: NodeJS.Platform): WinRmSettings {
  if (platform !== "win32") {
    throw new Refused("winrm-needs-windows", 409, text("connection.winrm-needs-windows", { connection: config.name, platform }));
  }
  const authentication = authentications.find((known) => known === config.authentication);
  if (authentication === undefined)
    throw notUsable(text("connection.unknown-authentication", { connection: config.name, authentication: config.authentication }));
  const certificateThumbprint = textOf(config.certificateThumbprint)?.replaceAll(/\s/g, "") ?? null;
  const byCertificate = authentication === "Certificate";
  if (byCertificate && certificateThumbprint === null) throw notUsable(text("connection.no-thumbprint", { connection: config.name }));
  if (byCertificate && !config.useSsl) throw notUsable(text("connection.certificate-needs-https", { connection: config.name }));
  return {
    authentication,
    useSsl: config.useSsl,
    port: portOf(config.name, config.port),
    endpoint: textOf(config.endpoint),
    monitoringEndpoint: textOf(config.monitoringEndpoint),
    certificateThumbprint: byCertificate ? certificateThumbprint : null,
    credential: byCertificate ? null : credentialOf(config.name, secrets),
  };
}

function sshOf(config: RealServersConfig): SshSettings {
  const user = textOf(config.sshUser);
  if (user === null) throw notUsable(text("connection.no-ssh-user", { connection: config.name }));
  return {
    user,
    port: portOf(config.name, config.sshPort) ?? 22,
    keyFile: textOf(config.keyFile),
    knownHostsFile: textOf(config.knownHostsFile),
  };
}

function credentialOf(connection: string, { user, password }: Secrets): Credential | null {
  const name = textOf(user);
  if (name === null && !password) return null;
  if (name === null || !password) {
    throw notUsable(text(name === null ? "connection.no-user" : "connection.no-password", { connection }));
  }
  return { user: name, password };
}

function portOf(connection: string, value: number | string): number | null {
  const given = textOf(value);
  if (given === null) return null;
  const port = Number(given);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw notUsable(text("connection.bad-port", { connection, port: given }));
  return port;
}

const textOf = (value: number | string | null | undefined): string | null => String(value ?? "").trim() || null;

const notUsable = (what: Text): Refused => new Refused("connection-not-usable", 409, what);
