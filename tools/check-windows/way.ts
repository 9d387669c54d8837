import type { Credential, PowerShellSettings } from "../../lib/adapters/powershell";
import { defaultExecutable } from "../../lib/adapters/powershell";
import type { CheckOptions } from "./options";

/** How the servers are reached, as a server-connection has it. */
export function settingsOf(options: CheckOptions, password: string | null): PowerShellSettings {
  const { kind, executable, user, port } = options;
  const common = { kind, executable: executable ?? defaultExecutable(kind) };
  if (kind === "local") return common;
  if (kind === "ssh")
    return { ...common, ssh: { user: user ?? "", port: port ?? 22, keyFile: options.keyFile, knownHostsFile: options.knownHosts } };
  const credential: Credential | null = user === null || password === null ? null : { user, password };
  return {
    ...common,
    winrm: {
      authentication: options.authentication,
      useSsl: options.https,
      port,
      endpoint: options.endpoint,
      monitoringEndpoint: options.scomEndpoint,
      certificateThumbprint: options.certificate,
      credential,
    },
  };
}

/** The same in words. */
export function wayInWords({ kind, authentication, https, endpoint, user }: CheckOptions): string {
  if (kind === "local") return "this computer";
  if (kind === "ssh") return `by SSH as ${user ?? ""}`;
  const as = user === null ? "" : ` as ${user}`;
  const where = endpoint === null ? "the default endpoint" : `the JEA endpoint ${endpoint}`;
  return `by WinRM with ${authentication}${https ? " over HTTPS" : ""}${as}, ${where}`;
}
