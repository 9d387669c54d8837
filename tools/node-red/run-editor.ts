import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { surveyOf } from "../../lib/run";
import type { FlowNode } from "../program";
import { CommandLine, helpOf, root, tellFailure, untilSignal } from "../program";
import type { Streams } from "../program";
import { buildFirst } from "./build";
import { HOST, PortTaken, refuseTakenPort } from "./port";
import { KILLED, PrivateNodeRed } from "./private-node-red";

const USUAL_PORT = 1880;

const usage = {
  script: "start",
  options: {
    port: { value: "N", help: `port of the editor on this computer (${USUAL_PORT} by default)` },
    help: { help: "this text" },
  },
};

const helpText = (): string => `Node-RED's editor with the bundled flow on a simulated array. Flows are kept from one start to the next, in
.rolling-update/start: delete that folder to begin with the bundled flow again. So is the lab, as long as a run on it is open.

  npm start -- [options]

${helpOf(usage)}
`;

/** The editor until a signal ends it. @returns the exit code */
export async function runEditor(args: readonly string[], env: NodeJS.ProcessEnv, { out, err }: Streams): Promise<number> {
  try {
    const given = new CommandLine(usage, args, env);
    const port = given.wholeNumber("port", 1, 65_535) ?? USUAL_PORT;
    if (!given.has("help")) return await editorOn(port, { out, err });
    out.write(helpText());
    return 0;
  } catch (error) {
    return tellFailure(error, err);
  }
}

async function editorOn(port: number, { out, err }: Streams): Promise<number> {
  const userDir = join(root, ".rolling-update", "start");
  await refuseSecond(userDir);
  await refuseTakenPort(port).catch((error: unknown) => {
    if (!(error instanceof PortTaken)) throw error;
    throw new Error(`${error.message} Stop that one, or choose another port: npm start -- --port ${port + (port < 65_535 ? 1 : -1)}`);
  });
  // Only now: what is refused must not touch what another one is using.
  await buildFirst(out);
  const kept = await prepareStart(userDir, port);
  const stopped = new Promise<void>((resolve) => void untilSignal(resolve));
  let ready = false;
  const red = await PrivateNodeRed.start({
    userDir,
    port,
    onLine: (line, level) => {
      // Warnings that Node-RED gives at every start are in its log file; what becomes of an open run must be seen.
      if (level === "error" || (level === "warn" && (ready || isOfOpenRun(line, kept)))) err.write(`${line}\n`);
    },
  });
  ready = true;
  if (red.missingTypes.length > 0) err.write(`Flows are not started: there are no nodes of the types ${red.missingTypes.join(", ")}.\n`);
  out.write(`Its log is ${join(userDir, "node-red.log")}, journals and reports are in ${join(userDir, "rolling-update")}.\n${kept}`);
  out.write(`Node-RED is ready at ${red.url} – open it and press "Start the rolling update". Ctrl-C here stops it.\n`);
  await Promise.race([stopped, red.whenDied()]);
  out.write("Stopping …\n");
  if (!(await red.stop())) err.write(`${KILLED}\n`);
  return 0;
}

/** Whether a line of the log is about one of the runs that are open. @param kept what was said of them */
function isOfOpenRun(line: string, kept: string): boolean {
  const [, run] = /\bRun ([\w-]+)/.exec(line) ?? [];
  return run !== undefined && kept.includes(run);
}

const addressFile = (userDir: string): string => join(userDir, "address.json");

/** Two editors would share one user directory. */
async function refuseSecond(userDir: string): Promise<void> {
  if (!existsSync(addressFile(userDir))) return;
  const { url } = JSON.parse(readFileSync(addressFile(userDir), "utf8")) as { readonly url: string };
  const answers = await fetch(`${url}settings`, { signal: AbortSignal.timeout(2000) }).then(
    (answer) => answer.ok,
    () => false,
  );
  if (answers) throw new Error(`It is already running at ${url}. Stop that one first: both would use the same flows (${userDir}).`);
}

/**
 * Keeps the edited flows and starts a new lab, unless a run is open: on another one it could not go on.
 * @returns what is to be said of that
 */
export async function prepareStart(userDir: string, port: number): Promise<string> {
  mkdirSync(userDir, { recursive: true });
  const lab = join(userDir, "rolling-update", "lab");
  const flows = join(userDir, "flows.json");
  if (!existsSync(flows)) copyFileSync(join(root, "examples", "exchange-cas-array.json"), flows);
  const open = await whatIsOpen(join(userDir, "rolling-update", "runs"), loopsIn(flows));
  if (open === null) rmSync(lab, { recursive: true, force: true });
  writeFileSync(addressFile(userDir), JSON.stringify({ url: `http://${HOST}:${port}/` }));
  if (open === null) return "";
  return `${open}. For a fresh lab stop the run first, or end this and delete ${lab} (the run then finds other members, and ends).\n`;
}

/** The loops of a flow file that are not disabled; "any" where one in a subflow goes by another id in records. */
function loopsIn(file: string): ReadonlySet<string> | "any" {
  const nodes = JSON.parse(readFileSync(file, "utf8")) as readonly (FlowNode & { readonly z?: string })[];
  const loops = nodes.filter(({ type, d }) => type === "rolling-update" && d !== true);
  const inSubflow = loops.some(({ z }) => nodes.some(({ id, type }) => id === z && type === "subflow"));
  return inSubflow ? "any" : new Set(loops.map(({ id }) => id));
}

/** In words; null where no run is open. A dry run that is has changed nothing. */
async function whatIsOpen(folder: string, loops: ReadonlySet<string> | "any"): Promise<string | null> {
  const { runs, unreadable } = await surveyOf(folder);
  const all = runs.filter(({ finished, plan }) => !finished && !plan.dryRun);
  const open = all.map(({ run }) => run);
  const goesOn = all.every(({ plan: { flow } }) => loops === "any" || loops.has(flow));
  const [first] = unreadable;
  if (first !== undefined) return `It is not known whether a run is open (${first.path}): the lab is as it was`;
  if (open.length === 0) return null;
  const is = open.length === 1 ? `Run ${open[0]} is still open` : `Runs ${open.join(", ")} are still open`;
  if (!goesOn)
    return `${is}: the lab is as it was. ${open.length === 1 ? "It waits, since its loop is" : "Not all go on, since a loop is"} not in the flows: the warning below says how its members stand`;
  return `${is}: the lab is as it was, and ${open.length === 1 ? "the run goes on" : "they go on"}`;
}
