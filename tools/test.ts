/**
 * `npm test`: build, types, then the suites under test/, each in a mocha process of its own.
 *
 *   npm test                     everything
 *   npm test -- unit nodes       these suites only
 *   npm test -- --no-build unit  on what is built already
 *   npm test -- unit --grep lock anything after --grep goes to mocha
 *
 * A suite whose tool is missing (Chromium, the second Node-RED) is skipped with a line that says so; with REQUIRE_ALL=1 it fails.
 * The last line is `N passed, N failed`, with `, N skipped` where some were.
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const root = dirname(import.meta.dirname);
const test = join(root, "test");
const { nodeRedFive } = createRequire(import.meta.url)("./second-runtime.cjs");
const SUITE_LIMIT_MS = 20 * 60_000;

/** From the quick ones to the slow ones; suites that are not named here come last. */
const order = ["unit", "nodes", "flows", "simulation", "contract", "powershell", "runtime", "nights", "editor"];
/** Those that run beside the others, since they too wait for processes half of the time; what they print comes when they have ended. */
const beside = new Set(["contract", "powershell", "nights"]);
/** Whole nights on PowerShell take all that a computer has: not while another suite measures real time. */
const startsAfter = { nights: ["runtime", "editor"] };
/** Folders under test/ that are no suites. */
const noSuites = new Set(["shared"]);

const totals = { passed: 0, skipped: 0, failures: [] };
const fail = (title, message) => totals.failures.push({ title, message });
const heading = (text) => process.stdout.write(`\n== ${text}\n`);

/** Runs a script of ours or of node_modules with a Node, no shell, so that it is the same on Windows. */
const run = (args, { node = process.execPath, env = {}, ...options } = {}) =>
  spawnSync(node, args, { cwd: root, stdio: "inherit", env: { ...process.env, ...env }, ...options });

const specsOf = (suite) =>
  readdirSync(join(test, suite), { recursive: true })
    .map((path) => `test/${suite}/${path.replaceAll("\\", "/")}`)
    .filter((path) => path.endsWith("_spec.ts") && !path.includes("/node_modules/"))
    .sort();

const suitesThere = () => {
  const folders = readdirSync(test, { withFileTypes: true }).filter((entry) => entry.isDirectory() && !noSuites.has(entry.name));
  const place = (suite) => (order.includes(suite) ? order.indexOf(suite) : order.length);
  return folders
    .map(({ name }) => name)
    .filter((suite) => specsOf(suite).length > 0)
    .sort((a, b) => place(a) - place(b) || a.localeCompare(b));
};

/**
 * Runs a program to its end, while others run too. What it prints comes at once, or when it has ended where `later` is set: two programs
 * that print at the same time cannot be read.
 */
const runBeside = (args, { node = process.execPath, env = {}, later = false }) =>
  new Promise((done) => {
    const options = {
      cwd: root,
      stdio: ["ignore", later ? "pipe" : "inherit", later ? "pipe" : "inherit"],
      env: { ...process.env, ...env },
    };
    const child = spawn(node, args, { ...options, timeout: SUITE_LIMIT_MS, killSignal: "SIGKILL" });
    const printed = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (part) => printed.push(part));
    const end = (how) => done({ ...how, printed: Buffer.concat(printed).toString() });
    child.once("error", (error) => end({ status: null, signal: null, error }));
    child.once("close", (status, signal) => end({ status, signal }));
  });

/** Runs the specs of a suite in one mocha process and adds what it counted to the totals. */
const mocha = async (suite, title, mochaArgs, scratch, options = {}) => {
  if (options.later !== true) heading(title);
  const startedAt = Date.now();
  const file = join(scratch, `${title.replaceAll(/\W+/g, "-")}.json`);
  const bin = join(root, "node_modules", "mocha", "bin", "mocha.js");
  const reporter = ["--reporter", "./tools/mocha-reporter.mjs", "--reporter-option", `file=${file}`];
  const ended = await runBeside([bin, "--forbid-only", ...reporter, ...mochaArgs, ...specsOf(suite)], options);
  if (options.later === true) {
    heading(title);
    process.stdout.write(ended.printed);
  }
  process.stdout.write(`-- ${title}: ${Math.round((Date.now() - startedAt) / 1000)} s\n`);
  const counts = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : { passed: 0, skipped: 0, failures: [], finished: false };
  totals.passed += counts.passed;
  totals.skipped += counts.skipped;
  for (const failure of counts.failures) fail(`${title}: ${failure.title}`, failure.message);
  if (ended.signal === "SIGKILL") fail(title, `The suite was ended: it had not finished after ${SUITE_LIMIT_MS / 60_000} minutes.`);
  else if (!counts.finished || (ended.status !== 0 && counts.failures.length === 0))
    fail(title, `The suite crashed (${ended.error?.message ?? ended.signal ?? `exit code ${ended.status}`}).`);
};

