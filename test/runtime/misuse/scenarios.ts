import { join } from "node:path";
import should from "should";
import type { RunDocument } from "../../../lib/run/record/document";
import type { Failure } from "../http/client";
import { changesIn, changesOf, Client, eventually, truthAfter, truthWhen } from "../http/client";
import { BundledFlow } from "../flows/bundled-flow";
import { NodeRedProcess } from "../node-red/node-red-process";
import { makeUserDir, removeUserDir } from "../package/pack";
import type { Runtime } from "../node-red/runtimes";
import { requireRuntime, runtimes } from "../node-red/runtimes";

/** What came out of the loop or was caught, as the flow's taps have written it. */
export interface Tapped {
  readonly port: "finished" | "stopped" | "reply" | "error";
  readonly statusCode?: number;
  readonly payload?: Failure & { readonly runId?: string; readonly state?: string };
  readonly error?: { readonly message: string; readonly code?: string; readonly source: string };
}

/** One flow at work in a Node-RED together with those of other scenarios. */
export class Scene {
  readonly client: Client;

  constructor(
    readonly red: NodeRedProcess,
    readonly flow: BundledFlow,
    private readonly truthFile: string,
  ) {
    this.client = new Client(red.url, flow);
  }

  /** Presses the button of an inject node. */
  async inject(name: string): Promise<void> {
    const answer = await fetch(`${this.red.url}/inject/${encodeURIComponent(this.flow.id(name))}`, { method: "POST" });
    answer.status.should.equal(200, `inject ${name}`);
  }

  /** What the taps have told so far. */
  tapped(port: Tapped["port"]): Tapped[] {
    const mark = `TAP ${this.flow.name} `;
    return this.red.lines
      .filter((line) => line.includes(mark))
      .map((line) => JSON.parse(line.slice(line.indexOf(mark) + mark.length)) as Tapped)
      .filter((tapped) => tapped.port === port);
  }

  /** All that the taps have told as soon as there is so much of it. */
  tappedTimes(port: Tapped["port"], times: number): Promise<Tapped[]> {
    return eventually(
      `${times} × ${port} of ${this.flow.name}`,
      async () => {
        // A process that has ended tells nothing any more.
        await this.red.get("/settings");
        return this.tapped(port);
      },
      (all) => all.length >= times,
    );
  }

  /** A start that is refused, and for what. */
  async refused(status: number, code: string, words: RegExp, body: unknown = {}): Promise<void> {
    const { status: got, body: told } = await this.client.start<Failure>(body);
    should([got, told.error?.code]).eql([status, code], JSON.stringify(told));
    told.error.message.should.match(words);
  }

  /** A run to its end, which is a stop for this reason. */
  async stopped(code: string, words: RegExp, body: unknown = {}): Promise<RunDocument> {
    const run = await this.client.ended(await this.client.run(body));
    should([run.outcome, run.reasonCode]).eql(["stopped", code], run.reason ?? "");
    should(run.reason).match(words);
    should(run.report).be.a.String();
    return run;
  }

  /** The lab knows of no change at all. */
  async nothingTouched(run: RunDocument): Promise<void> {
    changesOf(run).should.eql([]);
    // The lab writes the truth after it was asked something: by whom does not matter.
    await this.client.ended(await this.client.run({ dryRun: true }));
    const truth = await truthWhen(this.truthFile, "after the run", ({ nowMs }) => nowMs > Date.parse(run.finishedAt ?? ""));
    changesIn(truth).should.eql([]);
  }

  /** Something was changed, and every member is as it was found. @returns the changes */
  async putBack(run: RunDocument): Promise<readonly string[]> {
    changesOf(run).should.not.be.empty();
    const truth = await truthAfter(this.truthFile, run);
    for (const [name, { nlb, defaultState, forefront, scom, version }] of Object.entries(truth.members)) {
      should({ nlb, defaultState, forefront, scom: scom.on, version }).eql(
        { nlb: "converged", defaultState: "started", forefront: "enabled", scom: false, version: "14.3.123.4" },
        name,
      );
    }
    return changesIn(truth, Date.parse(run.startedAt));
  }
}

/** One flow that is wrong, or is used wrongly, and what then has to come of it. */
export interface Scenario {
  readonly title: string;
  /** Changes the bundled flow. */
  readonly flow?: (flow: BundledFlow) => BundledFlow;
  readonly setting?: Omit<NonNullable<ConstructorParameters<typeof BundledFlow>[1]>, "truthFile">;
  readonly play: (scene: Scene) => Promise<unknown>;
}

/** A test for each scenario in each runtime; all of a runtime are played at the same time in one Node-RED. */
export function playScenarios(title: string, scenarios: readonly Scenario[]): void {
  for (const runtime of runtimes) {
    describe(`${title} in ${runtime.name}`, function () {
      this.timeout(120_000);
      const stage = new Stage(runtime, scenarios);
      before(requireRuntime(runtime));
      before(() => stage.open());
      after(() => stage.close());
      for (const scenario of scenarios) it(scenario.title, () => stage.played(scenario));
      it("ends neither the process nor a promise in an error that nobody handles", () => stage.check());
    });
  }
}

class Stage {
  private red: NodeRedProcess | undefined;
  private userDir: string | undefined;
  private readonly playing = new Map<Scenario, Promise<unknown>>();

  constructor(
    private readonly runtime: Runtime,
    private readonly scenarios: readonly Scenario[],
  ) {}

  async open(): Promise<void> {
    const userDir = await makeUserDir();
    this.userDir = userDir;
    const parts = this.scenarios.map((scenario, index) => {
      const truthFile = join(userDir, `truth-${index}.json`);
      const flow = new BundledFlow(`s${index}`, { ...scenario.setting, truthFile }).tapped();
      return { scenario, truthFile, flow: scenario.flow?.(flow) ?? flow };
    });
    const red = await NodeRedProcess.start({ runtime: this.runtime, userDir, flows: parts.flatMap(({ flow }) => flow.all) });
    this.red = red;
    for (const { scenario, truthFile, flow } of parts) {
      const playing = scenario.play(new Scene(red, flow, truthFile));
      // Its own test tells how it went.
      playing.catch(() => undefined);
      this.playing.set(scenario, playing);
    }
  }

  async close(): Promise<void> {
    await this.red?.kill();
    if (this.userDir !== undefined) await removeUserDir(this.userDir);
  }

  async played(scenario: Scenario): Promise<void> {
    await this.playing.get(scenario);
  }

  async check(): Promise<void> {
    await Promise.allSettled(this.playing.values());
    const red = this.red as NodeRedProcess;
    should(await red.stop()).equal(0, red.log().slice(-4000));
    const { lines } = red;
    lines.filter((line) => /uncaught|unhandled/i.test(line)).should.eql([]);
  }
}
