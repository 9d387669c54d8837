import type { Node, NodeAPI, NodeDef } from "node-red";
import { Refused, defaultSettings } from "../../../lib/run";
import type { Say } from "../../../lib/texts";
import { isText, listed, text } from "../../../lib/texts";
import type { Progress, Step, StepResult } from "../../../lib/run/step";
import type { UpdatePackage } from "../../../lib/steps/update/update-package";
import { aloneSetup } from "./alone";
import type { ArrayNode, House } from "./registry";
import { houseOf } from "./registry";
import type { Message, Send } from "./input";
import { onInput, sayThrown } from "./input";
import { byHandPart, memberPart, runPart } from "./message";
import { packageOf, unknownPackage } from "./packages";
import { Status } from "./status";

/** What every step node's configuration has besides the options of its step. */
export interface StepConfig extends NodeDef {
  /** By hand: on which server, unless the message says. */
  readonly server: string;
  /** By hand: the server-array of that server. */
  readonly array: string;
  /** By hand: the server is in no array, and that is all right. */
  readonly alone?: boolean;
  /** By hand, in no array: how the server is reached. */
  readonly connection?: string;
  /** An update-package; empty: the run's own. */
  readonly update?: string;
}

interface Kind<Config extends StepConfig> {
  readonly step: Step;
  /** Output names in the order of the node's ports; one output unless told. */
  readonly ports?: readonly string[];
  /** The step's options from the node's configuration. */
  options(config: Config, update: UpdatePackage | null): unknown;
  readonly needsPackage?: "always" | "if there is one";
}

/** Registers a step as a node. All steps behave the same towards Node-RED: this is the only place that says how. */
export function registerStepNode<Config extends StepConfig>(RED: NodeAPI, kind: Kind<Config>): void {
  const house = houseOf(RED);
  function StepNode(this: Node, config: Config): void {
    RED.nodes.createNode(this, config);
    const status = new Status(this, house.say);
    this.status({});
    onInput(this, house.say, (message, send) => work({ RED, house, node: this, config, kind, status, message, send }));
    this.on("close", () => {
      house.runs.interruptStepOf(this.id, text("step.redeployed", { node: config.name || kind.step.name }));
    });
  }
  RED.nodes.registerType(kind.step.name, StepNode as unknown as (this: Node, config: Config) => void);
}

interface Job<Config extends StepConfig> {
  readonly RED: NodeAPI;
  readonly house: House;
  readonly node: Node;
  readonly config: Config;
  readonly kind: Kind<Config>;
  readonly status: Status;
  readonly message: Message;
  readonly send: Send;
}

async function work<Config extends StepConfig>(job: Job<Config>): Promise<void> {
  const { house, kind, status, message, send } = job;
  try {
    const { result, after } = runPart(message) === null ? await byHand(job) : await inRun(job);
    const what = text("step.on", { member: after.member, what: result.text });
    if (result.changed) status.done(what);
    else status.unchanged(what);
    Object.assign(message, after.message, { payload: said(house.say, result) });
    const port = Math.max(0, kind.ports?.indexOf(result.port ?? "") ?? 0);
    send((kind.ports ?? [""]).map((_, index) => (index === port ? message : null)));
  } catch (error) {
    const said = sayThrown(error, house.say);
    if (error instanceof Refused) status.refused(said);
    else status.failed(said);
    throw error;
  }
}

/** A result as a message carries it: all that is said in it as text. */
function said(say: Say, value: unknown): unknown {
  if (isText(value)) return say(value);
  if (Array.isArray(value)) return value.map((one) => said(say, one));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, said(say, one)]));
}

/** Of a name in DNS. */
const LONGEST_NAME = 255;

interface Done {
  readonly result: StepResult;
  readonly after: { readonly member: string; readonly message: Record<string, unknown> };
}

