"use strict";
/**
 * Loaded into Node-RED before itself (`node --require`): every two seconds it writes a line of JSON to the file in SOAK_FILE with the resident memory in
 * MB, the time of the processor that it has taken so far (seconds), how late the event loop was since the line before (milliseconds), and what keeps the
 * process from ending. Programs that Node-RED starts write nothing.
 */
const { appendFileSync } = require("node:fs");
const { monitorEventLoopDelay } = require("node:perf_hooks");

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
    const { rss, heapUsed } = process.memoryUsage();
    const { user, system } = process.cpuUsage();
    const cpu = (user + system) / 1e6;
    const late = { p50: ms(delay.percentile(50)), p99: ms(delay.percentile(99)), longest: ms(delay.max) };
    appendFileSync(file, `${JSON.stringify({ at: Date.now(), mb: rss / 1e6, cpu, heapMb: heapUsed / 1e6, late, open })}\n`);
    delay.reset();
  }, EVERY_MS).unref();
}
