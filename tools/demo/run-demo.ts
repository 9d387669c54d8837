// @ts-check
import { spawn } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { WrongUsage } from "../node-red/command-line.mjs";
import { PrivateNodeRed } from "../node-red/private-node-red.mjs";
import { untilSignal } from "../node-red/signals.mjs";
import { prepareFlow, readFlow } from "./flow.mjs";
import { faultsOfLab, helpText, readOptions, refuseUnknownFaults } from "./options.mjs";
import { Rehearsal } from "./rehearsal.mjs";
import { exitCodeOf, noRunDocument, resultDocument, resultLines } from "./result.mjs";
import { NoRun, lookAtRun, startRun, waitMs } from "./run-api.mjs";
import { Screen } from "./screen.mjs";

/** @typedef {import("../../lib/run/record/document.js").RunDocument} RunDocument */
/** @typedef {import("./options.mjs").DemoOptions} DemoOptions */
/** @typedef {import("./flow.mjs").DemoFlow} DemoFlow */
/** @typedef {NodeJS.WritableStream & { isTTY?: boolean, columns?: number, rows?: number }} Out */
/** @typedef {{ readonly out: Out, readonly err: Out }} Streams */

const root = resolve(import.meta.dirname, "../..");
const LOOK_EVERY_MS = 250;
const REPORT_LOOKS = 40;
const WIDTH_WITHOUT_TERMINAL = 140;

/** Ctrl-C, or another signal to end. */
class Interrupted extends Error {}

/**
 * The whole demo.
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @param {Streams} streams
 * @returns {Promise<number>} the exit code
 */
export async function runDemo(args, env, streams) {
  const stopping = new AbortController();
  const forget = untilSignal(() => stopping.abort(new Interrupted()));
  let asJson = false;
  try {
    const options = readOptions(args, env);
    asJson = options.json;
    if (options.help) {
      streams.out.write(helpText());
      return 0;
    }
    return await demoWith(options, options.json ? { ...streams, out: streams.err } : streams, streams.out, stopping);
  } catch (error) {
    if (error instanceof WrongUsage) {
      streams.err.write(`${error.message}\n`);
      return 2;
    }
    const { code, text } = failureIn(error);
    streams.err.write(`${text}\n`);
    if (asJson) writeJson(streams.out, noRunDocument(code, text));
    return 1;
  } finally {
    forget();
  }
}

/** @param {unknown} error */
function failureIn(error) {
  if (error instanceof Interrupted) return { code: "interrupted", text: "Interrupted; everything that was started has been stopped." };
  if (error instanceof NoRun) return { code: error.code, text: error.message };
  return { code: "demo-failed", text: error instanceof Error ? error.message : String(error) };
}

/**
 * @param {DemoOptions} options
 * @param {Streams} streams
 * @param {Out} json where the document goes
 * @param {AbortController} stopping
 */
async function demoWith(options, { out }, json, stopping) {
  const nodes = readFlow(options.flow);
  // What can be told without a build is told before it.
  prepareFlow(nodes, options);
  if (options.build) await build(out, stopping.signal);
  refuseUnknownFaults(options.faults, faultsOfLab());
  const prepared = prepareFlow(nodes, options);
  // One of an earlier demo must not be taken for that of this one.
  if (options.truth !== null) rmSync(options.truth, { force: true });
  if (options.connection === "lab") return playIn(prepared, options, {}, out, json, stopping);
  out.write("Starting the computers of the rehearsal …\n");
  const rehearsal = await Rehearsal.start(options, prepared, stopping.signal);
  try {
    return await playIn(rehearsal.lead(prepared), options, rehearsal.environment, out, json, stopping);
  } finally {
    await rehearsal.stop();
  }
}

/**
 * Plays the flow in a Node-RED of its own.
 * @param {DemoFlow} flow
 * @param {DemoOptions} options
 * @param {Record<string, string>} environment for Node-RED besides this process's
 * @param {Out} out
 * @param {Out} json where the document goes
 * @param {AbortController} stopping
 */
