import { CommandLine, helpOf, WrongUsage } from "../program";

/** Lets the tests run the check on stand-ins for Windows. */
export const ANYWHERE = "ROLLING_UPDATE_CHECK_ANYWHERE";

const usage = {
  script: "check-windows",
  options: {
    server: {
      value: "NAME",
      many: true,
      help: "a server to ask by WinRM with Kerberos; may be given several times; by default this computer",
    },
    endpoint: { value: "NAME", help: "JEA endpoint on these servers" },
    https: { help: "WinRM over HTTPS" },
    scom: { value: "NAME", help: "SCOM management server, to ask about maintenance mode" },
    "scom-endpoint": { value: "NAME", help: "JEA endpoint on it" },
    script: { value: "FILE", help: "a script on the server for script.look; it must change nothing" },
    executable: { value: "FILE", help: "PowerShell on this computer; powershell.exe by default" },
    help: { help: "this text" },
  },
} as const;

export interface CheckOptions {
  /** Empty: this computer. */
  readonly servers: readonly string[];
  readonly endpoint: string | null;
  readonly https: boolean;
  readonly scom: string | null;
  readonly scomEndpoint: string | null;
  readonly script: string | null;
  readonly executable: string | null;
  readonly help: boolean;
}

/** @throws WrongUsage */
export function readOptions(args: readonly string[], env: NodeJS.ProcessEnv = {}): CheckOptions {
  const given = new CommandLine(usage, args, env);
  const servers = given.values("server");
  const remoteOnly = (["endpoint", "https"] as const).find((name) => given.has(name));
  if (servers.length === 0 && remoteOnly !== undefined)
    throw new WrongUsage(`--${remoteOnly} is for servers: name one with --server NAME.`);
  return {
    servers,
    endpoint: given.value("endpoint"),
    https: given.has("https"),
    scom: given.value("scom"),
    scomEndpoint: given.value("scom-endpoint"),
    script: given.value("script"),
    executable: given.value("executable"),
    help: given.has("help"),
  };
}

export const helpText = (): string => `Asks Windows everything that a rolling update reads, and says what works. Changes nothing.

  npx rolling-update-check-windows [options]     with the package installed
  npm run check-windows -- [options]             in a clone

${helpOf(usage)}

Exit code: 0 when everything was answered as agreed (a missing module is reported but is not a failure: not every server has NLB; system.info must be answered,
and all functions of this package must be offered), 1 when not, 2 for a wrong command line.
`;
