// @ts-check
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { WrongUsage, helpOf, readCommandLine, refuseTakenByNpm, wholeNumber } from "./command-line.mjs";
import { PortTaken, openPort, startNodeRed } from "./host.mjs";
import { endSoon, untilSignal } from "./signals.mjs";

/** @typedef {{ readonly out: NodeJS.WritableStream, readonly err: NodeJS.WritableStream }} Streams */

const root = resolve(import.meta.dirname, "../..");
const USUAL_PORT = 1880;

/** @type {import("./command-line.mjs").Options} */
const options = {
  port: { value: "N", help: `port of the editor on this computer (${USUAL_PORT} unless told)` },
  help: { help: "this text" },
};

const helpText = () => `Node-RED's editor with the bundled flow on a simulated array. Flows are kept from one start to the next, in
.rolling-update/start: delete that folder to begin with the bundled flow again.

  npm start -- [options]

${helpOf(options)}
`;

/**
 * The editor until a signal ends it.
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @param {Streams} streams
 * @returns {Promise<number>} the exit code
 */
export async function runEditor(args, env, { out, err }) {
  try {
    const given = readCommandLine(args, options);
    refuseTakenByNpm("start", options, env, given);
    const port = wholeNumber("port", given.get("port")?.[0], 1, 65_535) ?? USUAL_PORT;
    if (!given.has("help")) return await editorOn(port, { out, err });
    out.write(helpText());
    return 0;
  } catch (error) {
    err.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return error instanceof WrongUsage ? 2 : 1;
  }
}

/**
 * @param {number} port
 * @param {Streams} streams
 */
async function editorOn(port, { out, err }) {
  if (!existsSync(join(root, "dist", "nodes"))) throw new Error("Nothing is built yet. Run: npm run build");
  const userDir = join(root, ".rolling-update", "start");
  await refuseSecond(userDir);
  const server = await openPort(port).catch((/** @type {unknown} */ error) => {
    if (!(error instanceof PortTaken)) throw error;
    throw new Error(`${error.message} Stop that one, or choose another port: npm start -- --port ${port + (port < 65_535 ? 1 : -1)}`);
  });
  prepare(userDir, port);
  const stopped = new Promise((resolve) => void untilSignal(() => resolve(undefined)));
  let ready = false;
  const host = await startNodeRed(server, {
    userDir,
    onLine: (line, level) => {
      // What Node-RED warns of at every start is in its log file.
      if (level === "error" || (ready && level === "warn")) err.write(`${line}\n`);
    },
  });
  ready = true;
  if (host.missingTypes.length > 0) err.write(`Flows are not started: there are no nodes of the types ${host.missingTypes.join(", ")}.\n`);
  out.write(`Node-RED is ready at ${host.url} – open it and press "Start the rolling update". Ctrl-C here stops it.\n`);
  await stopped;
  out.write("Stopping …\n");
  await host.stop();
  endSoon();
  return 0;
}

const addressFile = (/** @type {string} */ userDir) => join(userDir, "address.json");

/**
 * Two of them would share one user directory.
 * @param {string} userDir
 */
async function refuseSecond(userDir) {
  if (!existsSync(addressFile(userDir))) return;
  const { url } = JSON.parse(readFileSync(addressFile(userDir), "utf8"));
  const answers = await fetch(`${url}settings`, { signal: AbortSignal.timeout(2000) }).then(
    (answer) => answer.ok,
    () => false,
  );
  if (answers) throw new Error(`It runs already, at ${url}. Stop that one first: both would use the same flows (${userDir}).`);
}

/**
 * Flows stay as they were edited; the lab's world begins anew.
 * @param {string} userDir
 * @param {number} port
 */
function prepare(userDir, port) {
  mkdirSync(userDir, { recursive: true });
  rmSync(join(userDir, "rolling-update", "lab"), { recursive: true, force: true });
  if (!existsSync(join(userDir, "flows.json")))
    copyFileSync(join(root, "examples", "exchange-cas-array.json"), join(userDir, "flows.json"));
  writeFileSync(addressFile(userDir), JSON.stringify({ url: `http://127.0.0.1:${port}/` }));
}
