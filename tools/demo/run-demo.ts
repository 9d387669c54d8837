import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RunDocument } from "../../lib/run";
import { buildFirst } from "../node-red/build";
import { KILLED, PrivateNodeRed } from "../node-red/private-node-red";
import type { Streams } from "../program";
import { readFlow, root, tellFailure, untilSignal, WrongUsage } from "../program";
import type { DemoFlow } from "./flow";
import { prepareFlow } from "./flow";
import { Asking, Typed } from "./hold";
import { killedDocument, killedLines, Killing, survived } from "./kill";
import type { DemoOptions } from "./options";
import { helpText, readOptions } from "./options";
import { Rehearsal } from "./rehearsal";
import { exitCodeOf, noRunDocument, resultDocument, resultLines } from "./result";
import { lookAtRun, NoRun, startRun, waitMs } from "./run-api";
import type { Terminal } from "./screen";
import { Screen } from "./screen";

const LOOK_EVERY_MS = 250;
const REPORT_LOOKS = 40;
const WIDTH_WITHOUT_TERMINAL = 140;

/** Ctrl-C, or another signal to end. */
class Interrupted extends Error {}

/** Where a demo is shown, and what ends it. */
interface Stage {
  /** For people. */
  readonly out: Terminal;
  /** For the document, if one is asked for. */
  readonly json: Terminal;
  readonly stopping: AbortController;
}

/** The whole demo. @returns the exit code */
export async function runDemo(args: readonly string[], env: NodeJS.ProcessEnv, { out, err }: Streams<Terminal>): Promise<number> {
  const stopping = new AbortController();
  const forget = untilSignal(() => stopping.abort(new Interrupted()));
  let asJson = false;
  try {
    const options = readOptions(args, env);
    asJson = options.json;
    if (options.help) {
      out.write(helpText());
      return 0;
    }
    return await play(options, { out: asJson ? err : out, json: out, stopping });
  } catch (error) {
    if (error instanceof WrongUsage) return tellFailure(error, err);
    const { code, text } = failureIn(error);
    err.write(`${text}\n`);
    if (asJson) writeJson(out, noRunDocument(code, text));
    return 1;
  } finally {
    forget();
  }
}

function failureIn(error: unknown): { readonly code: string; readonly text: string } {
  if (error instanceof Interrupted) return { code: "interrupted", text: "Interrupted; everything that was started has been stopped." };
  if (error instanceof NoRun) return { code: error.code, text: error.message };
  return { code: "demo-failed", text: error instanceof Error ? error.message : String(error) };
}

async function play(options: DemoOptions, stage: Stage): Promise<number> {
  const { out, stopping } = stage;
  const flow = prepareFlow(readFlow(options.flow), options);
  if (options.build) await buildFirst(out, stopping.signal);
  // The file of an earlier demo must not be taken for this one's.
  if (options.truth !== null) rmSync(options.truth, { force: true });
  if (options.connection === "lab") return await playFlow(flow, options, stage);
  out.write("Starting the simulated computers …\n");
  const rehearsal = await Rehearsal.start(options, flow, stopping.signal);
  try {
    return await playFlow(rehearsal.lead(flow), options, stage);
  } finally {
    await rehearsal.stop();
  }
}

/** Plays the flow in a Node-RED of its own, which may be killed meanwhile. */
async function playFlow(prepared: DemoFlow, options: DemoOptions, stage: Stage): Promise<number> {
  const { out, json, stopping } = stage;
  const userDir = newUserDir();
  const { kill: count, update } = options;
  const killing = count === 0 ? null : new Killing({ flow: prepared, userDir, count, update });
  const flow = killing?.flow ?? prepared;
  writeFileSync(join(userDir, "flows.json"), JSON.stringify(flow.nodes, null, 2));
  out.write("Starting Node-RED …\n");
  const start = async (port = 0): Promise<PrivateNodeRed> => {
    const started = await PrivateNodeRed.start({ userDir, port, environment: flow.environment ?? {} }, stopping.signal);
    started.whenDied().catch((error: unknown) => stopping.abort(error));
    return started;
  };
  let red = await start();
  const kill = async (): Promise<void> => {
    await red.kill();
    red = await start(Number(new URL(red.url).port));
  };
  let document: RunDocument;
  try {
    const kills = killing === null ? null : { due: killing, kill };
    document = await playRun(red, { flow, options, stage, kills });
    if (killing === null && options.json) writeJson(json, resultDocument(document));
    if (options.keep) await keepUntilStopped(red.url, out, stopping.signal);
  } finally {
    if (!(await red.stop())) out.write(`${KILLED}\n`);
  }
  if (killing === null) return exitCodeOf(document);
  const killed = killing.result();
  out.write(`\n${killedLines(killed, widthOf(out)).join("\n")}\n`);
  if (options.json) writeJson(json, { ...resultDocument(document), ...killedDocument(killed) });
  return survived(killed) ? exitCodeOf(document) : 1;
}

