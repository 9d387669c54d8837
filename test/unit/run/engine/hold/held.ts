import "should";
import type { ArraySetup, Run, RunSettings } from "../../../../../lib/run";
import type { AnswerAsk } from "../../../../../lib/run/engine/hold";
import type { LastMessage, Listener } from "../../../../../lib/run/engine/listener";
import type { Question, RunState } from "../../../../../lib/run/record";
import { openQuestion } from "../../../../../lib/run/record";
import type { StartAsk } from "../../../../../lib/run/rules";
import type { Step } from "../../../../../lib/run/step";
import { StepFailed } from "../../../../../lib/run/step";
import { defaultSettings } from "../../../../../lib/run/settings";
import { quoted } from "../../../../../lib/texts";
import { hours, minutes, seconds } from "../../../../../lib/time/duration";
import { asked } from "../../play";
import { SmallArray } from "../../small-array";
import { doing, procedure } from "../../small-steps";

/** Fails as often as it is told to; what it has done each time. */
export function failing(times: number, code = "drain-limit", more: Partial<Step> = {}): Step & { readonly visits: string[] } {
  const visits: string[] = [];
  const step = doing("try", (context) => {
    visits.push(context.workId(1));
    return visits.length > times ? Promise.resolve() : Promise.reject(new StepFailed(code, quoted("it does not work")));
  });
  return { ...step, ...more, visits };
}

export const throws = (): never => {
  throw new Error("The options are not right.");
};

/** Runs that a test has left: a clock that jumps would watch over them for ever. */
const left = new Set<Held>();
export const endAll = async (): Promise<void> => {
  for (const held of left) {
    await held.run.stop("now", null).catch(() => undefined);
    await held.ended;
  }
  left.clear();
};

/** A flow on an array, whose loop holds a run where a step fails. */
export class Held {
  readonly array = new SmallArray(["CAS1", "CAS2", "CAS3"], 1);
  readonly ended: Promise<RunState>;
  /** All messages that steps have come with. */
  readonly messages: Readonly<Record<string, unknown>>[] = [];
  run!: Run;
  /** What is deployed. */
  nodes: NonNullable<StartAsk["nodes"]> = { drain: { name: "Drain", fields: { limit: "30" } } };
  /** A node that is not there any more, and one that does not pass its message on. */
  without = { node: "", message: "" };
  private end!: (state: RunState) => void;

  constructor(
    private readonly steps: readonly Step[],
    private readonly settings: Partial<RunSettings> = {},
  ) {
    this.ended = new Promise((resolve) => (this.end = resolve));
  }

  /** @param more of what a start asks for */
  async start(members: readonly string[] | null = ["CAS1"], more: Partial<StartAsk> = {}): Promise<this> {
    const settings = { ...defaultSettings, whenStepFails: "hold" as const, ...this.settings };
    await this.array.runs.start({ ...asked, array: this.array.setup, members, settings, nodes: this.nodes, ...more }, this.listener);
    this.run = this.array.runs.runningOn("CAS-ARRAY")!;
    left.add(this);
    return this;
  }

  /** Another process takes it up. @param setup of the array, as it is then */
  async takeUp(setup: Partial<ArraySetup> = {}): Promise<void> {
    await this.run.suspend(quoted("the test wants it"));
    const array = { ...this.array.setup, ...setup };
    this.run = (await this.array.runs.takeUp({ array, flow: asked.flow, deployed: this.deployed, listener: this.listener }))!;
  }

  /** The flows have started, and nothing of the run was restarted. */
  deployAgain(): void {
    this.array.runs.deployedAgain(this.run, this.deployed);
  }

  /** What it asks, once it does. */
  async question(): Promise<Question> {
    for (let looks = 0; looks < 2000; looks++) {
      const open = this.run.state.members.map(openQuestion).find((question) => question !== undefined);
      if (open !== undefined) return open;
      await this.array.clock.sleep(seconds(1));
    }
    throw new Error("It asks nothing.");
  }

  async answer(answer: AnswerAsk["answer"], more: Partial<AnswerAsk> = {}): Promise<void> {
    await this.run.answer({ question: (await this.question()).id, answer, by: "alice", why: null, ...more });
  }

  private readonly deployed = () => ({
    nodes: this.nodes,
    settings: { ...defaultSettings, whenStepFails: "hold" as const, ...this.settings },
  });

  private readonly listener: Listener = {
    deployed: () => this.deployed(),
    knows: (node) => node !== this.without.node,
    changed: () => undefined,
    ended: (run) => this.end(run.state),
    member: ({ run }) => void this.walk(run.token, 0),
    again: ({ node, message }: LastMessage) => {
      if (node === this.without.message) return true;
      void this.walk((message["run"] as { token: string }).token, this.steps.findIndex(({ name }) => name === node) + 1, message);
      return true;
    },
  };

  private async walk(first: string, from: number, begins: Readonly<Record<string, unknown>> = { mine: "kept" }): Promise<void> {
    const run = () => this.array.runs.runningOn("CAS-ARRAY")!;
    let token = first;
    let message = begins;
    for (const step of this.steps.slice(from)) {
      this.messages.push(message);
      const answer = await run()
        .step({ token, node: step.name, step, options: () => ({}), message: { ...message, run: { id: run().id, token } } })
        .catch(() => null);
      if (answer === null) return;
      token = answer.run.token;
      message = { mine: "kept", payload: answer.result };
      if (step.name === this.without.message) return;
    }
    await run().returned(token);
  }
}

/** A run that is paused by somebody, and whose first member is through. */
export async function between(settings: Partial<RunSettings> = {}): Promise<Held> {
  const slow = doing("slow", ({ wait }) => wait.pause(minutes(5)));
  const { stop, stay, install, verify, start, usual } = procedure;
  const held = await new Held([slow, stop, stay, install, verify, start, usual], settings).start(null);
  while (held.run.state.members[0]!.phase !== "at work") await held.array.clock.sleep(seconds(1));
  await held.run.pause("bob");
  await held.array.clock.sleep(hours(1));
  return held;
}
