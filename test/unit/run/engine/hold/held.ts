import "should";
import type { Run, RunSettings } from "../../../../../lib/run";
import type { AnswerAsk } from "../../../../../lib/run/engine/hold";
import type { LastMessage, Listener } from "../../../../../lib/run/engine/listener";
import type { Question, RunState } from "../../../../../lib/run/record";
import { openQuestion } from "../../../../../lib/run/record";
import type { StartAsk } from "../../../../../lib/run/rules";
import type { Step } from "../../../../../lib/run/step";
import { StepFailed } from "../../../../../lib/run/step";
import { defaultSettings } from "../../../../../lib/run/settings";
import { quoted } from "../../../../../lib/texts";
import { seconds } from "../../../../../lib/time/duration";
import { asked } from "../../play";
import { SmallArray } from "../../small-array";
import { doing } from "../../small-steps";

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
    await this.array.runs.start({ ...asked, array: this.array.setup, members, settings, ...more }, this.listener);
    this.run = this.array.runs.runningOn("CAS-ARRAY")!;
    left.add(this);
    return this;
  }

  /** Another process takes it up. */
  async takeUp(): Promise<void> {
    const settings = { ...defaultSettings, whenStepFails: "hold" as const, ...this.settings };
    const deployed = () => ({ nodes: {}, settings });
    await this.run.suspend(quoted("the test wants it"));
    this.run = (await this.array.runs.takeUp({ array: this.array.setup, flow: asked.flow, deployed, listener: this.listener }))!;
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

  private readonly listener: Listener = {
    changed: () => undefined,
    ended: (run) => this.end(run.state),
    member: ({ run }) => void this.walk(run.token, 0),
    again: ({ node, message }: LastMessage) => {
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
    }
    await run().returned(token);
  }
}