interface Kills {
  readonly due: Pick<Killing, "due" | "made">;
  /** Kills Node-RED and starts it again. */
  readonly kill: () => Promise<void>;
}

interface Played {
  readonly flow: DemoFlow;
  readonly options: DemoOptions;
  readonly stage: Stage;
  /** Null where there are none. */
  readonly kills: Kills | null;
}

/** One run of the flow, and its result. */
async function playRun(red: PrivateNodeRed, { flow, options, stage: { out, stopping }, kills }: Played): Promise<RunDocument> {
  if (red.missingTypes.length > 0) throw red.failure(`The flow has nodes of types that are missing: ${red.missingTypes.join(", ")}.`);
  out.write(`Node-RED is at ${red.url} as long as the demo lasts.\n`);
  const { dryRun, update } = options;
  const body = { dryRun, ...(update === null ? {} : { update }), requestedBy: "demo" };
  const statusUrl = await startRun(new URL(flow.path, red.url), body, stopping.signal);
  out.write(`The ${dryRun ? "dry run" : "run"} has started. A second here is ${flow.speed} simulated seconds.\n\n`);
  const typed = options.hold ? new Typed(process.stdin, stopping.signal) : null;
  const document = await watchRun(statusUrl, flow.speed, { out, signal: stopping.signal, kills, typed }).finally(() => typed?.end());
  out.write(`\n${resultLines(document, widthOf(out)).join("\n")}\n`);
  return document;
}

interface Watching {
  readonly out: Terminal;
  readonly signal: AbortSignal;
  readonly kills: Kills | null;
  /** What people type; null where nobody is asked. */
  readonly typed: Typed | null;
}

/** Shows a run until it has ended. */
async function watchRun(statusUrl: URL, speed: number, { out, signal, kills, typed }: Watching): Promise<RunDocument> {
  const startedAt = performance.now();
  const elapsed = (): number => ((performance.now() - startedAt) / 1000) * speed;
  const screen = new Screen(out);
  const asking = typed === null ? null : new Asking({ statusUrl, out, typed, signal });
  const look = async (): Promise<RunDocument> => {
    const document = await lookAtRun(statusUrl, signal);
    const told = screen.show(document, elapsed(), asking?.isOpen);
    const reminder = asking?.reminder(elapsed()) ?? null;
    if (reminder !== null) screen.say(reminder, elapsed(), true);
    if (told || reminder !== null) asking?.again();
    asking?.see(document, elapsed());
    if (asking?.isOpen === true) screen.leave();
    return document;
  };
  for (;;) {
    const document = await look();
    const killInMs = kills?.due.due(document) ?? null;
    if (kills !== null && killInMs !== null) {
      // What happens until then is told before it, and dated as it happens.
      for (const at = performance.now() + killInMs; performance.now() < at; await look())
        await waitMs(Math.min(LOOK_EVERY_MS, Math.max(0, at - performance.now())), signal);
      screen.say(kills.due.made(), elapsed());
      await kills.kill();
      screen.say("Node-RED has started again.", elapsed());
      continue;
    }
    if (document.state === "ended") return document.report === null ? await withReport(statusUrl, signal) : document;
    await waitMs(LOOK_EVERY_MS, signal);
  }
}

/** The report is written when the run has ended, so that the first look may find none yet. */
async function withReport(statusUrl: URL, signal: AbortSignal): Promise<RunDocument> {
  for (let looks = REPORT_LOOKS; ; looks--) {
    const document = await lookAtRun(statusUrl, signal);
    if (document.report !== null || looks === 0) return document;
    await waitMs(LOOK_EVERY_MS, signal);
  }
}

async function keepUntilStopped(url: string, out: Terminal, signal: AbortSignal): Promise<void> {
  out.write(`\nNode-RED keeps running at ${url} until you press Ctrl-C.\n`);
  await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
  if (!(signal.reason instanceof Interrupted)) throw signal.reason;
}

/** A user directory of its own. */
function newUserDir(): string {
  const folder = join(root, ".rolling-update");
  mkdirSync(folder, { recursive: true });
  const time = new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, "").replace("T", "-");
  const userDir = join(folder, `demo-${time}-${process.pid}`);
  mkdirSync(userDir);
  return userDir;
}

const widthOf = (out: Terminal): number => (out.isTTY === true ? (out.columns ?? 80) : WIDTH_WITHOUT_TERMINAL);

const writeJson = (out: Terminal, document: unknown): void => void out.write(`${JSON.stringify(document, null, 2)}\n`);
