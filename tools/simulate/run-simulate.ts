import type { Violation } from "../../simulation";
import { openStage, simulate } from "../../simulation";
import type { Out, Streams } from "../program";
import { tellFailure } from "../program";
import type { SimulateOptions } from "./options";
import { helpText, readOptions } from "./options";
import { playSeeds } from "./workers";

/** What `--json` prints. */
export interface Simulated {
  readonly seeds: number;
  readonly violations: readonly Violation[];
  readonly seedsPerSecond: number;
}

/** @returns the exit code: 1 where a promise was broken */
export async function runSimulate(args: readonly string[], env: NodeJS.ProcessEnv, { out, err }: Streams): Promise<number> {
  try {
    const options = readOptions(args, env);
    if (options.help) {
      out.write(helpText());
      return 0;
    }
    if (options.trace) return await trace(options.from, out);
    const simulated = await playAll(options);
    out.write(options.json ? `${JSON.stringify(simulated, null, 1)}\n` : told(simulated));
    return simulated.violations.length === 0 ? 0 : 1;
  } catch (error) {
    return tellFailure(error, err);
  }
}

/** Plays the nights and collects what was wrong with them, in the order of their seeds. */
export async function playAll({
  from,
  seeds,
  workers,
  firstOnly,
}: Pick<SimulateOptions, "from" | "seeds" | "workers" | "firstOnly">): Promise<Simulated> {
  const violations: Violation[] = [];
  let count = 0;
  const began = performance.now();
  await playSeeds({
    seeds: Array.from({ length: seeds }, (_, index) => from + index),
    workers,
    judged: (one) => {
      count++;
      violations.push(...one.violations);
      return firstOnly && violations.length > 0;
    },
  });
  const took = (performance.now() - began) / 1000;
  violations.sort((a, b) => a.seed - b.seed || a.at.localeCompare(b.at));
  return { seeds: count, violations, seedsPerSecond: Math.round((count / took) * 10) / 10 };
}

const told = ({ seeds, violations, seedsPerSecond }: Simulated): string =>
  [
    ...violations.map(
      ({ seed, promise, at, text, replay }) =>
        `Promise ${promise} was broken at ${at} in the night of seed ${seed}: ${text}\n  ${replay}\n`,
    ),
    `${seeds} nights, ${seedsPerSecond} a second: ${violations.length === 0 ? "no promise was broken" : `${violations.length} times a promise was broken`}.\n`,
  ].join("");

async function trace(seed: number, out: Out): Promise<number> {
  const { history, violations } = await simulate(await openStage(), seed, true);
  for (const line of history()) out.write(`${line}\n`);
  out.write("\n");
  for (const { promise, at, text } of violations) out.write(`Promise ${promise} was broken at ${at}: ${text}\n`);
  if (violations.length === 0) out.write("No promise was broken.\n");
  return violations.length === 0 ? 0 : 1;
}
