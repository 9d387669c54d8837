/**
 * `npm test`: build, types, then the suites under test/, in mocha processes of their own and as many side by side as the cores bear.
 *
 *   npm test                     everything
 *   npm test -- unit nodes       these suites only
 *   npm test -- --no-build unit  on what is built already
 *   npm test -- unit --grep lock anything after --grep goes to mocha
 *
 * A suite whose tool is missing (Chromium, the second Node-RED) is skipped with a line that says so; with REQUIRE_ALL=1 it fails.
 * The last line is `N passed, N failed`, with `, N skipped` where some were.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { main, root } from "./program";
import { typeScript } from "./program/typescript";
import { nodeRedFive } from "./node-red/second-runtime";
import type { Part, Playing } from "./test/index";
import { heading, partsOf, playPart, sideBySide, succeeds, suitesThere, Totals } from "./test/index";

function readArguments(args: readonly string[]) {
  const firstOption = args.findIndex((arg) => arg.startsWith("-") && arg !== "--no-build");
  const own = firstOption === -1 ? args : args.slice(0, firstOption);
  return {
    noBuild: own.includes("--no-build"),
    wanted: own.filter((arg) => arg !== "--no-build"),
    mochaArgs: firstOption === -1 ? [] : args.slice(firstOption),
  };
}

function build(): boolean {
  heading("build");
  return succeeds([...typeScript, join(root, "tools", "build.ts")]);
}

function types(totals: Totals): void {
  heading("types");
  const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
  for (const config of ["tsconfig.json", "tsconfig.editor.json", "tsconfig.test.json"])
    if (!succeeds([tsc, "-p", config, "--noEmit"])) totals.fail("types", `tsc -p ${config} found errors.`);
}

/** The tests of the nodes once more, on the other major of Node-RED. */
async function nodesOnNodeRedFive({ specs }: Part, playing: Playing, later: boolean): Promise<void> {
  const { node, nodeRed, how } = nodeRedFive;
  if (node !== undefined && nodeRed !== undefined)
    return await playPart({ title: "nodes on Node-RED 5", specs }, playing, { node, env: { NODE_RED: nodeRed }, later });
  const line = `Node-RED 5 was not found. To get it: ${how}`;
  if (process.env["REQUIRE_ALL"] === "1") return playing.totals.fail("nodes on Node-RED 5", line);
  playing.totals.skip();
  process.stderr.write(`\n!!!! TESTS SKIPPED: ${line}\n\n`);
}

/** Build, types and these suites. */
async function play(suites: readonly string[], noBuild: boolean, playing: Playing): Promise<void> {
  if (!noBuild && !build()) return playing.totals.fail("build", "The build failed; no suite was run.");
  if (!noBuild) types(playing.totals);
  const parts = suites.flatMap(partsOf);
  // What runs side by side prints when it has ended.
  const later = parts.length > 1;
  await sideBySide(parts, async (part) => {
    await playPart(part, playing, { later });
    if (part.suite === "nodes") await nodesOnNodeRedFive(part, playing, later);
  });
  if (!playing.totals.ran) playing.totals.fail("npm test", "No test was run.");
}

async function test(args: readonly string[]): Promise<number> {
  const { noBuild, wanted, mochaArgs } = readArguments(args);
  const totals = new Totals();
  const there = suitesThere();
  for (const suite of wanted.filter((name) => !there.includes(name)))
    totals.fail(suite, `There is no such suite; there are ${there.join(", ")}.`);
  const suites = wanted.length === 0 ? there : there.filter((name) => wanted.includes(name));

  const scratch = mkdtempSync(join(tmpdir(), "rolling-update-test-"));
  // test/runtime/package/pack.ts packs and installs the package here, once for all suites of this run.
  process.env["ROLLING_UPDATE_PACKED"] = join(scratch, "packed");
  try {
    await play(suites, noBuild, { mochaArgs, scratch, totals });
  } finally {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
  }
  if (!totals.good) {
    heading("failed");
    for (const line of totals.failureLines()) process.stdout.write(`${line}\n`);
  }
  process.stdout.write(`\n${totals.inOneLine()}\n`);
  return totals.good ? 0 : 1;
}

main(test);
