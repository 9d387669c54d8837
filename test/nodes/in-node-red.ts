import { once } from "node:events";
import type { Node, NodeAPI, NodeMessage } from "node-red";
import helper from "node-red-node-test-helper";
import type { FaultName } from "../../lib/adapters/lab";
import { Lab } from "../../lib/adapters/lab";
import type { RunDocument } from "../../lib/run/record/document";
import type { Connection } from "../../lib/server/array";
import { steps } from "../../lib/steps";
import { VirtualClock } from "../../lib/time/virtual-clock";
import type { ConnectionNode, Registry } from "../../nodes/shared/runtime/registry";
import { registryOf } from "../../nodes/shared/runtime/registry";
import { inEnglish } from "../shared/node-fields";
import type { TestNode } from "./flow-nodes";
import { MEMBERS, aLoop, aPackage, anArray } from "./flow-nodes";
import { nodeRedUnderTest } from "./node-red-under-test";
import { Seen } from "./seen";

type Register = (RED: NodeAPI) => void;
/** A message as tests look at it. */
export type Got = NodeMessage & Record<string, any>; // oxlint-disable-line typescript/no-explicit-any
export interface Shown {
  readonly fill?: string;
  readonly shape?: string;
  readonly text?: string;
}

/** The test helper has no words for keys. */
const register =
  (type: string): Register =>
  (RED) => {
    const node = (require(`../../nodes/${type}/${type}`) as { default: Register }).default;
    node(Object.assign(Object.create(RED) as NodeAPI, { _: inEnglish(type) }));
  };

const stepTypes = [...steps.keys()];
const types = [...stepTypes, "rolling-update", "server-array", "server-connection", "update-package"];

/** Connections that a node of the type `test-connection` gives away, by its id. */
const connections = new Map<string, Connection>();
const testConnection: Register = (RED) => {
  function TestConnection(this: ConnectionNode, config: never) {
    RED.nodes.createNode(this, config);
    this.open = () => connections.get(this.id) as Connection;
  }
  RED.nodes.registerType("test-connection", TestConnection as never);
};

/** Something of others between the steps: fails with `msg.failWith`, else passes the message on. */
const foreign: Register = (RED) => {
  function Foreign(this: Node, config: never) {
    RED.nodes.createNode(this, config);
    this.on("input", (message, send, done) => {
      const { failWith } = message as { failWith?: string };
      if (failWith !== undefined) {
        done(new Error(failWith));
        return;
      }
      send(message);
      done();
    });
  }
  for (const type of ["foreign", "http in"]) RED.nodes.registerType(type, Foreign as never);
};

/** Mocha hooks: Node-RED starts before the suite, and every flow is taken down after its test. */
export function nodeRed(): void {
  before(async () => {
    helper.init(nodeRedUnderTest());
    await new Promise<void>((resolve) => helper.startServer(resolve));
  });
  afterEach(async () => {
    await takeDown();
  });
  after(async () => {
    await new Promise<void>((resolve) => helper.stopServer(resolve));
  });
}

/** Takes the flow down, as Node-RED does when it ends, and waits until its runs have ended too. */
export async function takeDown(): Promise<void> {
  await helper.unload();
  await Promise.all([...arraysUsed].map(([array, registry]) => registry.runs.whenIdle(array)));
  arraysUsed.clear();
  connections.clear();
  helper.settings({});
}

const arraysUsed = new Map<string, Registry>();
let names = 0;
/** A name that no other test's array has: runs are kept as long as the process lives. */
export const newName = (): string => `array-${++names}`;

/** A lab on a virtual clock: hours pass in milliseconds. */
export const aLab = (array: string, faulty: Partial<Record<string, FaultName>> = {}): Lab => {
  const faults = Object.entries(faulty).map(([member, name]) => ({ member, name: name as FaultName }));
  return new Lab({ array, members: MEMBERS, seed: 7, speed: 300, faults, clock: new VirtualClock() });
};

/** What an answer says went wrong. */
/** A request of a start, as Node-RED's HTTP In node passes it on. */
export const requestOfStart = (headers: Record<string, string> = {}) => ({
  originalUrl: "/rolling-update/cas/runs",
  params: {},
  headers: { "content-type": "application/json", "transfer-encoding": "chunked", ...headers },
});

export const errorOf = (answer: { payload?: unknown }) => (answer.payload as { error: { code: string; message: string } }).error;

/** What one node has got, shown and said. */
class Watched {
  readonly messages = new Seen<Got>();
  readonly statuses = new Seen<Shown>();
  readonly errors = new Seen<string>();
  readonly warnings = new Seen<string>();

  /** Notes what this node does from now on; one that was deployed anew goes on with what the one before it has left. */
  follow(node: NodeJS.EventEmitter): void {
    const calledWith = (call: unknown) => (call as { args: unknown[] }).args[0];
    node.on("input", (message: unknown) => this.messages.add(message as Got));
    node.on("call:status", (call: unknown) => this.statuses.add(calledWith(call) as Shown));
    node.on("call:error", (call: unknown) => this.errors.add(String(calledWith(call))));
    node.on("call:warn", (call: unknown) => this.warnings.add(String(calledWith(call))));
  }
}

/** A flow in Node-RED, and what its nodes have shown and got. */
export class InNodeRed {
  private readonly nodes = new Map<string, Watched>();

  constructor(
    readonly registry: Registry,
    readonly array: string,
    readonly lab: Lab | null,
  ) {}

