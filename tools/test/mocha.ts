import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../program";
import type { Beside, Ended } from "./node";
import { runBeside } from "./node";
import type { Counts } from "./reporter";
import type { Part } from "./suites";
import type { Totals } from "./totals";

const SUITE_LIMIT_MS = 20 * 60_000;

export interface Playing {
  /** What the command line passes to mocha. */
  readonly mochaArgs: readonly string[];
  /** A folder for what mocha has counted. */
  readonly scratch: string;
  readonly totals: Totals;
}

/** Prints what comes next. */
export const heading = (text: string): void => void process.stdout.write(`\n== ${text}\n`);

/** Runs the specs of a part in one mocha process and adds what it counted to the totals. */
export async function playPart(
  { title, specs }: Pick<Part, "title" | "specs">,
  { mochaArgs, scratch, totals }: Playing,
  options: Omit<Beside, "limitMs"> = {},
): Promise<void> {
  if (options.later !== true) heading(title);
  const startedAt = Date.now();
  const file = join(scratch, `${title.replaceAll(/\W+/g, "-")}.json`);
  const bin = join(root, "node_modules", "mocha", "bin", "mocha.js");
  const reporter = ["--reporter", "./tools/test/reporter.ts", "--reporter-option", `file=${file}`];
  const ended = await runBeside([bin, "--forbid-only", ...reporter, ...mochaArgs, ...specs], {
    ...options,
    limitMs: SUITE_LIMIT_MS,
  });
  if (options.later === true) {
    heading(title);
    process.stdout.write(ended.printed);
  }
  process.stdout.write(`-- ${title}: ${Math.round((Date.now() - startedAt) / 1000)} s\n`);
  const counts = countsIn(file);
  totals.add(title, counts);
  const broken = howBroken(ended, counts);
  if (broken !== null) totals.fail(title, broken);
}

const countsIn = (file: string): Counts =>
  existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Counts) : { passed: 0, skipped: 0, failures: [], finished: false };

/** Why a suite did not finish; null if it did. */
function howBroken({ status, signal, error }: Ended, { finished, failures }: Counts): string | null {
  if (signal === "SIGKILL") return `The suite was ended: it had not finished after ${SUITE_LIMIT_MS / 60_000} minutes.`;
  if (finished && (status === 0 || failures.length > 0)) return null;
  return `The suite crashed (${error?.message ?? signal ?? `exit code ${status}`}).`;
}
