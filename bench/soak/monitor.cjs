"use strict";
/**
 * Loaded into Node-RED before itself (`node --require`): every two seconds it writes a line of JSON to the file in SOAK_FILE with the resident memory in
 * MB, the heap of it, the time of the processor that it has taken so far (seconds), how late the event loop was since the line before (milliseconds), and what
 * keeps the process from ending. Where a file SOAK_FILE.collect appears, it collects garbage first, says what is kept then, and takes that file away; a path
 * in it is where a snapshot of the heap goes. Programs that Node-RED starts write nothing.
 */
const { appendFileSync, existsSync, readFileSync, rmSync } = require("node:fs");
const { monitorEventLoopDelay } = require("node:perf_hooks");
const { setFlagsFromString, writeHeapSnapshot } = require("node:v8");
const { runInNewContext } = require("node:vm");

const EVERY_MS = 2_000;
const RESOLUTION_MS = 5;
const file = process.env.SOAK_FILE;
if (file !== undefined && process.argv[1]?.endsWith("red.js") === true) {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  const ms = (nanoseconds) => Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS);
  setInterval(() => {
    const names = process.getActiveResourcesInfo();
    const open = Object.fromEntries([...new Set(names)].map((name) => [name, names.filter((other) => other === name).length]));
    const { rss, heapUsed, heapTotal, external } = process.memoryUsage();
    const { user, system } = process.cpuUsage();
    const cpu = (user + system) / 1e6;
    const late = { p50: ms(delay.percentile(50)), p99: ms(delay.percentile(99)), longest: ms(delay.max) };
    appendFileSync(
      file,
      `${JSON.stringify({ at: Date.now(), mb: rss / 1e6, cpu, heapMb: heapUsed / 1e6, reservedMb: heapTotal / 1e6, externalMb: external / 1e6, late, open, keptMb: keptMb() })}\n`,
    );
    delay.reset();
  }, EVERY_MS).unref();
}

/** The heap after a collection, in MB; null where nobody has asked for one. */
function keptMb() {
  const asked = `${file}.collect`;
  if (!existsSync(asked)) return null;
  const snapshot = readFileSync(asked, "utf8");
  // Node.js has no other way to a collection than this flag, which works after the start for new contexts alone.
  setFlagsFromString("--expose-gc");
  runInNewContext("gc(); gc();");
  const kept = process.memoryUsage().heapUsed / 1e6;
  if (snapshot !== "") writeHeapSnapshot(snapshot);
  rmSync(asked);
  return kept;
}
