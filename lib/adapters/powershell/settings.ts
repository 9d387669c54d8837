/** How the servers of an array are reached with PowerShell. */
export interface PowerShellSettings {
  readonly kind: "local" | "winrm" | "ssh";
  /** PowerShell on the host of Node-RED: a command on the PATH, or a path. */
  readonly executable: string;
  readonly winrm?: WinRmSettings;
  readonly ssh?: SshSettings;
  /** Under which jobs may run besides SYSTEM and managed accounts; null: none. Its password leaves this process for a member's Task Scheduler alone. */
  readonly jobCredential?: Credential | null;
}

/** WinRM, from a Windows host only: PowerShell on Linux has no client for it (PowerShell reference 7.1). */
export interface WinRmSettings {
  readonly authentication: "Kerberos" | "Negotiate" | "Certificate";
  /** HTTPS instead of HTTP. */
  readonly useSsl: boolean;
  /** Null: 5985, with HTTPS 5986. */
  readonly port: number | null;
  /** Name of a JEA endpoint on the members; null: the default one, into which the functions are sent. */
  readonly endpoint: string | null;
  /** The same on the SCOM management server. */
  readonly monitoringEndpoint: string | null;
  /** The client certificate's, for authentication by certificate. */
  readonly certificateThumbprint: string | null;
  /** Null: the account that runs Node-RED. Never leaves the memory of this process and of its shells. */
  readonly credential: Credential | null;
}

export interface Credential {
  readonly user: string;
  readonly password: string;
}

/** SSH with a key. No password: nobody is there to type it. */
export interface SshSettings {
  readonly user: string;
  readonly port: number;
  /** A file on the host of Node-RED; null: the agent's or the account's own keys. */
  readonly keyFile: string | null;
  /** The file with the servers' keys; null: the account's own file. A server that is not in it is refused. */
  readonly knownHostsFile: string | null;
}

/** Windows PowerShell where there is one: the NLB module belongs to that edition. Over SSH only PowerShell 7 works. */
export const defaultExecutable = (kind: PowerShellSettings["kind"], platform: NodeJS.Platform = process.platform): string =>
  platform === "win32" && kind !== "ssh" ? "powershell.exe" : "pwsh";