/** The tests of the nodes once more, on the other major of Node-RED. */
const nodesOnNodeRedFive = async (mochaArgs, scratch) => {
  const { node, nodeRed, how } = nodeRedFive;
  if (node !== undefined && nodeRed !== undefined) {
    await mocha("nodes", "nodes on Node-RED 5", mochaArgs, scratch, { node, env: { NODE_RED: nodeRed } });
    return;
  }
  const line = `Node-RED 5 was not found. To get it: ${how}`;
  if (process.env["REQUIRE_ALL"] === "1") fail("nodes on Node-RED 5", line);
  else {
    totals.skipped += 1;
    process.stderr.write(`\n!!!! TESTS SKIPPED: ${line}\n\n`);
  }
};

const build = () => {
  heading("build");
  return run([join(root, "tools", "build.mjs")]).status === 0;
};

const types = () => {
  heading("types");
  for (const config of ["tsconfig.json", "tsconfig.editor.json", "tsconfig.test.json"].filter((name) => existsSync(join(root, name)))) {
    const { status } = run([join(root, "node_modules", "typescript", "bin", "tsc"), "-p", config, "--noEmit"]);
    if (status !== 0) fail("types", `tsc -p ${config} found errors.`);
  }
};

const readArguments = (args) => {
  const firstOption = args.findIndex((arg) => arg.startsWith("-") && arg !== "--no-build");
  const own = firstOption === -1 ? args : args.slice(0, firstOption);
  return {
    noBuild: own.includes("--no-build"),
    suites: own.filter((arg) => arg !== "--no-build"),
    mochaArgs: firstOption === -1 ? [] : args.slice(firstOption),
  };
};

/** Something to wait for, and what makes it happen. */
const signal = () => {
  let happen;
  const promise = new Promise((resolve) => {
    happen = resolve;
  });
  return { promise, happen };
};

/**
 * Runs suites one after the other.
 * @param ends the end of each suite, those of the other lane too
 */
const lane = async (suites, ends, mochaArgs, scratch, options) => {
  for (const suite of suites) {
    await Promise.all((startsAfter[suite] ?? []).map((other) => ends.get(other)?.promise));
    await mocha(suite, suite, mochaArgs, scratch, options);
    if (suite === "nodes") await nodesOnNodeRedFive(mochaArgs, scratch);
    ends.get(suite).happen();
  }
};

const main = async () => {
  const { noBuild, suites: wanted, mochaArgs } = readArguments(process.argv.slice(2));
  const there = suitesThere();
  for (const suite of wanted.filter((name) => !there.includes(name))) fail(suite, `There is no such suite; there are ${there.join(", ")}.`);
  const suites = wanted.length === 0 ? there : there.filter((name) => wanted.includes(name));

  const scratch = mkdtempSync(join(tmpdir(), "rolling-update-test-"));
  // test/runtime/pack.ts packs and installs the package here, once for all suites of this run.
  process.env["ROLLING_UPDATE_PACKED"] = join(scratch, "packed");
  try {
    if (!noBuild && !build()) {
      fail("build", "The build failed; no suite was run.");
      return;
    }
    if (!noBuild) types();
    const ends = new Map(suites.map((suite) => [suite, signal()]));
    const first = suites.filter((suite) => !beside.has(suite));
    const second = suites.filter((suite) => beside.has(suite));
    await Promise.all([lane(first, ends, mochaArgs, scratch, {}), lane(second, ends, mochaArgs, scratch, { later: first.length > 0 })]);
  } finally {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
  }
  if (totals.passed + totals.failures.length === 0) fail("npm test", "No test was run.");
};

await main();
if (totals.failures.length > 0) {
  heading("failed");
  for (const { title, message } of totals.failures) process.stdout.write(`- ${title}\n  ${message.split("\n").slice(0, 6).join("\n  ")}\n`);
}
process.exitCode = totals.failures.length === 0 ? 0 : 1;
const skipped = totals.skipped === 0 ? "" : `, ${totals.skipped} skipped`;
process.stdout.write(`\n${totals.passed} passed, ${totals.failures.length} failed${skipped}\n`);
