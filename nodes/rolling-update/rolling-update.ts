import type { Node, NodeAPI, NodeDef } from "node-red";
import type { z } from "zod";
import type { ArraySetup, Deployed, Listener, Run } from "../../lib/run";
import { Refused } from "../../lib/run";
import type { Text } from "../../lib/texts";
import { text } from "../../lib/texts";
import type { Parsed } from "../shared/fields";
import type { Message, Registry, Send } from "../shared/runtime";
import {
  memberPart,
  onInput,
  packageOf,
  placeOf,
  registryOf,
  runPart,
  sayOf,
  sayThrown,
  schemaOf,
  Status,
  unknownPackage,
} from "../shared/runtime";
import type { Answer } from "../../lib/api";
import { keyOf, refusal, refuseOtherArray, requestOf, started, startOf } from "../../lib/api";
import { addressProblems } from "./addresses";
import { allNodes, around, checkedFlow, deployedNodes, isOurs } from "./flow";
import { commandsTo } from "./commands";
import { fields } from "./fields";
import { commandsOverHttp } from "./over-http";
import { afterStart, listening, tellEditors, untilReady } from "./run";
import { refuseOpenDoor, settingsOf } from "./settings";

interface Config extends NodeDef {
  readonly array: string;
  readonly update: string;
  readonly openHttp: boolean;
}

/** Outputs in the order of their ports. */
const ports = ["member", "finished", "stopped", "reply", "warning"] as const;

export default function rollingUpdate(RED: NodeAPI): void {
  const registry = registryOf(RED);
  commandsOverHttp(RED, registry);

  function RollingUpdate(this: Node, config: Config): void {
    RED.nodes.createNode(this, config);
    const loop = new Loop(RED, this, config);
    onInput(this, registry.say, (message, send) => loop.take(message, send));
    this.on("close", (removed: boolean, done: () => void) => {
      loop.close(removed);
      done();
    });
  }
  RED.nodes.registerType("rolling-update", RollingUpdate as unknown as (this: Node, config: Config) => void);
}

/** The loop: takes commands and returning members, and sends the next member out. */
class Loop {
  private readonly registry: Registry;
  private readonly status: Status;
  /** Runs of before are gone on with, or their records ended, before a new one starts. */
  private ready: Promise<void>;
  private readonly schema: z.ZodType<Parsed<typeof fields>>;

  constructor(
    private readonly RED: NodeAPI,
    private readonly node: Node,
    private readonly config: Config,
  ) {
    this.registry = registryOf(RED);
    this.status = new Status(node, this.registry.say);
    this.schema = schemaOf("rolling-update", fields, sayOf(RED));
    this.status.unchanged(text("loop.idle"));
    let begun: () => void;
    this.ready = new Promise((resolve) => (begun = resolve));
    let fresh = true;
    /** A run waits for what is still missing. */
    let lacks = false;
    const flowsStarted = (): void => {
      const { place, arrayName } = this;
      // A deploy that touches nothing of a run goes by without a look at the records.
      const waits = lacks || this.registry.runs.waiting.some(({ state: { plan } }) => plan.flow === place || plan.array === arrayName);
      if (!fresh && !waits) return this.deployedAgain();
      lacks = false;
      this.ready = this.afterStart(() => (lacks = true));
      if (fresh) for (const problem of addressProblems(allNodes(RED), this.id, arrayName)) this.warn(problem);
      fresh = false;
      begun();
    };
    this.registry.loops.set(this.place, { started: flowsStarted, array: () => this.arrayName });
  }

  async take(message: Message, send: Send): Promise<void> {
    const { command, error } = message as { command?: unknown; error?: unknown };
    if (error !== undefined && error !== null) return await this.takeError(message, error, send);
    if (typeof command === "string") return await this.obey(command, message, send);
    const part = runPart(message);
    if (part !== null) return await (await this.registry.runs.running(part.id)).returned(part.token);
    const refused = new Refused("no-command", 400, text("loop.no-command"));
    if (requestOf(message) !== null) return this.reply(message, send, this.refusal(refused));
    throw refused;
  }

  /** @param removed nobody is there to go on with its run */
  close(removed: boolean): void {
    this.registry.loops.delete(this.place);
    const run = this.mine();
    // One that is being brought to its end needs no loop.
    if (run === undefined || run.state.phase !== "running") return;
    const why = text(removed ? "loop.deleted" : "loop.redeployed", { loop: this.config.name || "rolling-update" });
    const about = { run: run.id, array: run.array.name, why };
    this.warn(removed || !run.canBeTakenUp ? text("loop.interrupts", about) : text("loop.suspends", about));
    if (removed) void run.interrupt(why);
    else this.registry.runs.suspend(run, why);
  }

  /** An error of a node between the steps stops the run of its message. It never starts anything, and a failed step is already known. */
  private async takeError(message: Message, error: unknown, send: Send): Promise<void> {
    const { message: said = String(error), source } = error as { message?: string; source?: { name?: string; type?: string; id?: string } };
    const part = runPart(message);
    if (part === null) {
      this.warn(text("loop.lost-error", { error: said }));
      // Tells the caller that the command did not reach the loop.
      if (requestOf(message) !== null)
        this.reply(message, send, this.refusal(new Refused("flow-error", 500, text("loop.flow-error", { error: said }))));
      return;
    }
    if (source?.type !== undefined && isOurs(source.type)) return;
    const run = await this.registry.runs.running(part.id);
    const what = text("loop.foreign-error", { node: source?.name || source?.type || "?", error: said });
    await run.foreignError(what, { token: part.token, member: memberPart(message)?.name });
  }

