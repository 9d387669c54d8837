import { basename } from "node:path";

/** Plain text without colours and terminal codes, no telemetry, and no check for updates. */
const quiet = {
  TERM: "dumb",
  NO_COLOR: "1",
  POWERSHELL_TELEMETRY_OPTOUT: "1",
  POWERSHELL_UPDATECHECK: "Off",
  DOTNET_CLI_TELEMETRY_OPTOUT: "1",
} as const;

interface Own {
  readonly executable: string;
  readonly marker: string;
  readonly caller: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** The environment of a shell: this process's, the caller's, and what the protocol and clean output need. */
export function environmentOf(
  { executable, marker, caller, env = {} }: Own,
  inherited: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): NodeJS.ProcessEnv {
  const protocol = { ROLLING_UPDATE_MARKER: marker, ROLLING_UPDATE_CALLER: caller };
  return { ...forEdition(inherited, executable, platform), ...env, ...quiet, ...protocol };
}

/**
 * If PowerShell 7 started Node-RED, Windows PowerShell would inherit its module path, find the modules of 7 first and fail to load them.
 * PowerShell 7 corrects that only for its direct children (PowerShell/PowerShell#27774, by design). Without the variable Windows PowerShell
 * makes its own.
 */
function forEdition(inherited: NodeJS.ProcessEnv, executable: string, platform: NodeJS.Platform): NodeJS.ProcessEnv {
  if (platform !== "win32" || !/^powershell(\.exe)?$/i.test(basename(executable.replaceAll("\\", "/")))) return inherited;
  return Object.fromEntries(Object.entries(inherited).filter(([name]) => name.toLowerCase() !== "psmodulepath"));
}
