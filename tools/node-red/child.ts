// @ts-check
/**
 * A Node-RED in a process of its own, for {@link PrivateNodeRed}: `node child.mjs USERDIR`.
 * It ends when it is told so, and also when the process that started it is gone.
 */
import { openPort, startNodeRed } from "./host.mjs";
import { endSoon } from "./signals.mjs";

const [userDir = "."] = process.argv.slice(2);
let stopping = false;
/** @type {import("./host.mjs").Host | undefined} */
let host;

/** @param {unknown} message */
const tell = (message) => {
  if (process.connected) process.send?.(message);
};

const stop = async () => {
  if (stopping) return;
  stopping = true;
  // Nothing is at work yet that would have to be closed.
  if (host === undefined) process.exit();
  await host.stop();
  if (process.connected) process.disconnect();
  endSoon();
};
const stopAndEnd = () => {
  stop().catch((/** @type {unknown} */ error) => {
    console.error(error);
    process.exit(1);
  });
};

// Nobody reads it any more when the process that started this one is gone: the log file has it too.
process.stdout.on("error", () => undefined);
process.stderr.on("error", () => undefined);
process.on("message", (message) => {
  if (message === "stop") stopAndEnd();
});
process.on("disconnect", stopAndEnd);
process.on("SIGTERM", stopAndEnd);
// Ctrl-C goes to every process of the terminal: the one that started this one decides, and tells.
for (const signal of /** @type {const} */ (["SIGINT", "SIGHUP", "SIGBREAK"])) process.on(signal, () => undefined);

try {
  host = await startNodeRed(await openPort(0), { userDir, onLine: (line) => void process.stdout.write(`${line}\n`) });
  tell({ url: host.url, missingTypes: host.missingTypes });
} catch (error) {
  console.error(error);
  process.exitCode = 1;
  stopAndEnd();
}
