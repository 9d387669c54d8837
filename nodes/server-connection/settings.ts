import type { z } from "zod";
import type { Credential, PowerShellSettings, SshSettings, WinRmSettings } from "../../lib/adapters/powershell/settings";
import { defaultExecutable } from "../../lib/adapters/powershell/settings";
import { Refused } from "../../lib/run";
import { text } from "../../lib/texts";
import type { Parsed } from "../shared/fields";
import { problemsIn } from "../shared/runtime/schema";
import type { fields } from "./fields";

/** The settings of a connection. */
export type ConnectionSettings = Parsed<typeof fields>;

/** What Node-RED keeps apart from the flow, encrypted. */
export interface Secrets {
  readonly user?: string;
  readonly password?: string;
  readonly setupUser?: string;
  readonly setupPassword?: string;
}

/** The settings of the node. @throws Refused if they are not right */
export function parsed(schema: z.ZodType<ConnectionSettings>, config: object): ConnectionSettings {
  const { data, error } = schema.safeParse(config);
  if (error === undefined) return data;
  const { name = "" } = config as { readonly name?: string };
  const code = error.issues.every(({ path }) => path[0] === "faults") ? "unknown-fault" : "connection-not-usable";
  throw new Refused(code, 409, text("connection.not-right", { connection: name, problems: problemsIn(error) }));
}

/**
 * How to reach real servers, from the settings of a connection.
 * @param platform of the host of Node-RED
 * @throws Refused if that cannot work, with what to do; never with a secret in it
 */
export function settingsOf(
  settings: ConnectionSettings & { readonly kind: PowerShellSettings["kind"] },
  secrets: Secrets,
  platform: NodeJS.Platform = process.platform,
): PowerShellSettings {
  const { kind } = settings;
  const executable = settings.executable || defaultExecutable(kind, platform);
  const jobCredential = setupCredentialOf(settings.name, secrets);
  const common = { kind, executable, ...(jobCredential === null ? {} : { jobCredential }) };
  if (kind === "winrm") return { ...common, winrm: winRmOf(settings, secrets, platform) };
  return kind === "ssh" ? { ...common, ssh: sshOf(settings) } : common;
}

function winRmOf(settings: ConnectionSettings, secrets: Secrets, platform: NodeJS.Platform): WinRmSettings {
  const { name, authentication, useSsl, port, certificateThumbprint, endpoint, monitoringEndpoint } = settings;
  if (platform !== "win32") {
    throw new Refused("winrm-needs-windows", 409, text("connection.winrm-needs-windows", { connection: name, platform }));
  }
  const byCertificate = authentication === "Certificate";
  return {
    authentication,
    useSsl,
    port,
    endpoint: endpoint || null,
    monitoringEndpoint: monitoringEndpoint || null,
    certificateThumbprint: byCertificate ? certificateThumbprint.replaceAll(/\s/g, "") : null,
    credential: byCertificate ? null : credentialOf(name, secrets),
  };
}

const sshOf = ({ sshUser, sshPort, keyFile, knownHostsFile }: ConnectionSettings): SshSettings => ({
  user: sshUser,
  port: sshPort,
  keyFile: keyFile || null,
  knownHostsFile: knownHostsFile || null,
});

function credentialOf(connection: string, { user = "", password = "" }: Secrets): Credential | null {
  const name = user.trim();
  if (name === "" && password === "") return null;
  if (name === "" || password === "") {
    const what = text(name === "" ? "connection.no-user" : "connection.no-password", { connection });
    throw new Refused("connection-not-usable", 409, what);
  }
  return { user: name, password };
}

function setupCredentialOf(connection: string, { setupUser = "", setupPassword = "" }: Secrets): Credential | null {
  const user = setupUser.trim();
  if (user === "" && setupPassword === "") return null;
  if (user !== "" && setupPassword !== "") return { user, password: setupPassword };
  const what = text(user === "" ? "connection.no-setup-user" : "connection.no-setup-password", { connection });
  throw new Refused("connection-not-usable", 409, what);
}
