import type { NodeDef } from "node-red";
import type { Credential, PowerShellSettings, SshSettings, WinRmSettings } from "../../lib/adapters/powershell/settings";
import { defaultExecutable } from "../../lib/adapters/powershell/settings";
import { Refused } from "../../lib/run";

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
  if (kind !== "local" && kind !== "winrm" && kind !== "ssh")
    throw notUsable(`The connection ${name} is of a kind that this version does not know: ${kind}.`);
  const executable = textOf(config.executable) ?? defaultExecutable(kind, platform);
  if (kind === "winrm") return { kind, executable, winrm: winRmOf(config, secrets, platform) };
  return kind === "ssh" ? { kind, executable, ssh: sshOf(config) } : { kind, executable };
}

function winRmOf(config: RealServersConfig, secrets: Secrets, platform: NodeJS.Platform): WinRmSettings {
  if (platform !== "win32") {
    throw new Refused(
      "winrm-needs-windows",
      409,
      `The connection ${config.name} is set to WinRM, but Node-RED runs on ${platform} here, where PowerShell has no WinRM. Run Node-RED on Windows, or choose SSH.`,
    );
  }
  const authentication = authentications.find((known) => known === config.authentication);
  if (authentication === undefined)
    throw notUsable(`The connection ${config.name} has a kind of authentication that is not known: ${config.authentication}.`);
  const certificateThumbprint = textOf(config.certificateThumbprint)?.replaceAll(/\s/g, "") ?? null;
  const byCertificate = authentication === "Certificate";
  if (byCertificate && certificateThumbprint === null)
    throw notUsable(`The connection ${config.name} authenticates by certificate, but no thumbprint says which one.`);
  if (byCertificate && !config.useSsl)
    throw notUsable(`The connection ${config.name} authenticates by certificate, which needs HTTPS. Tick HTTPS.`);
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
  if (user === null) throw notUsable(`The connection ${config.name} is set to SSH, but names no user.`);
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
    const missing = name === null ? "a password but no user" : "a user but no password";
    throw notUsable(`The connection ${connection} has ${missing}. Enter both, or neither for the account that runs Node-RED.`);
  }
  return { user: name, password };
}

function portOf(connection: string, value: number | string): number | null {
  const text = textOf(value);
  if (text === null) return null;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw notUsable(`The connection ${connection} has no valid port: ${text}. A port is a number from 1 to 65535.`);
  return port;
}

const textOf = (value: number | string | null | undefined): string | null => String(value ?? "").trim() || null;

const notUsable = (message: string): Refused => new Refused("connection-not-usable", 409, message);
