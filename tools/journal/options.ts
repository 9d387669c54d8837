import { hostZone } from "../../lib/time";
import { CommandLine, helpOf, WrongUsage } from "../program";

const usage = {
  script: "journal",
  words: 2,
  options: {
    zone: {
      value: "ZONE",
      help: "the clocks to tell times by, such as Europe/Berlin; by default those of the run's maintenance window, or of this computer",
    },
    json: { help: "nothing but one JSON document on standard output (with npm -s)" },
    help: { help: "this text" },
  },
} as const;

const commands = ["list", "show", "verify"] as const;

export interface JournalOptions {
  readonly command: (typeof commands)[number];
  /** Absolute path of a journal, or of a folder with journals. */
  readonly path: string;
  /** Null: the run's own, or that of this computer. */
  readonly zone: string | null;
  readonly json: boolean;
}

/** @returns null for a person who wants help @throws WrongUsage */
export function readOptions(args: readonly string[], env: NodeJS.ProcessEnv = {}): JournalOptions | null {
  const given = new CommandLine(usage, args, env);
  if (given.has("help")) return null;
  const [word = "", file = ""] = given.words;
  const command = commands.find((name) => name === word);
  if (command === undefined) throw new WrongUsage(`Say what to do: ${commands.join(", ")}${word === "" ? "" : `, not "${word}"`}.`);
  if (file === "") throw new WrongUsage(`Say which journal, or which folder: npm run journal -- ${command} FILE`);
  return { command, path: given.absolute(file), zone: zoneIn(given.value("zone")), json: given.has("json") };
}

function zoneIn(zone: string | null): string | null {
  if (zone === null) return null;
  try {
    Intl.DateTimeFormat("en", { timeZone: zone });
    return zone;
  } catch {
    throw new WrongUsage(`There is no time zone ${zone}; this computer's is ${hostZone()}.`);
  }
}

export const helpText =
  (): string => `The journals of runs. They are in the folder rolling-update/runs of Node-RED's user directory; nothing is changed.

  npm run journal -- list FOLDER     which runs there are, the newest first
  npm run journal -- show FILE       what a run did, line by line
  npm run journal -- verify FILE     whether a journal is as it was written, or where it breaks; a folder: all of them

A folder may be Node-RED's user directory, rolling-update in it, or runs in that.

${helpOf(usage)}

Exit code: 0 when all that was read holds, 1 when something does not hold or cannot be read, 2 for a wrong command line.
`;
