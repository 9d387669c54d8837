import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../program";
import type { Beside, Ended } from "./node";
import { runBeside } from "./node";
import type { Counts } from "./reporter";
import type { Part } from "./suites";
import type { Totals } from "./totals";

/** For a part, of which the longest takes half of that on two cores. */
const LIMIT_MINUTES = 15;

export interface Playing {
  /** What the command line passes to mocha. */
  readonly mochaArgs: readonly string[];
  /** A folder for what mocha has counted. */
  readonly scratch: string;
  readonly totals: Totals;
  /** When the time of a part is over. Default: by the clock. */
  readonly after?: Beside["after"];
}

/** Prints what comes next. */
export const heading = (text: string): void => void process.stdout.write(`\n== ${text}\n`);

/** Runs the specs of a part in one mocha process and adds what it counted to the totals. */
export async function playPart(
  { title, specs }: Pick<Part, "title" | "specs">,
  { mochaArgs, scratch, totals, after }: Playing,
  options: Pick<Beside, "node" | "env" | "later"> = {},
): Promise<void> {
  if (options.later !== true) heading(title);
  const startedAt = Date.now();
  const file = join(scratch, `${title.replaceAll(/\W+/g, "-")}.json`);
  const bin = join(root, "node_modules", "mocha", "bin", "mocha.js");
  const reporter = ["--reporter", "./tools/test/reporter.ts", "--reporter-option", `file=${file}`];
  const ended = await runBeside([bin, "--forbid-only", ...reporter, ...mochaArgs, ...specs], {
    ...options,
    limitMs: LIMIT_MINUTES * 60_000,
    ...(after === undefined ? {} : { after }),
  });
  if (options.later === true) {
    heading(title);
    process.stdout.write(ended.printed);
  }
  process.stdout.write(`-- ${title}: ${Math.round((Date.now() - startedAt) / 1000)} s\n`);
  const counts = countsIn(file);
  totals.add(title, counts);
  const broken = howBroken(title, ended, counts);
  if (broken !== null) totals.fail(title, broken);
}

const countsIn = (file: string): Counts =>
  existsSync(file)
    ? (JSON.parse(readFileSync(file, "utf8")) as Counts)
    : { passed: 0, skipped: 0, failures: [], begun: null, finished: false };

/** Why a part did not finish; null if it did. */
function howBroken(title: string, { status, signal, error, late }: Ended, { finished, failures, begun }: Counts): string | null {
  if (late) {
    const last = begun === null ? "no test of it had begun" : `the last test that began was “${begun}”`;
    const why = finished ? "; all its tests had ended, so something that they started keeps its process alive" : "";
    return `Part ${title} did not end within ${LIMIT_MINUTES} min, and was ended with all that it had started: ${last}${why}.`;
  }
  if (finished && (status === 0 || failures.length > 0)) return null;
  return `The suite crashed (${error?.message ?? signal ?? `exit code ${status}`}).`;
}
