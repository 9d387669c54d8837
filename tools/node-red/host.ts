// @ts-check
/** Runs Node-RED with its editor in this process, on 127.0.0.1 only, with this package loaded from this repository. */
import { randomBytes } from "node:crypto";
import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { inspect } from "node:util";

const root = resolve(import.meta.dirname, "../..");
const HOST = "127.0.0.1";
const START_LIMIT_MS = 60_000;

/**
 * @typedef {object} Host
 * @property {string} url address of the editor, with the slash at its end
 * @property {readonly string[]} missingTypes types of nodes that the flow has and no package knows; with any, no flow is started
 * @property {() => Promise<void>} stop resolves when all nodes are closed
 */

/** @typedef {(line: string, level: "error" | "warn" | "info") => void} Listener */

/** The port is used by another process, or this one may not use it. */
export class PortTaken extends Error {}

/**
 * @param {number} port 0 for any free one
 * @returns {Promise<import("node:http").Server>}
 * @throws {PortTaken}
 */
export async function openPort(port) {
  const server = createServer();
  await new Promise((done, failed) => {
    server.once("error", (/** @type {NodeJS.ErrnoException} */ error) => {
      if (error.code === "EADDRINUSE") failed(new PortTaken(`Port ${port} is in use by another program, perhaps another Node-RED.`));
      else if (error.code === "EACCES") failed(new PortTaken(`Port ${port} may not be used by you.`));
      else failed(error);
    });
    server.listen(port, HOST, () => done(undefined));
  });
  return server;
}

/**
 * @param {import("node:http").Server} server from {@link openPort}
 * @param {{ userDir: string, onLine: Listener }} options the flow is `flows.json` in the user directory
 * @returns {Promise<Host>} when its flows are started, or cannot be since node types are missing
 */
export async function startNodeRed(server, { userDir, onLine }) {
  const require = createRequire(import.meta.url);
  /** @type {import("node-red").NodeRedApp & { events: import("node:events").EventEmitter }} */
  const RED = require("node-red");
  // The one that Node-RED itself uses: this package does not depend on it.
  const express = createRequire(require.resolve("node-red/package.json"))("express");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;

  const app = express();
  RED.init(server, /** @type {never} */ (settings(userDir, port, logTo(join(userDir, "node-red.log"), onLine))));
  app.use("/", RED.httpAdmin);
  app.use("/", RED.httpNode);
  server.on("request", app);

  /** @type {Set<import("node:net").Socket>} */
  const sockets = new Set();
  server.on("connection", (/** @type {import("node:net").Socket} */ socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });

  const flows = whenFlowsStarted(RED.events);
  await RED.start();
  const missingTypes = await flows;
  return {
    url: `http://${HOST}:${port}/`,
    missingTypes,
    stop: async () => {
      await RED.stop();
      await new Promise((closed) => {
        server.close(closed);
        // An open editor holds a websocket, which Node's own way to close all connections leaves out.
        for (const socket of sockets) socket.destroy();
      });
    },
  };
}

/**
 * @param {string} userDir
 * @param {number} port
 * @param {unknown} handler
 */
const settings = (userDir, port, handler) => ({
  userDir,
  flowFile: "flows.json",
  flowFilePretty: true,
  credentialSecret: secretOf(userDir),
  nodesDir: [root],
  uiHost: HOST,
  uiPort: port,
  serverPort: port,
  httpAdminRoot: "/",
  httpNodeRoot: "/",
  telemetry: { enabled: false, updateNotification: false },
  editorTheme: { tours: false },
  logging: { file: { level: "info", metrics: false, audit: false, handler: () => handler } },
});

/**
 * The key with which Node-RED encrypts credentials, made at the first start; without one it would warn at every start.
 * @param {string} userDir
 */
function secretOf(userDir) {
  const file = join(userDir, "credential-secret");
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString("hex"), { mode: 0o600 });
  return readFileSync(file, "utf8");
}

/**
 * `RED.start()` resolves before the flows are started, so that this has to listen before it.
 * @param {import("node:events").EventEmitter} events
 * @returns {Promise<readonly string[]>} types that are missing; none when the flows are started
 */
const whenFlowsStarted = (events) =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`Node-RED has not started its flows within ${START_LIMIT_MS / 1000} s.`)),
      START_LIMIT_MS,
    );
    const started = (/** @type {readonly string[]} */ missing) => {
      clearTimeout(timer);
      resolve(missing);
    };
    events.once("flows:started", () => started([]));
    events.on("runtime-event", (/** @type {{ id: string, payload?: { error?: string, types?: string[] } }} */ { id, payload }) => {
      if (id === "runtime-state" && payload?.error === "missing-types") started(payload.types ?? ["(not told)"]);
    });
  });

/**
 * Node-RED's log goes to a file; each line is told as well.
 * @param {string} path
 * @param {Listener} onLine
 */
function logTo(path, onLine) {
  /** @param {{ level: number, msg: unknown, type?: string, name?: string, id?: string }} entry */
  return ({ level, msg, type, name, id }) => {
    const word = level <= 20 ? "error" : level <= 30 ? "warn" : "info";
    const who = type === undefined ? "" : `${type}:${name || id || ""}: `;
    const text = typeof msg === "string" ? msg : msg instanceof Error ? (msg.stack ?? msg.message) : textIn(msg);
    const line = `[${word}] ${who}${text}`;
    try {
      appendFileSync(path, `${new Date().toISOString()} ${line}\n`);
    } catch {
      // A disk that is full must not end Node-RED.
    }
    onLine(line, word);
  };
}

/** @param {unknown} msg */
const textIn = (msg) => {
  const inner = /** @type {{ message?: unknown } | null | undefined} */ (msg)?.message;
  return typeof inner === "string" ? inner : inspect(msg, { depth: 3, breakLength: Infinity });
};
