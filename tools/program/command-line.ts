// @ts-check
/** The options of our scripts: read with Node's own parser, refused with the list of those that there are. */
import { parseArgs } from "node:util";

/**
 * @typedef {object} Option
 * @property {string} help one line
 * @property {string} [value] what its value is, in capitals; without it the option is a switch
 * @property {true} [many] may be given several times
 */

/** @typedef {Readonly<Record<string, Option>>} Options */

/** A command line that asks for something that there is not. Nothing was started. */
export class WrongUsage extends Error {
  /** @param {string} message */
  constructor(message) {
    super(message);
    this.name = "WrongUsage";
  }
}

/**
 * @param {readonly string[]} args
 * @param {Options} options
 * @returns {ReadonlyMap<string, readonly string[]>} the options that were given, each with its values (a switch has none)
 * @throws {WrongUsage}
 */
export function readCommandLine(args, options) {
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries(
      Object.entries(options).map(([name, { value }]) => [name, { type: value === undefined ? "boolean" : "string" }]),
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  /** @type {Map<string, string[]>} */
  const given = new Map();
  for (const token of tokens) {
    if (token.kind === "option-terminator") continue;
    if (token.kind === "positional") throw new WrongUsage(`"${token.value}" is not an option. ${listOf(options)}`);
    const option = Object.hasOwn(options, token.name) && token.rawName.startsWith("--") ? options[token.name] : undefined;
    if (option === undefined) throw new WrongUsage(`There is no option ${token.rawName}. ${listOf(options)}`);
    const earlier = given.get(token.name);
    if (earlier !== undefined && option.many !== true) throw new WrongUsage(`${token.rawName} is given twice.`);
    given.set(token.name, [...(earlier ?? []), ...valueOf(token, option)]);
  }
  return given;
}

/**
 * @param {{ rawName: string, value: string | undefined, inlineValue: boolean | undefined }} token
 * @param {Option} option
 * @returns {string[]}
 */
function valueOf({ rawName, value, inlineValue }, option) {
  if (option.value === undefined) {
    if (value !== undefined) throw new WrongUsage(`${rawName} takes no value.`);
    return [];
  }
  // The parser takes the next word whatever it is; one with a dash is an option whose place was taken.
  if (value === undefined || value === "" || (inlineValue !== true && value.startsWith("--"))) {
    throw new WrongUsage(`${rawName} needs a value: ${rawName} ${option.value}.`);
  }
  return [value];
}

/**
 * npm keeps options that stand before its `--` for itself, and the script would run without them.
 * @param {string} script name of the npm script
 * @param {Options} options
 * @param {NodeJS.ProcessEnv} env
 * @param {ReadonlyMap<string, unknown>} given
 * @throws {WrongUsage}
 */
export function refuseTakenByNpm(script, options, env, given) {
  if (env["npm_lifecycle_event"] !== script || given.size > 0) return;
  const taken = Object.keys(options).find((name) => (env[`npm_config_${name.replaceAll("-", "_")}`] ?? "") !== "");
  if (taken === undefined) return;
  const command = script === "start" ? "npm start" : `npm run ${script}`;
  throw new WrongUsage(`npm took --${taken} for itself. Put -- before the options: ${command} -- --${taken}`);
}

/**
 * Where the user stands: npm changes to the package's folder before it starts a script.
 * @param {string} script
 * @param {NodeJS.ProcessEnv} env
 */
export const folderOfUser = (script, env) => (env["npm_lifecycle_event"] === script ? env["INIT_CWD"] : undefined) ?? process.cwd();

/**
 * A whole number within bounds.
 * @param {string} name
 * @param {string | undefined} text
 * @param {number} least
 * @param {number} most
 * @returns {number | null} null when it was not given
 * @throws {WrongUsage}
 */
export function wholeNumber(name, text, least, most) {
  if (text === undefined) return null;
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < least || number > most) {
    throw new WrongUsage(`--${name} must be a whole number from ${least} to ${most}, not "${text}".`);
  }
  return number;
}

/** @param {string} name @param {Option} option */
const written = (name, { value }) => (value === undefined ? `--${name}` : `--${name} ${value}`);

/** @param {Options} options */
const listOf = (options) =>
  `Options are ${Object.entries(options)
    .map(([name, option]) => written(name, option))
    .join(", ")}.`;

/**
 * The options as a help text, a line each.
 * @param {Options} options
 */
export function helpOf(options) {
  const rows = Object.entries(options).map(([name, option]) => /** @type {const} */ ([written(name, option), option.help]));
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, help]) => `  ${left.padEnd(width)}  ${help}`).join("\n");
}