  private async obey(command: string, message: Message, send: Send): Promise<void> {
    try {
      this.reply(message, send, await this.answer(command, message));
    } catch (error) {
      const answer = this.refusal(error);
      // Whoever presses a button looks at the node, not at the sidebar. While a run is at work, that is what stands there.
      if (command === "start" && this.mine() === undefined)
        this.status.refused(text("loop.not-started", { why: answer.payload.error.message }));
      if (answer.statusCode === 500) this.node.error(sayThrown(error, this.registry.say), message);
      this.reply(message, send, answer);
    }
  }

  private refusal(error: unknown): ReturnType<typeof refusal> {
    return refusal(error, this.registry.say, this.arrayName);
  }

  private async answer(command: string, message: Message): Promise<Answer> {
    if (command === "start") return await this.start(message);
    const { registry, arrayName, ready } = this;
    const mine = () => this.mine();
    const door = (asked: Message) => this.refuseOpenDoor(this.setup(), asked);
    const known = new Map(Object.entries(commandsTo({ registry, arrayName, ready, mine, refuseOpenDoor: door }))).get(command);
    if (known === undefined) throw new Refused("unknown-command", 400, text("loop.unknown-command", { command: command.slice(0, 80) }));
    return await known(message);
  }

  private async start(message: Message): Promise<Answer> {
    const body = startOf(message);
    const key = keyOf(message);
    const update = this.updateFor(body.update);
    await untilReady(this.ready, this.arrayName);
    const array = this.setup();
    refuseOtherArray(body.array, array.name);
    this.refuseOpenDoor(array, message);
    const document = await this.registry.runs.start(
      {
        array,
        update,
        dryRun: body.dryRun ?? false,
        members: body.members ?? null,
        requestedBy: body.requestedBy ?? null,
        note: body.note ?? null,
        deadline: body.deadline ?? null,
        key,
        body,
        flow: this.place,
        ...this.deployed(update),
      },
      this.listener(),
    );
    return started(document, message);
  }

  /** What is deployed for a run that installs this update. @throws Refused for settings or a flow that are not right */
  private deployed(update: string | null): Deployed {
    const nodes = around(allNodes(this.RED), [this.id]);
    const about = { loop: this.id, array: this.config.array, update };
    const settings = settingsOf(this.schema, this.config, checkedFlow(nodes, { ...about, steps: [...this.registry.stepNodes.values()] }));
    return { settings, nodes: deployedNodes(nodes, about) };
  }

  /** What moves real servers is taken over HTTP only where not everybody can send it. */
  private refuseOpenDoor(array: ArraySetup, message: Message): void {
    const harmless = this.config.openHttp === true || array.connection.kind === "lab";
    if (requestOf(message) !== null && !harmless) refuseOpenDoor(this.RED.settings);
  }

  private get arrayName(): string | undefined {
    return this.registry.arrays.get(this.config.array)?.arrayName;
  }

  private listener(): Listener {
    const { registry, node, status } = this;
    const deployed = (update: string | null) => this.deployed(update);
    const emit: Parameters<typeof listening>[0]["emit"] = (port, message) => this.emit(port, message);
    return listening({ registry, node, status, emit, tellEditors: () => tellEditors(this.RED, registry), deployed });
  }

  private emit(port: (typeof ports)[number], message: Record<string, unknown>): void {
    this.node.send(
      ports.map((name) => (name === port ? { ...message, _msgid: this.RED.util.generateId() } : null)) as Parameters<Node["send"]>[0],
    );
  }

  private reply(message: Message, send: Send, answer: Answer): void {
    Object.assign(message, answer, { headers: { "content-type": "application/json; charset=utf-8" } });
    send(ports.map((name) => (name === "reply" ? message : null)));
  }

  private mine(): Run | undefined {
    const array = this.registry.arrays.get(this.config.array);
    const run = array === undefined ? undefined : this.registry.runs.runningOn(array.arrayName);
    return run?.state.plan.flow === this.place ? run : undefined;
  }

  private setup(): ArraySetup {
    const array = this.registry.arrays.get(this.config.array);
    if (array === undefined) throw new Refused("no-array", 409, text("loop.no-array"));
    return array.setup();
  }

  private updateFor(asked: string | undefined): string | null {
    const name = asked ?? packageOf(this.registry, this.config.update)?.name;
    if (name === undefined) return null;
    if (this.registry.packageNamed(name) !== undefined) return name;
    const what = unknownPackage(this.registry, JSON.stringify(name));
    throw new Refused("unknown-package", 400, what, { problems: [{ path: "update", message: what }] });
  }

  /** Its own id, or inside a subflow that of its template. */
  private get id(): string {
    return (this.node as Node & { _alias?: string })._alias ?? this.node.id;
  }

  private get place(): string {
    return placeOf(this.node);
  }

  private deployedAgain(): void {
    const run = this.mine();
    if (run !== undefined) this.registry.runs.deployedAgain(run, (update) => this.deployed(update));
  }

  private afterStart(lacks: () => void): Promise<void> {
    return afterStart(this.registry, {
      place: this.place,
      // With settings that are not right it ends no run: its owner may want it to go on.
      resumes: this.schema.safeParse(this.config).data?.afterRestart !== "end",
      setup: () => this.setup(),
      takeUp: { listener: this.listener(), deployed: (update) => this.deployed(update) },
      array: this.arrayName,
      warn: (what) => this.warn(what),
      waits: (what) => {
        lacks();
        this.status.refused(text("loop.waits", { what }));
      },
      interrupted: (run) => {
        this.status.failed(text("loop.was-interrupted", { what: run.summary }));
        this.emit("stopped", { run: { id: run.runId, array: run.array, dryRun: run.dryRun }, payload: run });
      },
    });
  }

  private warn(what: Text): void {
    this.node.warn(this.registry.say(what));
  }
}
