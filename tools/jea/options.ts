// @ts-check
import { resolve } from "node:path";
import { WrongUsage, folderOfUser, helpOf, readCommandLine, refuseTakenByNpm } from "../node-red/command-line.mjs";

/** Not the name of anybody's domain: the files say that it must be replaced. */
export const UNNAMED_ACCOUNT = "DOMAIN\\account";

/** @type {import("../node-red/command-line.mjs").Options} */
const options = {
  out: { value: "DIR", help: "where the files go (needed)" },
  flow: { value: "FILE", help: "a flow as Node-RED exports it: only what its nodes use is offered" },
  account: { value: "NAME", help: "who may use the endpoints: CONTOSO\\svc-nodered, or a group" },
  scom: { help: "write the files for the SCOM server too (a flow that names one needs no telling)" },
  "no-build": { help: "do not build first" },
  help: { help: "this text" },
};

/**
 * @typedef {object} JeaOptions
 * @property {string} out absolute path
 * @property {string | null} flow absolute path
 * @property {string} account
 * @property {boolean} scom
 * @property {boolean} build
 * @property {boolean} help
 */

/**
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {JeaOptions}
 * @throws {WrongUsage}
 */
export function readOptions(args, env = {}) {
  const given = readCommandLine(args, options);
  refuseTakenByNpm("jea", options, env, given);
  const value = (/** @type {string} */ name) => given.get(name)?.[0];
  const path = (/** @type {string} */ file) => resolve(folderOfUser("jea", env), file);
  const out = value("out");
  const flow = value("flow");
  const account = value("account") ?? UNNAMED_ACCOUNT;
  if (out === undefined && !given.has("help")) throw new WrongUsage("Say where the files go: --out DIR.");
  if (!/^[^\\"'\p{Cc}]+\\[^\\"'\p{Cc}]+$/u.test(account)) {
    throw new WrongUsage(`--account must be DOMAIN\\NAME, like CONTOSO\\svc-nodered, not "${account}".`);
  }
  return {
    out: path(out ?? "."),
    flow: flow === undefined ? null : path(flow),
    account,
    scom: given.has("scom"),
    build: !given.has("no-build"),
    help: given.has("help"),
  };
}

export const helpText =
  () => `Files for JEA endpoints (PowerShell 5.0 or newer on the servers), to be looked through and then registered on each server.

  npm run jea -- --out DIR [options]

${helpOf(options)}
`;
