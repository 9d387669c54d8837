import type { Node, NodeAPI, NodeDef, NodeMessage } from "node-red";
import type { z } from "zod";
import { defaultSettings, Refused } from "../../../lib/run";
import type { ArraySetup } from "../../../lib/run";
import type { Say, Words } from "../../../lib/texts";
import { Failure, isText, listed, text } from "../../../lib/texts";
import type { Progress, Step, StepResult, WithSecrets } from "../../../lib/run/step";
import { Secrets } from "../../../lib/run/step";
import { minutes } from "../../../lib/time";
import type { UpdatePackage } from "../../../lib/steps/update";
import type { Field, Fields, Parsed } from "../fields";
import { byHand as byHandFields, credentialsOf, lookAt } from "../fields";
import { aloneSetup } from "./alone";
import type { ArrayNode, DeployedStep, Registry } from "./registry";
import { placeOf, registryOf } from "./registry";
import type { Message, Send } from "./input";
import { onInput, sayThrown } from "./input";
import { byHandPart, memberPart, runPart } from "./message";
import { missingIn, sayOf, schemaOf } from "./schema";
import type { NeededPackage } from "./step-options";
import { optionsOf, problemOf } from "./step-options";
import { Status } from "./status";

/** The fields that give a step its options. The field `update`, which chooses an update-package, gives the package. */
export type StepFields<Options> = {
  readonly [Name in keyof Options as Name extends "package" ? "update" : Name]: Field<Name extends "package" ? string : Options[Name]>;
};

/** A field without an option would do nothing. */
type NoOthers<F, Options, Names extends string> = {
  readonly [Name in Exclude<keyof F, keyof StepFields<Options> | Names>]: "The step has no option of this name";
};

/** Node-RED keeps credentials apart from the options of a step: it gets those that it lists in `secrets`, and there is a field for each. */
type CredentialsOf<F, Names extends string> = {
  readonly [Name in keyof F as F[Name] extends Field<never> ? Exclude<Name, Names> : never]: "Not among the secrets of the step";
} & { readonly [Name in Names]: Field<never> };

type NeedsPackage<Options> = Options extends { readonly package: UpdatePackage }
  ? { readonly needsPackage: "always" }
  : Options extends { readonly package: UpdatePackage | null }
    ? { readonly needsPackage: "if there is one" }
    : { readonly needsPackage?: undefined };

interface Kind<Options> {
  readonly step: Step<Options>;
  readonly fields: Fields;
  /** Output names in the order of the node's ports. Default: one output. */
  readonly ports?: readonly string[];
  readonly needsPackage?: NeededPackage | undefined;
}

/**
 * Registers a step as a node. All steps behave the same in Node-RED, and only this function says how.
 * Fields that do not provide the step's options do not compile.
 */
export function registerStepNode<Options extends object, F extends Fields, Names extends string = never>(
  RED: NodeAPI,
  kind: Kind<Options> &
    NeedsPackage<Options> & {
      readonly step: WithSecrets<Names>;
      readonly fields: F & StepFields<Options> & NoOthers<F, Options, Names> & CredentialsOf<F, Names>;
    },
): void {
  const registry = registryOf(RED);
  const schema = schemaOf(kind.step.name, kind.fields, sayOf(RED));
  const missing = missingIn(kind.step.name, kind.fields, sayOf(RED));
  function StepNode(this: NodeWithSecrets, config: NodeDef): void {
    RED.nodes.createNode(this, config);
    const status = new Status(this, registry.say);
    this.status({});
    const { values: byHand } = lookAt(byHandFields, config);
    const lacks = missing({ config, credentials: this.credentials ?? {} });
    // A flow that was imported has none. Better to hear of it now than when the step is at work.
    if (lacks !== "") this.warn(registry.say(text("run.bad-options", { problems: lacks })));
    onInput(this, registry.say, (message, send) =>
      work({ RED, registry, node: this, config, byHand, schema, missing, kind, status, message, send }),
    );
    const credentials = this.credentials ?? {};
    const place = placeOf(this);
    const deployed: DeployedStep = {
      id: this.id,
      place,
      template: (this as Node & { _alias?: string })._alias,
      settings: lookAt(kind.fields, config).values,
      problem: (update: string | null) => problemOf({ registry, config, credentials, schema, missing, kind, update }),
      sendAgain: (message, port) =>
        this.send(atPort<NodeMessage>(kind, port, { ...message, payload: said(registry.say, message["payload"]) })),
    };
    registry.stepNodes.set(this.id, deployed);
    this.on("close", () => {
      if (registry.stepNodes.get(this.id) === deployed) registry.stepNodes.delete(this.id);
      registry.statuses.forget(this.id);
      registry.runs.suspendStepOf(place, text("step.redeployed", { node: config.name || kind.step.name }));
    });
  }
  RED.nodes.registerType<NodeWithSecrets, NodeDef, object, object>(
    kind.step.name,
    StepNode as unknown as (this: NodeWithSecrets, config: NodeDef) => void,
    {
      credentials: credentialsOf(kind.fields) as object,
    },
  );
}