async function playIn(flow, options, environment, out, json, stopping) {
  const userDir = newUserDir();
  writeFileSync(join(userDir, "flows.json"), JSON.stringify(flow.nodes, null, 2));
  out.write("Starting Node-RED …\n");
  const red = await PrivateNodeRed.start(userDir, stopping.signal, environment);
  red.whenDied().catch((/** @type {unknown} */ error) => stopping.abort(error));
  try {
    out.write(`Node-RED is at ${red.url} as long as the demo lasts.\n`);
    const document = await watchRun(red.url, flow, options, out, stopping.signal);
    out.write(`\n${resultLines(document, widthOf(out)).join("\n")}\n`);
    if (options.json) writeJson(json, resultDocument(document));
    if (options.keep) await keepUntilStopped(red.url, out, stopping.signal);
    return exitCodeOf(document);
  } finally {
    if (!(await red.stop())) out.write("Node-RED did not stop by itself and was killed; files that it was writing may be incomplete.\n");
  }
}

/**
 * Starts the run and shows it until it has ended.
 * @param {string} base
 * @param {DemoFlow} flow
 * @param {DemoOptions} options
 * @param {Out} out
 * @param {AbortSignal} signal
 */
async function watchRun(base, flow, { dryRun, update }, out, signal) {
  const statusUrl = await startRun(base, flow.path, { dryRun, ...(update === null ? {} : { update }), requestedBy: "demo" }, signal);
  const startedAt = performance.now();
  out.write(`The ${dryRun ? "dry run" : "run"} has started. A second here is ${flow.speed} simulated seconds.\n\n`);
  const screen = new Screen(out);
  for (;;) {
    const document = await lookAtRun(statusUrl, signal);
    screen.show(document, ((performance.now() - startedAt) / 1000) * flow.speed);
    if (document.state === "ended") return document.report === null ? await withReport(statusUrl, signal) : document;
    await waitMs(LOOK_EVERY_MS, signal);
  }
}

/**
 * The report is written when the run has ended, so that the first look may find none yet.
 * @param {string} statusUrl
 * @param {AbortSignal} signal
 */
async function withReport(statusUrl, signal) {
  for (let looks = REPORT_LOOKS; ; looks--) {
    const document = await lookAtRun(statusUrl, signal);
    if (document.report !== null || looks === 0) return document;
    await waitMs(LOOK_EVERY_MS, signal);
  }
}

/**
 * @param {string} url
 * @param {Out} out
 * @param {AbortSignal} signal
 */
async function keepUntilStopped(url, out, signal) {
  out.write(`\nNode-RED goes on at ${url} until you press Ctrl-C.\n`);
  await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
  if (!(signal.reason instanceof Interrupted)) throw signal.reason;
}

/**
 * @param {Out} out
 * @param {AbortSignal} signal
 */
async function build(out, signal) {
  signal.throwIfAborted();
  out.write("Building …\n");
  // What it says goes to standard error, where it is in nobody's way.
  const child = spawn(process.execPath, [join(root, "tools", "build.mjs")], { cwd: root, stdio: ["ignore", 2, 2] });
  const code = await new Promise((done, failed) => {
    child.once("error", failed);
    child.once("close", done);
  });
  signal.throwIfAborted();
  if (code !== 0) throw new Error("The build failed; nothing was started.");
}

/** A user directory that no other demo has. */
function newUserDir() {
  const folder = join(root, ".rolling-update");
  mkdirSync(folder, { recursive: true });
  const time = new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, "").replace("T", "-");
  const userDir = join(folder, `demo-${time}-${process.pid}`);
  mkdirSync(userDir);
  return userDir;
}

/** @param {Out} out */
const widthOf = (out) => (out.isTTY === true ? (out.columns ?? 80) : WIDTH_WITHOUT_TERMINAL);

/**
 * @param {Out} out
 * @param {unknown} document
 */
const writeJson = (out, document) => void out.write(`${JSON.stringify(document, null, 2)}\n`);
