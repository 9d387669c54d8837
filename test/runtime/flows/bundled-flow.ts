import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A node as the flow file has it. */
export interface FlowNode {
  readonly id: string;
  readonly type: string;
  readonly [property: string]: unknown;
}

interface Setting {
  /** Simulated seconds a second; unless told, fast enough for a run of four members in some ten seconds. */
  readonly speed?: number;
  /** Where the lab writes the truth. */
  readonly truthFile?: string;
  readonly faults?: readonly { readonly name: string; readonly member: string }[];
  readonly events?: readonly { readonly event: string; readonly member: string; readonly when: string }[];
}

const bundled = readFileSync(join(__dirname, "../../../examples/exchange-cas-array.json"), "utf8");
const ids = (JSON.parse(bundled) as FlowNode[]).map((node) => node.id);

/**
 * The bundled flow as a copy of its own: with ids, array, members, packages and addresses that end in `name`, so that many of them live
 * side by side in one Node-RED. Nodes are named as in the file that is shipped ("cas-drain").
 */
export class BundledFlow {
  private nodes: FlowNode[];

  constructor(
    readonly name: string,
    { speed = 900, truthFile = "", faults = [], events = [] }: Setting = {},
  ) {
    const copied = ids.reduce((text, id) => text.replaceAll(`"${id}"`, `"${this.id(id)}"`), bundled);
    this.nodes = JSON.parse(copied.replaceAll("exchange-cas-array", name)) as FlowNode[];
    this.set("cas-array", { members: ["CAS1", "CAS2", "CAS3", "CAS4"].map((member) => ({ name: this.member(member), address: "" })) });
    for (const update of ["cas-package", "cas-package-2"]) this.set(update, { name: `${String(this.get(update)["name"])} ${name}` });
    this.set("cas-lab", {
      speed,
      truthFile,
      faults: faults.map((fault) => ({ ...fault, member: this.member(fault.member) })),
      events: events.map(({ event, member, when }) => ({ event, member: this.member(member), when })),
    });
  }

  /** All nodes, for a deploy together with those of other flows. */
  get all(): readonly FlowNode[] {
    return this.nodes;
  }

  /** The path of its runs. */
  get path(): string {
    return `/rolling-update/${this.name}/runs`;
  }

  /** The id of a node of the shipped flow in this copy. */
  id(shipped: string): string {
    return `${shipped}-${this.name}`;
  }

  /** What a member of the shipped flow is called in this copy. */
  member(shipped: string): string {
    return `${shipped}-${this.name}`;
  }

  get(shipped: string): FlowNode {
    const node = this.nodes.find(({ id }) => id === this.id(shipped));
    if (node === undefined) throw new Error(`The bundled flow has no node ${shipped}.`);
    return node;
  }

  set(shipped: string, properties: Readonly<Record<string, unknown>>): this {
    const changed = { ...this.get(shipped), ...properties };
    this.nodes = this.nodes.map((node) => (node.id === changed.id ? changed : node));
    return this;
  }

  /** Leaves nodes out; wires to them lead nowhere then. */
  drop(...shipped: readonly string[]): this {
    const dropped = new Set(shipped.map((id) => this.get(id).id));
    this.nodes = this.nodes.filter(({ id }) => !dropped.has(id));
    return this;
  }

  /** Adds a node to the tab. Wires name nodes of the shipped flow, or nodes added before by their own name. */
  add(name: string, type: string, properties: Readonly<Record<string, unknown>>, wires: readonly (readonly string[])[] = [[]]): this {
    return this.place(name, type, { ...properties, wires: this.wires(wires) });
  }

  /** Adds a node that lies on no tab: a config node, or the template of a subflow. */
  addConfig(name: string, type: string, properties: Readonly<Record<string, unknown>>): this {
    this.nodes = [...this.nodes, { name: `${name} ${this.name}`, ...properties, id: this.id(name), type, z: undefined }];
    return this;
  }

  /** Wires the outputs of a node anew. */
  wire(shipped: string, ...wires: readonly (readonly string[])[]): this {
    return this.set(shipped, { wires: this.wires(wires) });
  }

  /** Puts a foreign node into the wire of a node's first output. */
  insertAfter(shipped: string, name: string, type: string, properties: Readonly<Record<string, unknown>>): this {
    const [after = [], ...others] = this.get(shipped)["wires"] as string[][];
    return this.place(name, type, { ...properties, wires: [after] }).set(shipped, { wires: [[this.id(name)], ...others] });
  }

  /** Writes to the log, one line of JSON each, what comes out of the loop's last three outputs and what is caught on the tab. */
  tapped(): this {
    const outputs = this.get("cas-loop")["wires"] as string[][];
    for (const port of ["finished", "stopped", "reply", "error"]) this.add(`tap-${port}`, "function", code(tap(this.name, port)));
    this.add("tap-catch", "catch", { scope: null, uncaught: false }, [["tap-error"]]);
    const [member = [], finished = [], stopped = [], reply = []] = outputs;
    const taps = ["finished", "stopped", "reply"].map((port) => this.id(`tap-${port}`)) as [string, string, string];
    return this.set("cas-loop", { wires: [member, [...finished, taps[0]], [...stopped, taps[1]], [...reply, taps[2]]] });
  }

  /** An inject node that sends a message to a node; @see Scene.inject */
  injects(name: string, to: string, ...props: readonly { readonly p: string; readonly v: string; readonly vt: string }[]): this {
    return this.add(name, "inject", { props, repeat: "", crontab: "", once: false, onceDelay: 0.1, topic: "" }, [[to]]);
  }

  /** An inject node and a function that makes the message. */
  makes(name: string, to: string, func: string): this {
    return this.add(`${name}-made`, "function", code(func), [[to]]).injects(name, `${name}-made`);
  }

  private place(name: string, type: string, properties: Readonly<Record<string, unknown>>): this {
    // A node without a place is a config node to Node-RED.
    this.nodes = [...this.nodes, { id: this.id(name), type, name, z: this.id("cas-ru-cas"), x: 0, y: 0, ...properties }];
    return this;
  }

  private wires(wires: readonly (readonly string[])[]): string[][] {
    return wires.map((output) => output.map((name) => this.id(name)));
  }
}

/** A Function node's properties. */
export const code = (func: string, outputs = 1) => ({ func, outputs, timeout: "", noerr: 0, initialize: "", finalize: "", libs: [] });

const tap = (flow: string, port: string): string => `
  const { error, statusCode, payload } = msg;
  const told = error ? { message: String(error.message).slice(0, 1000), code: error.code, source: error.source.id } : undefined;
  node.log("TAP ${flow} " + JSON.stringify({ port: "${port}", statusCode, payload: error ? undefined : payload, error: told }));
  return null;`;