/** A node with what Node-RED keeps for it apart from its settings. */
type NodeWithSecrets = Node & { readonly credentials?: Readonly<Record<string, unknown>> };

interface Job<Options> {
  readonly RED: NodeAPI;
  readonly registry: Registry;
  readonly node: NodeWithSecrets;
  /** As it was saved. */
  readonly config: object;
  readonly byHand: Parsed<typeof byHandFields>;
  readonly schema: z.ZodType<object>;
  readonly missing: ReturnType<typeof missingIn>;
  readonly kind: Kind<Options>;
  readonly status: Status;
  readonly message: Message;
  readonly send: Send;
}

async function work<Options>(job: Job<Options>): Promise<void> {
  const { registry, kind, status, message, send } = job;
  try {
    const { result, after } = runPart(message) === null ? await byHand(job) : await inRun(job);
    const what = text("step.on", { member: after.member, what: result.text });
    if (runPart(message)?.dryRun === true) status.foreseen(what);
    else if (result.changed) status.done(what);
    else status.unchanged(what);
    Object.assign(message, after.message, { payload: said(registry.say, result) });
    send(atPort(kind, result.port ?? null, message));
  } catch (error) {
    const said = sayThrown(error, registry.say);
    // A Catch node may take the error, and of work by hand no report tells.
    if (runPart(message) === null) job.node.warn(said);
    if (error instanceof Refused) {
      // Nobody's work: it goes when the next run starts.
      registry.statuses.wrote(job.node.id, status, null);
      status.refused(said);
    } else if (isNobodysFault(error)) status.unchanged(said);
    else status.failed(said);
    throw error;
  }
}

/** What a node sends, so that it goes out by this port. */
function atPort<Sent>({ ports = [""] }: Pick<Kind<never>, "ports">, name: string | null, message: Sent): (Sent | null)[] {
  const port = Math.max(0, ports.indexOf(name ?? ""));
  return ports.map((_, index) => (index === port ? message : null));
}

/** A member for which it is too late has not failed, and its step has not either. */
const isNobodysFault = (error: unknown): boolean => error instanceof Failure && error.code === "window-closed";

/** A result as a message carries it, with its texts as strings. */
function said(say: Say, value: unknown): unknown {
  if (isText(value)) return say(value);
  if (Array.isArray(value)) return value.map((one) => said(say, one));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, said(say, one)]));
}

/** The limit of DNS, in characters. */
const LONGEST_NAME = 255;

interface Done {
  readonly result: StepResult;
  readonly after: { readonly member: string; readonly message: Record<string, unknown> };
}

/** The message belongs to a run: the run decides what may be done, and learns the result whatever happens to the message. */
async function inRun<Options>(job: Job<Options>): Promise<Done> {
  const { registry, node, kind, message } = job;
  const { id, token } = runPart(message) as { id: string; token: string };
  const member = memberPart(message)?.name ?? "?";
  const run = await registry.runs.running(id);
  registry.statuses.wrote(node.id, job.status, { array: run.array.name, run: id, member });
  const log = logging(job, member, run.array);
  const answer = await run.step({
    token,
    node: placeOf(node),
    ...named(node),
    step: kind.step,
    // The compiler has checked, where the node was registered, that the fields provide the options of its step.
    options: () => optionsOf({ ...job, credentials: node.credentials ?? {}, update: message["update"] }) as Options,
    secrets: new Secrets(node.credentials),
    message,
    onProgress: (progress) => {
      show(job, member, progress);
      log(progress);
    },
  });
  return { result: answer.result, after: { member: answer.member.name, message: { run: answer.run, member: answer.member } } };
}

/** What people know the node by, where it has a name. */
const named = ({ name = "" }: Node): { readonly name?: string } => (name === "" ? {} : { name });

