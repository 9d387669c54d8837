import { once } from "node:events";
import { createRequire } from "node:module";
import type { EventEmitter } from "node:events";
import type { Node, NodeAPI, NodeRedApp } from "node-red";
import { steps } from "../../lib/steps";
import { inEnglish } from "./words";

export type Register = (RED: NodeAPI) => void;
export type FlowNodes = readonly ({ readonly id: string; readonly type: string } & Readonly<Record<string, unknown>>)[];

/** How much of the flows is started again, as the editor's button has it. */
export type Deploy = "full" | "flows" | "nodes";

/** What Node-RED's own packages have, and their published types do not. */
interface Runtime {
  readonly flows: { setFlows(ask: { readonly flows: { readonly flows: FlowNodes }; readonly deploymentType: Deploy }): Promise<unknown> };
}
interface Registry {
  createNodeApi(set: { readonly id: string; readonly namespace: string }): NodeAPI;
}

/** What Node-RED tells its hooks of a message that arrives. */
interface Received {
  readonly msg: Readonly<Record<string, unknown>>;
  readonly destination: { readonly id: string; readonly node: Node };
}

/** Our types of nodes, from their sources; connections are the simulation's own. */
const types = [...steps.keys(), "rolling-update", "server-array", "update-package"];

/** Node-RED keeps nothing: flows come from the simulation, and a night's end is the end of all. */
const storage = {
  init: () => Promise.resolve(),
  getFlows: () => Promise.resolve([]),
  saveFlows: () => Promise.resolve(),
  getCredentials: () => Promise.resolve({}),
  saveCredentials: () => Promise.resolve(),
  getSettings: () => Promise.resolve({}),
  saveSettings: () => Promise.resolve(),
  getSessions: () => Promise.resolve({}),
  saveSessions: () => Promise.resolve(),
  getLibraryEntry: () => Promise.resolve([]),
  saveLibraryEntry: () => Promise.resolve(),
};

/** What Node-RED says: errors and warnings of nodes as well. */
export interface Said {
  readonly level: number;
  readonly node: string;
  readonly text: string;
}

/** A real Node-RED runtime in this process, without an editor and without a disk. There is one in a process; it plays one night after the other. */
export class NodeRed {
  /** Is told what Node-RED says. */
  heard: (said: Said) => void = () => undefined;

  private constructor(
    private readonly red: NodeRedApp,
    /** Of any node: what is global is the same for all. */
    readonly api: NodeAPI,
  ) {}

  /** @param own types of nodes besides those of the product */
  static async start(own: Readonly<Record<string, Register>>): Promise<NodeRed> {
    const red = require("node-red") as NodeRedApp;
    const inside = createRequire(createRequire(require.resolve("node-red")).resolve("@node-red/runtime"));
    const registry = inside("@node-red/registry/lib/util") as Registry;
    let started: NodeRed | null = null;
    const handler = ({ level, msg, type, name, id }: { level: number; msg: unknown; type?: string; name?: string; id?: string }) =>
      started?.heard({ level, node: `${type ?? ""}:${name || id || ""}`, text: String(msg instanceof Error ? msg.message : msg) });
    const settings = {
      storageModule: storage,
      httpAdminRoot: false,
      credentialSecret: false,
      telemetry: { enabled: false, updateNotification: false },
      logging: { simulation: { level: "warn", metrics: false, audit: false, handler: () => handler } },
    };
    red.init(settings as never, undefined as never);
    const flows = once(red.events as EventEmitter, "flows:started");
    await red.start();
    await flows;
    const api = (type: string) => registry.createNodeApi({ id: `simulation/${type}`, namespace: type });
    for (const type of types) {
      const node = (require(`../../nodes/${type}/${type}`) as { default: Register }).default;
      node(Object.assign(api(type), { _: inEnglish(type) }));
    }
    for (const [type, node] of Object.entries(own)) node(api(type));
    started = new NodeRed(red, api("simulation"));
    return started;
  }

  /** Resolves when the flows are started. */
  async deploy(flows: FlowNodes, deploymentType: Deploy = "full"): Promise<void> {
    const started = once(this.red.events as EventEmitter, "flows:started");
    const { flows: runtime } = (this.red as unknown as { readonly runtime: Runtime }).runtime;
    await runtime.setFlows({ flows: { flows }, deploymentType });
    await started;
  }

  /** Is told of each message that a step of ours gets. */
  onReceive(told: (id: string, message: Readonly<Record<string, unknown>>) => void): void {
    const { hooks } = this.red as unknown as { readonly hooks: { add(name: string, hook: (event: Received) => void): void } };
    hooks.add("onReceive.simulation", ({ msg, destination }) => {
      if (steps.has(destination.node.type)) told(destination.id, msg);
    });
  }

  /** Sends a message to a node, as one that a wire leads to it. */
  send(id: string, message: Readonly<Record<string, unknown>>): void {
    (this.api.nodes.getNode(id) as Node | null)?.receive(message as never);
  }
}
