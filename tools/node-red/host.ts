/** Runs Node-RED with its editor in this process, on this computer only, with this package loaded from its repository. */
import { randomBytes } from "node:crypto";
import type { EventEmitter } from "node:events";
import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import type { Server } from "node:http";
import { createRequire } from "node:module";
import type { Socket } from "node:net";
import { join } from "node:path";
import { inspect } from "node:util";
import type { NodeRedApp } from "node-red";
import { HOST } from "./port";

const START_LIMIT_MS = 60_000;

export interface Host {
  /** Address of the editor, with the slash at its end. */
  readonly url: string;
  /** Types of nodes in the flow that no package has; if there are any, no flow is started. */
  readonly missingTypes: readonly string[];
  /** Resolves when all nodes are closed. */
  readonly stop: () => Promise<void>;
}

export type Level = "error" | "warn" | "info";
export type Listener = (line: string, level: Level) => void;

interface Options {
  /** The flow is `flows.json` there. */
  readonly userDir: string;
  /** Folder of the package whose nodes are loaded, in the Node-RED that is installed for it. */
  readonly packageDir: string;
  readonly onLine: Listener;
}

/**
 * @param server that listens
 * @returns when its flows are started, or cannot be started because node types are missing
 */
export async function startNodeRed(server: Server, { userDir, packageDir, onLine }: Options): Promise<Host> {
  const load = createRequire(join(packageDir, "package.json"));
  const RED = load("node-red") as NodeRedApp;
  // The copy that Node-RED itself uses: this package does not depend on it.
  const express = createRequire(load.resolve("node-red/package.json"))("express") as () => NodeRedApp["httpAdmin"];
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;

  const app = express();
  const handler = logTo(join(userDir, "node-red.log"), onLine);
  RED.init(server, settings({ userDir, packageDir, port, handler }) as Settings);
  app.use("/", RED.httpAdmin);
  app.use("/", RED.httpNode);
  server.on("request", app);

  const sockets = new Set<Socket>();
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });

  const flows = whenFlowsStarted(RED.events);
  await RED.start();
  return {
    url: `http://${HOST}:${port}/`,
    missingTypes: await flows,
    stop: async () => {
      await RED.stop();
      await new Promise((closed) => {
        server.close(closed);
        // An open editor holds a websocket, which Node's own way to close all connections does not close.
        for (const socket of sockets) socket.destroy();
      });
    },
  };
}

/** The published types have no custom handler for the log. */
type Settings = Parameters<NodeRedApp["init"]>[1];

interface Entry {
  readonly level: number;
  readonly msg: unknown;
  readonly type?: string;
  readonly name?: string;
  readonly id?: string;
}

interface Place {
  readonly userDir: string;
  readonly packageDir: string;
  readonly port: number;
  /** Takes what Node-RED logs. */
  readonly handler: (entry: Entry) => void;
}

const settings = ({ userDir, packageDir, port, handler }: Place) => ({
  userDir,
  flowFile: "flows.json",
  flowFilePretty: true,
  credentialSecret: secretOf(userDir),
  nodesDir: packageDir,
  uiHost: HOST,
  uiPort: port,
  serverPort: port,
  httpAdminRoot: "/",
  httpNodeRoot: "/",
  telemetry: { enabled: false, updateNotification: false },
  editorTheme: { tours: false },
  logging: { file: { level: "info", metrics: false, audit: false, handler: () => handler } },
});

/** The key with which Node-RED encrypts credentials, made at the first start; without one it would warn at every start. */
function secretOf(userDir: string): string {
  const file = join(userDir, "credential-secret");
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString("hex"), { mode: 0o600 });
  return readFileSync(file, "utf8");
}

interface RuntimeEvent {
  readonly id: string;
  readonly payload?: { readonly error?: string; readonly types?: readonly string[] };
}

/**
 * `RED.start()` resolves before the flows are started, so this has to listen first.
 * @returns types that are missing; none when the flows are started
 */
const whenFlowsStarted = (events: EventEmitter): Promise<readonly string[]> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`Node-RED has not started its flows within ${START_LIMIT_MS / 1000} s.`)),
      START_LIMIT_MS,
    );
    const started = (missing: readonly string[]) => {
      clearTimeout(timer);
      resolve(missing);
    };
    events.once("flows:started", () => started([]));
    events.on("runtime-event", ({ id, payload }: RuntimeEvent) => {
      if (id === "runtime-state" && payload?.error === "missing-types") started(payload.types ?? ["(not told)"]);
    });
  });

/** Writes Node-RED's log to a file, and reports each line. */
const logTo =
  (path: string, onLine: Listener) =>
  ({ level, msg, type, name, id }: Entry): void => {
    const word: Level = level <= 20 ? "error" : level <= 30 ? "warn" : "info";
    const who = type === undefined ? "" : `${type}:${name || id || ""}: `;
    const text = typeof msg === "string" ? msg : msg instanceof Error ? (msg.stack ?? msg.message) : textIn(msg);
    const line = `[${word}] ${who}${text}`;
    try {
      appendFileSync(path, `${new Date().toISOString()} ${line}\n`);
    } catch {
      // A full disk must not end Node-RED.
    }
    onLine(line, word);
  };

function textIn(msg: unknown): string {
  const inner = typeof msg === "object" && msg !== null && "message" in msg ? msg.message : undefined;
  return typeof inner === "string" ? inner : inspect(msg, { depth: 3, breakLength: Infinity });
}
