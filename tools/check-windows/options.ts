import { CommandLine, helpOf, WrongUsage } from "../program";

/** Lets the tests run the check on stand-ins for Windows. */
export const ANYWHERE = "ROLLING_UPDATE_CHECK_ANYWHERE";

const usage = {
  script: "check-windows",
  options: {
    server: { value: "NAME", many: true, help: "a server to ask by WinRM; may be given several times; by default this computer" },
    authentication: { value: "KIND", help: "Kerberos, Negotiate or Certificate; by default Kerberos" },
    certificate: { value: "THUMBPRINT", help: "the client certificate, for Certificate" },
    user: { value: "ACCOUNT", help: "the account on the servers; with WinRM you are asked for its password; by default whoever runs this" },
    "password-file": { value: "FILE", help: "read the password from the first line of a file, or of standard input: -" },
    https: { help: "WinRM over HTTPS" },
    port: { value: "NUMBER", help: "another port of WinRM or SSH" },
    endpoint: { value: "NAME", help: "JEA endpoint on these servers" },
    ssh: { help: "ask the servers by SSH, as --user" },
    "key-file": { value: "FILE", help: "the private key for SSH" },
    "known-hosts": { value: "FILE", help: "the servers' keys for SSH" },
    scom: { value: "NAME", help: "SCOM management server, to ask about maintenance mode" },
    "scom-endpoint": { value: "NAME", help: "JEA endpoint on it" },
    script: { value: "FILE", help: "a script on the server for script.look; it must change nothing" },
    executable: { value: "FILE", help: "PowerShell on this computer; powershell.exe by default, pwsh for SSH" },
    only: { value: "NUMBERS", help: "only these checks, separated by commas; reads stands for all reads" },
    "test-member": { value: "NAME", help: "one of the servers, on which checks may change something; says what" },
    yes: { help: "do what --test-member says" },
    restart: { help: "the test member may be restarted too" },
    "wrong-password": { help: "one logon with a wrong password on the test member; needs --user" },
    jobs: { value: "NUMBER", help: "jobs that end at once, on the test member; by default 200" },
    "push-mib": { value: "NUMBER", help: "MiB that are sent to the test member, twice; by default 1100" },
    json: { value: "FILE", help: "write all answers to this file" },
    page: { value: "FILE", help: "write them as a page for people" },
    anonymous: { help: "replace names and addresses in both" },
    log: { value: "FILE", help: "write to this file what is printed, where there is no console" },
    help: { help: "this text" },
  },
} as const;

export type Authentication = "Kerberos" | "Negotiate" | "Certificate";

/** What may be changed on the test member. */
export interface Changes {
  readonly testMember: string | null;
  readonly yes: boolean;
  readonly restart: boolean;
  readonly wrongPassword: boolean;
  readonly jobs: number;
  readonly pushMib: number;
}

/** What is written, and where. */
export interface Written {
  readonly json: string | null;
  readonly page: string | null;
  readonly log: string | null;
  readonly anonymous: boolean;
}

export interface CheckOptions {
  /** Empty: this computer. */
  readonly servers: readonly string[];
  readonly kind: "local" | "winrm" | "ssh";
  readonly authentication: Authentication;
  readonly certificate: string | null;
  readonly user: string | null;
  readonly passwordFile: string | null;
  readonly https: boolean;
  readonly port: number | null;
  readonly endpoint: string | null;
  readonly keyFile: string | null;
  readonly knownHosts: string | null;
  readonly scom: string | null;
  readonly scomEndpoint: string | null;
  readonly script: string | null;
  readonly executable: string | null;
  /** Null: all. */
  readonly only: readonly string[] | null;
  readonly changes: Changes;
  readonly written: Written;
  readonly help: boolean;
}

type Given = CommandLine<keyof (typeof usage)["options"]>;

