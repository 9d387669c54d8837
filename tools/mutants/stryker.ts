import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { root } from "../program";
import { compiled } from "../program/typescript";
import type { Mutant, Report } from "./mutant";
import { mutantsOf } from "./mutant";
import type { Chosen } from "./rooms";

/** What these runs leave behind, and need on their way. */
export const folder = join(root, "test", "mutants", "out");
const stryker = join(root, "test", "mutants", "node_modules", "@stryker-mutator", "core", "bin", "stryker.js");

/** What to do when Stryker is not there; null if it is. */
export const missing = (): string | null => (existsSync(stryker) ? null : "Stryker was not found. To get it: npm ci --prefix test/mutants");

/**
 * Texts and empty objects in the place of full ones are left out: texts are keys and names here, and the compiler knows them; what it lets through in objects are
 * options, each of which has a test by its name.
 */
const leftOut = ["StringLiteral", "ObjectLiteral"];

/**
 * Plants every mutant of what was chosen and runs the tests that reach it.
 * @returns null if Stryker could not do it; it has said why
 */
export function play({ mutate, specs }: Chosen): readonly Mutant[] | null {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const report = join(folder, "report.json");
  const config = join(folder, "stryker.json");
  writeFileSync(
    config,
    JSON.stringify({
      mutate,
      mutator: { excludedMutations: leftOut },
      testRunner: "our-mocha",
      plugins: [compiled(join(root, "tools", "mutants", "mocha-runner.ts"), folder)],
      ourMocha: { specs, durations: join(folder, "durations.json") },
      warnings: { unknownOptions: false },
      coverageAnalysis: "perTest",
      reporters: ["progress-append-only", "json"],
      jsonReporter: { fileName: report },
      tempDirName: join(folder, "sandbox"),
      // A test that hangs ends by mocha's limit, and most loops that let nothing else run are counted; this is for the others. Shorter, a busy computer would be taken for one.
      timeoutMS: 60_000,
      concurrency: availableParallelism(),
      tsconfigFile: "none",
      logLevel: "error",
      ignorePatterns: ["dist", "docs", "bench", "test/runtime", "test/windows-node", "test/mutants", "**/.rolling-update"],
    }),
  );
  const { status } = spawnSync(process.execPath, [stryker, "run", config], { cwd: root, stdio: ["ignore", "inherit", "inherit"] });
  rmSync(join(folder, "sandbox"), { recursive: true, force: true });
  if (status !== 0 || !existsSync(report)) return null;
  return mutantsOf(JSON.parse(readFileSync(report, "utf8")) as Report);
}
