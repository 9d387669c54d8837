/**
 * A Node-RED in a process of its own, for `PrivateNodeRed`: `node child.cjs USERDIR PACKAGEDIR PORT`. It is compiled first, so that Node-RED
 * runs on a plain Node, as it does anywhere. It ends when told to, and when the process that started it is gone.
 */
import type { Host, Level } from "./host";
import { startNodeRed } from "./host";
import { openPort } from "./port";

/** What it reports to the process that started it: each line of the log, and once that it is up. */
export type Told = { readonly line: string; readonly level: Level } | Up;

/** What is reported about a Node-RED that is up. */
export type Up = Pick<Host, "url" | "missingTypes">;

/** Time for whatever is still being written after all nodes are closed. */
const LAST_WRITES_MS = 10_000;

const [userDir = ".", packageDir = ".", port = "0"] = process.argv.slice(2);
let stopping = false;
let host: Host | undefined;

function tell(told: Told): void {
  // With a callback, so that it is not an error if the other process has just gone.
  if (process.connected) process.send?.(told, undefined, undefined, () => undefined);
}

async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  // Nothing is running yet that would have to be closed.
  if (host === undefined) process.exit();
  await host.stop();
  if (process.connected) process.disconnect();
  // It ends on its own as soon as nothing is left to do.
  setTimeout(() => process.exit(), LAST_WRITES_MS).unref();
}

function stopAndEnd(): void {
  stop().catch((error: unknown) => {
    console.error(error);
    process.exit(1);
  });
}

async function start(): Promise<void> {
  host = await startNodeRed(await openPort(Number(port)), {
    userDir,
    packageDir,
    onLine: (line, level) => {
      process.stdout.write(`${line}\n`);
      tell({ line, level });
    },
  });
  tell({ url: host.url, missingTypes: host.missingTypes });
}

// If the process that started this one is gone, nobody reads this: the log file has it too.
process.stdout.on("error", () => undefined);
process.stderr.on("error", () => undefined);
process.on("message", (message) => {
  if (message === "stop") stopAndEnd();
});
process.on("disconnect", stopAndEnd);
process.on("SIGTERM", stopAndEnd);
// Ctrl-C goes to every process of the terminal: the process that started this one decides when it ends.
for (const signal of ["SIGINT", "SIGHUP", "SIGBREAK"] as const) process.on(signal, () => undefined);

start().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
  stopAndEnd();
});