/** @throws WrongUsage */
export function readOptions(args: readonly string[], env: NodeJS.ProcessEnv = {}): CheckOptions {
  const given: Given = new CommandLine(usage, args, env);
  const servers = given.values("server");
  const kind = servers.length === 0 ? "local" : given.has("ssh") ? "ssh" : "winrm";
  refuseContradictions(given, servers, kind);
  return {
    servers,
    kind,
    authentication: authenticationOf(given),
    certificate: given.value("certificate")?.replaceAll(/\s/g, "") ?? null,
    user: given.value("user"),
    passwordFile: given.value("password-file") === "-" ? "-" : given.path("password-file"),
    https: given.has("https") || authenticationOf(given) === "Certificate",
    port: given.wholeNumber("port", 1, 65_535),
    endpoint: given.value("endpoint"),
    keyFile: given.path("key-file"),
    knownHosts: given.path("known-hosts"),
    scom: given.value("scom"),
    scomEndpoint: given.value("scom-endpoint"),
    script: given.value("script"),
    executable: given.value("executable"),
    only:
      given
        .value("only")
        ?.split(",")
        .map((one) => one.trim()) ?? null,
    changes: {
      testMember: given.value("test-member"),
      yes: given.has("yes"),
      restart: given.has("restart"),
      wrongPassword: given.has("wrong-password"),
      jobs: given.wholeNumber("jobs", 0, 1000) ?? 200,
      pushMib: given.wholeNumber("push-mib", 1, 5000) ?? 1100,
    },
    written: { json: given.path("json"), page: given.path("page"), log: given.path("log"), anonymous: given.has("anonymous") },
    help: given.has("help"),
  };
}

function authenticationOf(given: Given): Authentication {
  const kind = given.value("authentication") ?? "Kerberos";
  const found = (["Kerberos", "Negotiate", "Certificate"] as const).find((one) => one.toLowerCase() === kind.toLowerCase());
  if (found === undefined) throw new WrongUsage(`--authentication is Kerberos, Negotiate or Certificate, not "${kind}".`);
  return found;
}

function refuseContradictions(given: Given, servers: readonly string[], kind: CheckOptions["kind"]): void {
  const needs = (name: keyof (typeof usage)["options"], what: string, there: boolean): void => {
    if (given.has(name) && !there) throw new WrongUsage(`--${name} needs ${what}.`);
  };
  for (const name of ["endpoint", "https", "ssh", "user", "authentication", "port"] as const)
    if (given.has(name) && servers.length === 0) throw new WrongUsage(`--${name} is for servers: name one with --server NAME.`);
  for (const name of ["endpoint", "https", "authentication", "certificate", "password-file"] as const)
    if (given.has(name) && kind === "ssh") throw new WrongUsage(`--${name} is for WinRM, not for SSH.`);
  needs("key-file", "--ssh", kind === "ssh");
  needs("known-hosts", "--ssh", kind === "ssh");
  needs("ssh", "--user ACCOUNT", given.has("user"));
  const byCertificate = authenticationOf(given) === "Certificate";
  needs("certificate", "--authentication Certificate", byCertificate);
  if (byCertificate && !given.has("certificate")) throw new WrongUsage("--authentication Certificate needs --certificate THUMBPRINT.");
  if (byCertificate && given.has("user")) throw new WrongUsage("--user and a certificate are two accounts: give one of them.");
  needs("password-file", "--user ACCOUNT", given.has("user"));
  needs("scom-endpoint", "--scom NAME", given.has("scom"));
  for (const name of ["yes", "restart", "wrong-password", "jobs", "push-mib"] as const)
    needs(name, "--test-member NAME", given.has("test-member"));
  needs("wrong-password", "--user ACCOUNT", given.has("user"));
  const member = given.value("test-member")?.toLowerCase();
  if (member !== undefined && servers.length > 0 && !servers.some((one) => one.toLowerCase() === member))
    throw new WrongUsage(`--test-member must be one of the servers: --server ${given.value("test-member")}.`);
}

export const helpText =
  (): string => `Asks Windows everything that a rolling update relies on, and says what is fine, what to look at, and what is not known. Changes nothing,
unless a test member is named: then it says first what it will do, and takes it back.

  npx rolling-update-check-windows [options]     with the package installed
  npm run check-windows -- [options]             in a clone

${helpOf(usage)}

A password is never an option: you are asked for it, and what you type is not shown.

Exit code: 0 when all that was asked is fine or does not exist there (not every server has NLB); 1 when something is to be looked at or could not be
found out; 2 for a wrong command line; 130 when it was interrupted.
`;