/** Without a run: a person starts one step on one server. The array's lock and guard hold all the same. */
async function byHand<Options>(job: Job<Options>): Promise<Done> {
  const { registry, node, kind, message } = job;
  if (message["run"] !== undefined && message["run"] !== null) {
    throw new Refused("bad-run", 400, text("message.bad-run"));
  }
  const part = memberPart(message);
  const server = part?.name ?? (typeof message.payload === "string" && message.payload !== "" ? message.payload : job.byHand.server);
  if (server === "") {
    throw new Refused("no-server", 400, text("message.no-server"));
  }
  if (server.length > LONGEST_NAME) {
    throw new Refused("no-server", 400, text("message.no-server-name", { length: server.length }));
  }
  const array = arrayFor(job, server);
  const carried = byHandPart(message, server);
  const options = optionsOf({ ...job, credentials: job.node.credentials ?? {}, update: message["update"] }) as Options;
  const again = (): ArraySetup => setupOf(job, server, array);
  const setup = again();
  registry.statuses.wrote(node.id, job.status, { array: setup.name, run: null, member: server });
  const log = logging(job, server, setup);
  const answer = await registry.runs.byHand({
    array: setup,
    member: server,
    node: placeOf(node),
    ...named(node),
    step: kind.step,
    options: () => options,
    secrets: new Secrets(node.credentials),
    message,
    requestedBy: null,
    note: registry.say(text("step.note-by-hand", { step: kind.step.name })),
    flow: node.id,
    settings: defaultSettings,
    onProgress: (progress) => {
      show(job, server, progress);
      log(progress);
    },
    again,
    told: (what) => tell(job, server, what),
    ...(carried === null ? {} : { carried }),
  });
  const { member, foundBy } = answer;
  // What it restores is of another night: whoever has pressed the button shall know.
  if (foundBy !== null) node.warn(registry.say(text("by-hand.found-by", { member: member.name, run: foundBy })));
  return { result: answer.result, after: { member: member.name, message: { member, byHand: { member: member.name, ...answer.carried } } } };
}

/** The array as it is deployed now. @throws Refused where it is not there any more, or cannot be used */
function setupOf<Options>({ RED, registry, byHand }: Job<Options>, server: string, array: ArrayNode | null): ArraySetup {
  if (array === null) return aloneSetup(RED, registry, { connection: byHand.connection, server });
  const deployed = registry.arrays.get(array.id);
  if (deployed === undefined) throw inNoArray(server);
  return deployed.setup();
}

/** Says what goes wrong after the step: nobody may be looking at the node any more. */
function tell<Options>({ registry, node, status }: Job<Options>, member: string, what: Words): void {
  const said = registry.say(text("step.on", { member, what }));
  node.warn(said);
  status.failed(said);
}

const inNoArray = (server: string) => new Refused("in-no-array", 400, text("by-hand.in-no-array", { server }));

/** The array whose lock and guard hold: the chosen one, otherwise the one that lists the server. */
function arrayFor<Options>({ registry, byHand }: Job<Options>, server: string): ArrayNode | null {
  const listing = registry.arraysOf(server);
  const array = registry.arrays.get(byHand.array) ?? listing[0] ?? null;
  if (array !== null && !listing.includes(array)) {
    const { arrayName, memberNames } = array;
    throw new Refused("unknown-member", 400, text("by-hand.not-in-array", { server, array: arrayName, members: listed(memberNames) }));
  }
  if (array === null && !byHand.alone) throw inNoArray(server);
  const busy = listing.find((other) => other !== array && registry.runs.runningOn(other.arrayName) !== undefined);
  if (busy !== undefined) {
    throw new Refused("array-busy", 409, text("by-hand.also-in", { server, array: busy.arrayName }));
  }
  return array;
}

/** Between two lines of a long step in the log, on the run's clock. */
const LOG_EVERY_MS = minutes(10);

/** Says in the log, from time to time, how a long step is getting on: whoever reads it later sees no more of a status. */
function logging<Options>({ node, registry }: Job<Options>, member: string, { connection: { clock } }: Pick<ArraySetup, "connection">) {
  let last = clock.now();
  return ({ text: how }: Progress): void => {
    if (clock.now() - last < LOG_EVERY_MS) return;
    last = clock.now();
    node.log(registry.say(text("step.on", { member, what: how })));
  };
}

function show<Options>({ status, message }: Job<Options>, member: string, progress: Progress): void {
  const what = text("step.on", { member, what: progress.text });
  if (runPart(message)?.dryRun === true) status.foreseen(what);
  else status.working(what);
}
