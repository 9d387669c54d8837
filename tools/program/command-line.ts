/** The command lines of our programs: read with Node's own parser, and refused with a list of the options. */
import { resolve } from "node:path";
import { parseArgs } from "node:util";

interface Option {
  /** One line. */
  readonly help: string;
  /** The name of its value, in capitals; without it the option is a switch. */
  readonly value?: string;
  /** May be given several times. */
  readonly many?: true;
}

/** What may follow `npm run SCRIPT --`. */
export interface Usage<Name extends string = string> {
  /** Name of the npm script. */
  readonly script: string;
  readonly options: Readonly<Record<Name, Option>>;
  /** How many words without dashes it takes at most; none, unless it is said. */
  readonly words?: number;
}

/** A command line that asks for something that does not exist. Nothing was started. */
export class WrongUsage extends Error {
  constructor(message: string) {
    super(message);
    this.name = "WrongUsage";
  }
}

/** The options that were given. */
export class CommandLine<Name extends string> {
  /** Those without dashes. */
  readonly words: readonly string[];
  private readonly given: ReadonlyMap<string, readonly string[]>;
  /** The user's current folder: npm changes to the package's folder before it starts a script. */
  private readonly folder: string;

  /** @throws WrongUsage */
  constructor(usage: Usage<Name>, args: readonly string[], env: NodeJS.ProcessEnv) {
    const { options, words } = given(usage, args);
    this.given = options;
    this.words = words;
    const byNpm = env["npm_lifecycle_event"] === usage.script;
    this.folder = (byNpm ? env["INIT_CWD"] : undefined) ?? process.cwd();
    if (byNpm && args.length === words.length) refuseTakenByNpm(usage, env);
  }

  has(name: Name): boolean {
    return this.given.has(name);
  }

  /** Null when it was not given. */
  value(name: Name): string | null {
    return this.values(name)[0] ?? null;
  }

  values(name: Name): readonly string[] {
    return this.given.get(name) ?? [];
  }

  /** The absolute path of a file that the user names; null when none was given. */
  path(name: Name): string | null {
    const file = this.value(name);
    return file === null ? null : this.absolute(file);
  }

  /** The absolute path of what the user calls so. */
  absolute(file: string): string {
    return resolve(this.folder, file);
  }

  /**
   * A whole number within bounds.
   * @returns null when it was not given
   * @throws WrongUsage
   */
  wholeNumber(name: Name, least: number, most: number): number | null {
    const text = this.value(name);
    if (text === null) return null;
    const number = Number(text);
    if (!/^\d+$/.test(text) || number < least || number > most) {
      throw new WrongUsage(`--${name} must be a whole number from ${least} to ${most}, not "${text}".`);
    }
    return number;
  }
}

interface Given {
  /** Each with its values (a switch has none). */
  readonly options: ReadonlyMap<string, readonly string[]>;
  readonly words: readonly string[];
}

/** What was given. */
function given({ options, words: most = 0 }: Usage, args: readonly string[]): Given {
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries(
      Object.entries(options).map(([name, { value }]) => [name, { type: value === undefined ? "boolean" : "string" }]),
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const found = new Map<string, readonly string[]>();
  const words: string[] = [];
  for (const token of tokens) {
    if (token.kind === "option-terminator") continue;
    if (token.kind === "positional" && words.length < most) {
      words.push(token.value);
      continue;
    }
    if (token.kind === "positional") throw new WrongUsage(`"${token.value}" is not an option. ${listOf(options)}`);
    const option = Object.hasOwn(options, token.name) && token.rawName.startsWith("--") ? options[token.name] : undefined;
    if (option === undefined) throw new WrongUsage(`There is no option ${token.rawName}. ${listOf(options)}`);
    const earlier = found.get(token.name);
    if (earlier !== undefined && option.many !== true) throw new WrongUsage(`${token.rawName} is given twice.`);
    found.set(token.name, [...(earlier ?? []), ...valueOf(token, option)]);
  }
  return { options: found, words };
}

interface Token {
  readonly rawName: string;
  readonly value: string | undefined;
  /** Whether the value follows a `=`. */
  readonly inlineValue: boolean | undefined;
}

function valueOf({ rawName, value, inlineValue }: Token, option: Option): readonly string[] {
  if (option.value === undefined) {
    if (value !== undefined) throw new WrongUsage(`${rawName} takes no value.`);
    return [];
  }
  // The parser takes the next word, whatever it is; one with a dash is an option, not a value.
  if (value === undefined || value === "" || (inlineValue !== true && value.startsWith("--"))) {
    throw new WrongUsage(`${rawName} needs a value: ${rawName} ${option.value}.`);
  }
  return [value];
}

/** npm keeps options before its `--` for itself, and the program would run without them. */
function refuseTakenByNpm({ script, options }: Usage, env: NodeJS.ProcessEnv): void {
  const taken = Object.keys(options).find((name) => (env[`npm_config_${name.replaceAll("-", "_")}`] ?? "") !== "");
  if (taken === undefined) return;
  const command = script === "start" ? "npm start" : `npm run ${script}`;
  throw new WrongUsage(`npm took --${taken} for itself. Put -- before the options: ${command} -- --${taken}`);
}

const written = (name: string, { value }: Option): string => (value === undefined ? `--${name}` : `--${name} ${value}`);

const listOf = (options: Usage["options"]): string =>
  `Options are ${Object.entries(options)
    .map(([name, option]) => written(name, option))
    .join(", ")}.`;

/** The options as a help text, one line each. */
export function helpOf({ options }: Usage): string {
  const rows = Object.entries(options).map(([name, option]) => [written(name, option), option.help] as const);
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, help]) => `  ${left.padEnd(width)}  ${help}`).join("\n");
}