  watch(id: string): void {
    const node = helper.getNode(id) as unknown as NodeJS.EventEmitter | null;
    if (node === null) return;
    const watched = this.nodes.get(id) ?? new Watched();
    this.nodes.set(id, watched);
    watched.follow(node);
  }

  send(id: string, message: Record<string, unknown>): void {
    helper.getNode(id).receive(message as NodeMessage);
  }

  got(id: string): Seen<Got> {
    return this.of(id).messages;
  }

  shown(id: string): Seen<Shown> {
    return this.of(id).statuses;
  }

  failed(id: string): Seen<string> {
    return this.of(id).errors;
  }

  warned(id: string): Seen<string> {
    return this.of(id).warnings;
  }

  /** Sends a command to the loop and gives its answer. */
  async command(command: unknown, payload: unknown = {}, more: Record<string, unknown> = {}): Promise<Got> {
    const before = this.got("reply").all.length;
    this.send("loop", { command, payload, ...more });
    return await this.got("reply").first(() => true, before);
  }

  /** Starts a run and gives the message of its first member. */
  async start(payload: unknown = {}): Promise<Got> {
    const answer = await this.command("start", payload);
    if (answer["statusCode"] !== 202) throw new Error(`Not started: ${JSON.stringify(answer.payload)}`);
    return await this.got("member").first(({ run }) => run.id === (answer.payload as RunDocument).runId);
  }

  async documentOf(id: string): Promise<RunDocument> {
    return (await this.registry.runs.document(id)) as RunDocument;
  }

  private of(id: string): Watched {
    const watched = this.nodes.get(id);
    if (watched === undefined) throw new Error(`The test's flow has no node ${id}.`);
    return watched;
  }
}

interface Wanted {
  readonly nodes?: readonly TestNode[];
  readonly loop?: Record<string, unknown>;
  readonly array?: Record<string, unknown>;
  readonly package?: Record<string, unknown>;
  readonly faulty?: Partial<Record<string, FaultName>>;
  /** In place of a lab on a virtual clock. */
  readonly connection?: TestNode;
  /** What the lab's connection says it is. */
  readonly kind?: Connection["kind"];
  readonly settings?: Record<string, unknown>;
  /** What Node-RED keeps apart from the flow, by node. */
  readonly credentials?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly name?: string;
  /** Whether its flows start. */
  readonly starts?: false;
}

/** The nodes of {@link deployed}: a loop with its array, connection and package, a Catch with a probe, and what the test adds. */
export const flowOf = (name: string, { nodes = [], loop = {}, array = {}, package: update = {}, connection }: Wanted = {}): TestNode[] =>
  [
    { id: "flow", type: "tab", label: "flow" },
    ...aLoop(loop),
    { id: "catch", type: "catch", z: "flow", name: "", scope: null, uncaught: false, wires: [["loop", "caught"]] },
    { id: "caught", type: "helper", z: "flow", wires: [] },
    { id: "after", type: "helper", z: "flow", wires: [] },
    { id: "second", type: "helper", z: "flow", wires: [] },
    anArray(name, array),
    aPackage(update),
    connection ?? { id: "connection", type: "test-connection", name: "" },
    ...nodes,
    // What has no place in the editor is a config node to Node-RED.
  ].map((node: TestNode) => ("z" in node ? { x: 0, y: 0, ...node } : node));

/** Loads a flow into Node-RED and starts it. */
export async function deployed(wanted: Wanted = {}): Promise<InNodeRed> {
  const { faulty, connection, kind, settings = {}, credentials = {}, name = newName() } = wanted;
  const lab = connection === undefined ? aLab(name, faulty) : null;
  if (lab !== null) connections.set("connection", kind === undefined ? lab : ofKind(lab, kind));
  helper.settings(settings);
  const flow = flowOf(name, wanted);
  const started = wanted.starts === false ? null : once(helperEvents(), "flows:started");
  await helper.load([...types.map(register), testConnection, foreign], flow, credentials as never);
  await started;
  const inNodeRed = new InNodeRed(registryOf({ settings } as unknown as NodeAPI), name, lab);
  arraysUsed.set(name, inNodeRed.registry);
  for (const { id } of flow) inNodeRed.watch(id);
  return inNodeRed;
}

const ofKind = ({ invoke, clock }: Lab, kind: Connection["kind"]): Connection => ({ kind, invoke, clock, close: () => Promise.resolve() });

const helperEvents = (): NodeJS.EventEmitter => (helper as unknown as { _events: NodeJS.EventEmitter })._events;

/** What editors are told about a subject while something is done. */
export async function editorsHear<Result>(
  topic: string,
  act: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly heard: readonly unknown[] }> {
  const heard: unknown[] = [];
  const listen = (told: { readonly topic: string; readonly data: unknown }) => void (told.topic === topic && heard.push(told.data));
  helperEvents().on("comms", listen);
  try {
    return { result: await act(), heard };
  } finally {
    helperEvents().off("comms", listen);
  }
}

/** Deploys a changed flow; nodes that are new are watched from then on. */
export async function redeployed(inNodeRed: InNodeRed, flow: readonly TestNode[], type: "full" | "flows" | "nodes"): Promise<void> {
  const before = new Map(flow.map(({ id }) => [id, helper.getNode(id)]));
  await helper.setFlows([...flow] as never, type);
  for (const { id } of flow) if (helper.getNode(id) !== before.get(id)) inNodeRed.watch(id);
}

export { stepTypes };
