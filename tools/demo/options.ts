// @ts-check
import { existsSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { WrongUsage, folderOfUser, helpOf, readCommandLine, refuseTakenByNpm, wholeNumber } from "../node-red/command-line.mjs";

const root = resolve(import.meta.dirname, "../..");
const bundledFlow = join(root, "examples", "exchange-cas-array.json");

/** @type {import("../node-red/command-line.mjs").Options} */
const options = {
  connection: {
    value: "KIND",
    help: "lab (a simulation), powershell (real PowerShell on stand-ins for Windows) or ssh (the same by real sessions)",
  },
  "dry-run": { help: "look at everything, change nothing, list what would be changed" },
  members: { value: "N", help: "an array of N members, CAS1 to CASN, instead of the flow's own (2 to 32)" },
  speed: { value: "N", help: "simulated seconds a second (1 to 10000; the bundled flow has 300 for the lab; 120 on PowerShell)" },
  seed: { value: "N", help: "another chance, told by a whole number from 1 on" },
  fault: { value: "NAME@MEMBER", many: true, help: "break something on a member; may be given several times" },
  update: { value: "NAME", help: "another update-package of the flow" },
  flow: { value: "FILE", help: "another flow file instead of the bundled one" },
  truth: { value: "FILE", help: "where the lab, or the stand-ins, write what really happened" },
  keep: { help: "leave Node-RED running after the run; Ctrl-C ends it" },
  json: { help: "nothing but one JSON document on standard output, at the end (with npm -s, see below)" },
  "no-build": { help: "do not build first" },
  help: { help: "this text" },
};

/**
 * @typedef {object} DemoOptions
 * @property {"lab" | "powershell" | "ssh"} connection
 * @property {boolean} dryRun
 * @property {number | null} members null: the flow's own
 * @property {number | null} speed
 * @property {number | null} seed
 * @property {readonly Fault[]} faults
 * @property {string | null} update
 * @property {string} flow absolute path
 * @property {string | null} truth absolute path
 * @property {boolean} keep
 * @property {boolean} json
 * @property {boolean} build
 * @property {boolean} help
 */

/** @typedef {{ readonly name: string, readonly member: string }} Fault */

/**
 * Reads the command line. Names of faults, members and updates are checked later, when those that there are can be known.
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {DemoOptions}
 * @throws {WrongUsage}
 */
export function readOptions(args, env = {}) {
  const given = readCommandLine(args, options);
  refuseTakenByNpm("demo", options, env, given);
  const value = (/** @type {string} */ name) => given.get(name)?.[0];
  const path = (/** @type {string} */ name) => {
    const file = value(name);
    return file === undefined ? null : resolve(folderOfUser("demo", env), file);
  };
  return {
    connection: connectionIn(value("connection")),
    dryRun: given.has("dry-run"),
    members: wholeNumber("members", value("members"), 2, 32),
    speed: wholeNumber("speed", value("speed"), 1, 10_000),
    seed: wholeNumber("seed", value("seed"), 1, 2_147_483_647),
    faults: (given.get("fault") ?? []).map(faultIn),
    update: value("update") ?? null,
    flow: path("flow") ?? bundledFlow,
    truth: truthFile(path("truth")),
    keep: given.has("keep"),
    json: given.has("json"),
    build: !given.has("no-build"),
    help: given.has("help"),
  };
}

/**
 * @param {string | undefined} text
 * @returns {DemoOptions["connection"]}
 */
function connectionIn(text = "lab") {
  if (text === "lab" || text === "powershell" || text === "ssh") return text;
  throw new WrongUsage(`--connection must be lab, powershell or ssh, not "${text}".`);
}

/**
 * @param {string} text
 * @returns {Fault}
 */
function faultIn(text) {
  const [, name, member] = /^([^@]+)@([^@]+)$/.exec(text) ?? [];
  if (name === undefined || member === undefined) {
    throw new WrongUsage(`--fault must be NAME@MEMBER, like installer-fails@CAS2, not "${text}". ${faultsInWords()}`);
  }
  return { name, member };
}

/** @param {string | null} path */
function truthFile(path) {
  if (path === null) return null;
  if (!existsSync(dirname(path))) throw new WrongUsage(`--truth: there is no folder ${dirname(path)}.`);
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) throw new WrongUsage(`--truth: ${path} is a folder, not a file.`);
  return path;
}

/**
 * @param {readonly Fault[]} faults
 * @param {Readonly<Record<string, string>>} known faults of the lab, each with its summary
 * @throws {WrongUsage}
 */
export function refuseUnknownFaults(faults, known) {
  const unknown = faults.find(({ name }) => !Object.hasOwn(known, name));
  if (unknown !== undefined) throw new WrongUsage(`The lab knows no fault ${unknown.name}. Faults are ${Object.keys(known).join(", ")}.`);
}

/**
 * The faults of the lab as it is built.
 * @returns {Readonly<Record<string, string>>} each with its summary
 */
export function faultsOfLab() {
  const { faultSummaries } = createRequire(import.meta.url)(join(root, "dist", "lib", "adapters", "lab", "index.js"));
  return faultSummaries;
}

/** The faults as one sentence; nothing as long as the lab is not built. */
function faultsInWords() {
  try {
    return `Faults are ${Object.keys(faultsOfLab()).join(", ")}.`;
  } catch {
    return "";
  }
}

export function helpText() {
  return `A rolling update of a simulated array, by the bundled flow in a Node-RED of its own.

  npm run demo -- [options]

${helpOf(options)}

For the JSON document alone, without the two lines that npm itself prints first:

  npm -s run demo -- --json

Exit code: 0 when every member was updated and serves (of a dry run: when every member would be), 1 when not, 2 for a wrong command line.
${faultHelp()}`;
}

function faultHelp() {
  try {
    const rows = Object.entries(faultsOfLab());
    const width = Math.max(...rows.map(([name]) => name.length));
    return `\nFaults:\n${rows.map(([name, summary]) => `  ${name.padEnd(width)}  ${summary}`).join("\n")}\n`;
  } catch {
    return "";
  }
}
