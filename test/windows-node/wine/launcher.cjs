#!/usr/bin/env node
/*
 * Stands for a Node: starts the one for Windows under Wine with the same arguments, prints what it prints, passes on messages, and takes it along
 * when it is ended itself. Wine opens neither pipes nor sockets as standard streams, so the output comes by a file.
 */
const { spawn } = require("node:child_process");
const { mkdtempSync, openSync, readSync, rmSync } = require("node:fs");
const { createServer } = require("node:net");
const path = require("node:path");

const inWindows = (arg) => (arg.startsWith("/") ? `Z:${arg.replaceAll("/", "\\")}` : arg);

const folder = mkdtempSync(path.join(process.env.WINDOWS_NODE_LOGS, "log-"));
const written = openSync(path.join(folder, "output"), "a");
const read = openSync(path.join(folder, "output"), "r");
const buffer = Buffer.alloc(65_536);
const print = () => {
  for (let bytes = readSync(read, buffer); bytes > 0; bytes = readSync(read, buffer))
    process.stdout.write(Buffer.from(buffer.subarray(0, bytes)));
};

const server = createServer((control) => {
  control.on("error", () => {});
  process.on("message", (message) => control.write(String(message)));
});
server.listen(0, "127.0.0.1", () => {
  const { NODE_CHANNEL_FD: _, NODE_CHANNEL_SERIALIZATION_MODE: __, ...env } = process.env;
  const args = ["--require", path.join(__dirname, "preload.cjs"), ...process.argv.slice(2)].map(inWindows);
  const child = spawn("wine", [process.env.WINDOWS_NODE, ...args], {
    stdio: ["ignore", written, written],
    env: { ...env, WINDOWS_NODE_CONTROL: String(server.address().port) },
  });
  const printing = setInterval(print, 50);
  process.on("disconnect", () => process.exit(1));
  child.on("exit", (code) => {
    clearInterval(printing);
    print();
    rmSync(folder, { recursive: true, force: true });
    process.stdout.write("", () => process.exit(code ?? 1));
  });
});
