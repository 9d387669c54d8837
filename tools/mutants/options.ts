import { CommandLine, helpOf, WrongUsage } from "../program";
import type { Sample } from "./sample";

const usage = {
  script: "mutants",
  words: Number.POSITIVE_INFINITY,
  options: {
    "one-in": { value: "N", help: "plants in one of N blocks of lines alone" },
    seed: { value: "S", help: "which blocks these are (1)" },
    help: { help: "this text" },
  },
};

/** What was asked for. */
export interface MutantsOptions {
  readonly paths: readonly string[];
  /** Null: everything. */
  readonly sample: Sample | null;
  readonly help: boolean;
}

/** @throws WrongUsage */
export function readOptions(args: readonly string[], env: NodeJS.ProcessEnv = {}): MutantsOptions {
  const given = new CommandLine(usage, args, env);
  const [oneIn, seed] = [given.wholeNumber("one-in", 2, 1000), given.wholeNumber("seed", 0, 2_147_483_647)];
  const help = given.has("help");
  if (!help && given.words.length === 0) throw new WrongUsage("Name what to look at: npm run mutants -- lib/gates");
  if (oneIn === null && seed !== null) throw new WrongUsage("--seed needs --one-in N: it says which lines a sample takes.");
  return { paths: given.words, sample: oneIn === null ? null : { oneIn, seed: seed ?? 1 }, help };
}

export const helpText =
  (): string => `Do the tests notice? Plants small bugs in the source, one at a time, and runs the tests that come there.

  npm run mutants -- lib/gates                      a room
  npm run mutants -- lib/time/window.ts:20-40       lines of a file
  npm run mutants -- --one-in 8 lib/steps           a sample of a large room

${helpOf(usage)}
`;
