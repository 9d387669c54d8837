import { sayInEnglish } from "../../lib/texts/say";
import { registryOf } from "../../nodes/shared/runtime";
import type { DeployAgain, Flow } from "../plan";
import type { Surroundings } from "./process";
import { Process } from "./process";
import type { Stage } from "./stage";

/** By the same clock on every computer. */
const english = { documents: sayInEnglish, reports: { say: sayInEnglish, language: "en-US" } };

/** How long no process was there, on the world's clock. */
export interface Away {
  readonly from: number;
  to: number;
}

/** One more minute for the drain: what a run has planned otherwise. */
const edited = (node: Flow["nodes"][number]): Flow["nodes"][number] =>
  node.type === "nlb-drainstop" ? { ...node, limitMinutes: Number(node["limitMinutes"]) + 1 } : node;

interface Parts {
  readonly stage: Stage;
  readonly flow: Flow;
  readonly around: Surroundings;
  /** How long it is gone after each kill, by turns. */
  readonly awayMs: readonly number[];
}

/** The computer on which Node-RED is: it starts it, and starts it again when its process has been killed. */
export class Computer {
  readonly away: Away[] = [];
  process: Process;
  private nodes: Flow["nodes"];
  private isUp = false;
  /** What is being deployed: Node-RED takes one after the other. */
  private deploying: Promise<void> = Promise.resolve();

  constructor(private readonly parts: Parts) {
    this.nodes = parts.flow.nodes;
    this.process = this.begin();
  }

  /** Nobody is at work on any run, and nobody is going to be. */
  get isIdle(): boolean {
    const { runs } = this.process;
    return this.isUp && runs.runningOn(this.parts.flow.array) === undefined && runs.waiting.length === 0;
  }

  async start(): Promise<void> {
    await this.inTurn("full");
    this.isUp = true;
  }

  /** Sends a message to the loop. @returns false while there is no process: nobody takes it */
  send(message: Readonly<Record<string, unknown>>): boolean {
    if (this.isUp) this.parts.stage.red.send(this.parts.flow.loop, message);
    return this.isUp;
  }

  /** @param process which dies here; one that is dead already is no matter */
  kill(process: Process): void {
    if (process.life.isOver) return;
    const { around, awayMs } = this.parts;
    process.life.end();
    around.store.crash();
    around.history.note("killed", () => "the process");
    const ms = awayMs[this.away.length % awayMs.length] ?? 0;
    const away: Away = { from: around.clock.elapsed(), to: around.clock.elapsed() + ms };
    this.away.push(away);
    this.isUp = false;
    void around.clock.sleep(ms).then(() => this.startAgain());
  }

  /** Somebody deploys the flow, with one node changed in what nobody uses, and perhaps one step in what it does. */
  async deploy({ type, node, edits }: DeployAgain): Promise<void> {
    if (!this.isUp) return;
    const { around } = this.parts;
    const nodes = this.nodes.filter(({ type: kind }) => !["tab", "group", "comment", "subflow"].includes(kind));
    const changed = nodes[node % nodes.length];
    around.history.note("deploy", () => `${type} ${changed?.id ?? ""}${edits ? ", and the limit of the drain" : ""}`);
    const info = `Changed at ${around.clock.elapsed()}.`;
    this.nodes = this.nodes.map((one) => (edits ? edited(one) : one)).map((one) => (one.id === changed?.id ? { ...one, info } : one));
    await this.inTurn(type);
  }

  private async startAgain(): Promise<void> {
    this.parts.around.history.note("started", () => "a new process");
    this.process = this.begin();
    await this.inTurn("full");
    this.isUp = !this.process.life.isOver;
  }

  private async inTurn(type: DeployAgain["type"]): Promise<void> {
    const { stage, around } = this.parts;
    this.deploying = this.deploying.then(() => around.clock.standStill(() => stage.red.deploy(this.nodes, type)));
    await this.deploying;
  }

  private begin(): Process {
    const { stage, around } = this.parts;
    const process = new Process(around, english, (one) => this.kill(one));
    process.takeOver(registryOf(stage.red.api));
    stage.connection = process.connection;
    return process;
  }
}
