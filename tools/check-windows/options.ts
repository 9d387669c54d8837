// @ts-check
import { WrongUsage, helpOf, readCommandLine, refuseTakenByNpm } from "../node-red/command-line.mjs";

/** Lets the tests run the check on stand-ins for Windows. */
export const ANYWHERE = "ROLLING_UPDATE_CHECK_ANYWHERE";

/** @type {import("../node-red/command-line.mjs").Options} */
const options = {
  server: {
    value: "NAME",
    many: true,
    help: "a server to ask by WinRM with Kerberos, several times if you like; without it this computer",
  },
  endpoint: { value: "NAME", help: "JEA endpoint on these servers" },
  https: { help: "WinRM over HTTPS" },
  scom: { value: "NAME", help: "SCOM management server, to ask about maintenance mode" },
  "scom-endpoint": { value: "NAME", help: "JEA endpoint on it" },
  script: { value: "FILE", help: "a script on the server for script.look; it must change nothing" },
  executable: { value: "FILE", help: "PowerShell on this computer; powershell.exe unless told" },
  "no-build": { help: "do not build first" },
  help: { help: "this text" },
};

/**
 * @typedef {object} CheckOptions
 * @property {readonly string[]} servers empty: this computer
 * @property {string | null} endpoint
 * @property {boolean} https
 * @property {string | null} scom
 * @property {string | null} scomEndpoint
 * @property {string | null} script
 * @property {string | null} executable
 * @property {boolean} build
 * @property {boolean} help
 */

/**
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {CheckOptions}
 * @throws {WrongUsage}
 */
export function readOptions(args, env = {}) {
  const given = readCommandLine(args, options);
  refuseTakenByNpm("check-windows", options, env, given);
  const value = (/** @type {string} */ name) => given.get(name)?.[0] ?? null;
  const servers = given.get("server") ?? [];
  const remoteOnly = ["endpoint", "https"].find((name) => given.has(name));
  if (servers.length === 0 && remoteOnly !== undefined)
    throw new WrongUsage(`--${remoteOnly} is for servers: name one with --server NAME.`);
  return {
    servers,
    endpoint: value("endpoint"),
    https: given.has("https"),
    scom: value("scom"),
    scomEndpoint: value("scom-endpoint"),
    script: value("script"),
    executable: value("executable"),
    build: !given.has("no-build"),
    help: given.has("help"),
  };
}

export const helpText = () => `Asks Windows everything that a rolling update reads, and says what works. Changes nothing.

  npm run check-windows -- [options]

${helpOf(options)}

Exit code: 0 when all was answered as agreed (a missing module is told but is no failure: not every server has NLB; system.info must be answered,
and all functions of this package must be offered), 1 when not, 2 for a wrong command line.
`;
