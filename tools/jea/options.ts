import { CommandLine, helpOf, WrongUsage } from "../program";

/** Not a real domain: the files say that it must be replaced. */
export const UNNAMED_ACCOUNT = "DOMAIN\\account";

const usage = {
  script: "jea",
  options: {
    out: { value: "DIR", help: "where the files go (needed)" },
    flow: { value: "FILE", help: "a flow as Node-RED exports it: only what its nodes use is offered" },
    account: { value: "NAME", help: "who may use the endpoints: CONTOSO\\svc-nodered, or a group" },
    scom: { help: "write the files for the SCOM server too (not needed with a flow that names one)" },
    help: { help: "this text" },
  },
};

export interface JeaOptions {
  /** Absolute path. */
  readonly out: string;
  /** Absolute path; null: no flow. */
  readonly flow: string | null;
  readonly account: string;
  readonly scom: boolean;
  readonly help: boolean;
}

/** @throws WrongUsage */
export function readOptions(args: readonly string[], env: NodeJS.ProcessEnv = {}): JeaOptions {
  const given = new CommandLine(usage, args, env);
  const out = given.path("out");
  const account = given.value("account") ?? UNNAMED_ACCOUNT;
  if (out === null && !given.has("help")) throw new WrongUsage("Say where the files go: --out DIR.");
  if (!/^[^\\"'\p{Cc}]+\\[^\\"'\p{Cc}]+$/u.test(account)) {
    throw new WrongUsage(`--account must be DOMAIN\\NAME, like CONTOSO\\svc-nodered, not "${account}".`);
  }
  return { out: out ?? "", flow: given.path("flow"), account, scom: given.has("scom"), help: given.has("help") };
}

export const helpText =
  (): string => `Files for JEA endpoints (PowerShell 5.0 or newer on the servers), to look through and then register on each server.

  npx rolling-update-jea --out DIR [options]      with the package installed
  npm run jea -- --out DIR [options]              in a clone

${helpOf(usage)}
`;
