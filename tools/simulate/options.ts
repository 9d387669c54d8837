import { availableParallelism } from "node:os";
import { CommandLine, helpOf, WrongUsage } from "../program";

const usage = {
  script: "simulate",
  options: {
    seeds: { value: "N", help: "how many nights are played (100)" },
    from: { value: "S", help: "the seed of the first one (1)" },
    seed: { value: "X", help: "the night of this seed alone" },
    trace: { help: "with --seed: print what happened in that night, in order" },
    workers: { value: "N", help: "how many processes play at once (one for each core)" },
    "first-only": { help: "end with the first night in which a promise was broken" },
    json: { help: "print one document of JSON" },
    help: { help: "this text" },
  },
};

export interface SimulateOptions {
  readonly from: number;
  readonly seeds: number;
  readonly trace: boolean;
  readonly workers: number;
  readonly firstOnly: boolean;
  readonly json: boolean;
  readonly help: boolean;
}

/** Seeds are whole numbers of 31 bits. */
const MOST = 2_147_483_647;

/** @throws WrongUsage */
export function readOptions(args: readonly string[], env: NodeJS.ProcessEnv = {}): SimulateOptions {
  const given = new CommandLine(usage, args, env);
  const seed = given.wholeNumber("seed", 0, MOST);
  const [seeds, from] = [given.wholeNumber("seeds", 1, 1_000_000), given.wholeNumber("from", 0, MOST)];
  if (seed !== null && (seeds !== null || from !== null)) throw new WrongUsage("--seed is one night: leave --seeds and --from out.");
  if (given.has("trace") && seed === null) throw new WrongUsage("--trace needs --seed X: it prints one night.");
  if (given.has("trace") && given.has("json")) throw new WrongUsage("--trace is for people: leave --json out.");
  return {
    from: seed ?? from ?? 1,
    seeds: seed === null ? (seeds ?? 100) : 1,
    trace: given.has("trace"),
    workers: given.wholeNumber("workers", 1, 64) ?? availableParallelism(),
    firstOnly: given.has("first-only"),
    json: given.has("json"),
    help: given.has("help"),
  };
}

export const helpText =
  (): string => `Nights of the bundled flow in a real Node-RED on virtual time, each made by its seed and judged by the auditor.
Ends with 1 where a promise was broken.

  npm run simulate -- [options]

${helpOf(usage)}
`;