/** The message belongs to a run: the run knows what may be done, and hears of it whatever becomes of the message. */
async function inRun<Config extends StepConfig>(job: Job<Config>): Promise<Done> {
  const { house, node, kind, message } = job;
  const { id, token } = runPart(message) as { id: string; token: string };
  const member = memberPart(message)?.name ?? "?";
  const run = await house.runs.running(id);
  const answer = await run.step({
    token,
    node: node.id,
    step: kind.step,
    options: () => optionsOf(job),
    message,
    onProgress: (progress) => show(job, member, progress),
  });
  return { result: answer.result, after: { member: answer.member.name, message: { run: answer.run, member: answer.member } } };
}

/** Without a run: one step on one server, by a person. The array's lock and guard hold all the same. */
async function byHand<Config extends StepConfig>(job: Job<Config>): Promise<Done> {
  const { RED, house, node, config, kind, message } = job;
  if (message["run"] !== undefined && message["run"] !== null) {
    throw new Refused("bad-run", 400, text("message.bad-run"));
  }
  const part = memberPart(message);
  const server = part?.name ?? (typeof message.payload === "string" && message.payload !== "" ? message.payload : config.server);
  if (server === "" || server === undefined) {
    throw new Refused("no-server", 400, text("message.no-server"));
  }
  if (server.length > LONGEST_NAME) {
    throw new Refused("no-server", 400, text("message.no-server-name", { length: server.length }));
  }
  const array = arrayFor(job, server);
  const carried = byHandPart(message, server);
  const options = optionsOf(job);
  const answer = await house.runs.byHand({
    array: array?.setup() ?? aloneSetup(RED, house, config, server),
    member: server,
    node: node.id,
    step: kind.step,
    options: () => options,
    message,
    requestedBy: null,
    note: house.say(text("step.note-by-hand", { step: kind.step.name })),
    flow: node.id,
    settings: defaultSettings,
    onProgress: (progress) => show(job, server, progress),
    ...(carried === null ? {} : { carried }),
  });
  const { member } = answer;
  return { result: answer.result, after: { member: member.name, message: { member, byHand: { member: member.name, ...answer.carried } } } };
}

/** The array whose lock and guard hold: the one that is chosen, otherwise the one that lists the server. */
function arrayFor<Config extends StepConfig>({ house, config }: Job<Config>, server: string): ArrayNode | null {
  const listing = house.arraysOf(server);
  const array = house.arrays.get(config.array) ?? listing[0] ?? null;
  if (array !== null && !listing.includes(array)) {
    const { arrayName, memberNames } = array;
    throw new Refused("unknown-member", 400, text("by-hand.not-in-array", { server, array: arrayName, members: listed(memberNames) }));
  }
  if (array === null && config.alone !== true) {
    throw new Refused("in-no-array", 400, text("by-hand.in-no-array", { server }));
  }
  const busy = listing.find((other) => other !== array && house.runs.runningOn(other.arrayName) !== undefined);
  if (busy !== undefined) {
    throw new Refused("array-busy", 409, text("by-hand.also-in", { server, array: busy.arrayName }));
  }
  return array;
}

function show<Config extends StepConfig>({ status }: Job<Config>, member: string, progress: Progress): void {
  status.working(text("step.on", { member, what: progress.text }));
}

/** @throws Refused when the package cannot be told */
function optionsOf<Config extends StepConfig>({ house, config, kind, message }: Job<Config>): unknown {
  if (kind.needsPackage === undefined) return kind.options(config, null);
  const own = packageOf(house, config.update);
  if (own !== null) return kind.options(config, own);
  const name = message["update"];
  if (name === undefined || name === null || name === "") {
    if (kind.needsPackage === "if there is one") return kind.options(config, null);
    throw new Refused("no-package", 400, text("package.none-named"));
  }
  const update = typeof name === "string" ? house.packageNamed(name) : undefined;
  if (update === undefined) throw new Refused("unknown-package", 400, unknownPackage(house, JSON.stringify(name)));
  return kind.options(config, update);
}
