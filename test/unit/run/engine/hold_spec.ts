import should from "should";
import type { Run, RunSettings } from "../../../../lib/run";
import type { AnswerAsk } from "../../../../lib/run/engine/hold";
import type { LastMessage, Listener } from "../../../../lib/run/engine/listener";
import type { Question, RunState } from "../../../../lib/run/record";
import { openQuestion } from "../../../../lib/run/record";
import type { Step } from "../../../../lib/run/step";
import { StepFailed } from "../../../../lib/run/step";
import { defaultSettings } from "../../../../lib/run/settings";
import { quoted } from "../../../../lib/texts";
import { hours, minutes, seconds } from "../../../../lib/time/duration";
import { saidReason } from "../../../shared/english";
import { asked } from "../play";
import { SmallArray } from "../small-array";
import { doing, procedure } from "../small-steps";

const { stop, stay, install, verify, start, usual } = procedure;

/** Fails as often as it is told to; what it has done each time. */
function failing(times: number, code = "drain-limit", more: Partial<Step> = {}): Step & { readonly visits: string[] } {
  const visits: string[] = [];
  const step = doing("try", (context) => {
    visits.push(context.workId(1));
    return visits.length > times ? Promise.resolve() : Promise.reject(new StepFailed(code, quoted("it does not work")));
  });
  return { ...step, ...more, visits };
}

const never = (): never => {
  throw new Error("The options are not right.");
};

/** Runs that a test has left: a clock that jumps would watch over them for ever. */
const left = new Set<Held>();
const endAll = async (): Promise<void> => {
  for (const held of left) {
    await held.run.stop("now", null).catch(() => undefined);
    await held.ended;
  }
  left.clear();
};

/** A flow on an array, whose loop holds a run where a step fails. */
class Held {
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

  async start(members: readonly string[] | null = ["CAS1"]): Promise<this> {
    const settings = { ...defaultSettings, whenStepFails: "hold" as const, ...this.settings };
    await this.array.runs.start({ ...asked, array: this.array.setup, members, settings }, this.listener);
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

describe("a run that holds where a step has failed", () => {
  afterEach(endAll);

  it("asks, keeps its array, touches nothing, and says what can be answered", async () => {
    const held = await new Held([stop, failing(1), stay, install, verify, start, usual]).start(null);
    const question = await held.question();
    question.should.match({ id: "CAS1-1", step: "try", visit: 1, reason: { code: "drain-limit" }, until: null, given: null });
    question.answers.should.eql(["retry", "skip", "put-back", "abandon"]);
    const sent = held.array.sent.length;
    await held.array.clock.sleep(hours(3));
    held.array.sent.should.have.length(sent);
    held.run.state.phase.should.equal("running");
    held.run.state.members.map(({ phase }) => phase).should.eql(["at work", "waiting", "waiting"]);
    await held.array.runs
      .start({ ...asked, array: held.array.setup }, { member: () => undefined, changed: () => undefined, ended: () => undefined })
      .should.be.rejectedWith(/CAS-ARRAY/);
  });

  it("visits the step again, as a new attempt with the message that it had", async () => {
    const step = failing(1);
    const held = await new Held([stop, step, stay, install, verify, start, usual]).start();
    await held.answer("retry");
    const state = await held.ended;
    state.outcome!.should.equal("finished");
    step.visits.should.have.length(2);
    step.visits[0]!.should.not.equal(step.visits[1]);
    held.messages[1]!["payload"]!.should.eql(held.messages[2]!["payload"]);
    state.members[0]!.questions.should.match([{ given: { answer: "retry", by: "alice" } }]);
  });

  it("asks again where that fails too", async () => {
    const held = await new Held([stop, failing(2), stay, install, verify, start, usual]).start();
    await held.answer("retry");
    await held.array.clock.sleep(seconds(5));
    (await held.question()).should.match({ id: "CAS1-2", visit: 2 });
    await held.answer("retry");
    (await held.ended).outcome!.should.equal("finished");
  });

  it("leaves the step out for a reason: its message goes on as it came", async () => {
    const held = await new Held([stop, failing(1), stay, install, verify, start, usual]).start();
    await held.answer("skip").should.be.rejectedWith({ code: "no-reason", status: 400 });
    await held.answer("skip", { why: "the ticket says so" });
    const state = await held.ended;
    state.outcome!.should.equal("finished");
    held.messages[2]!.should.match({ mine: "kept", payload: held.messages[1]!["payload"] });
    state.members[0]!.questions.should.match([{ given: { answer: "skip", by: "alice", why: "the ticket says so" } }]);
  });

  it("takes no word for what a person has done: it looks, and keeps its question where it is not so", async () => {
    const step = failing(9, "not-fit", { establishes: () => ({ defaultState: "stopped" }) });
    const held = await new Held([stop, step, install, verify, start, usual]).start();
    (await held.question()).answers.should.containEql("done-by-hand");
    const done = { why: "in the console" };
    await held.answer("done-by-hand", done).should.be.rejectedWith(/defaultState was stopped and is started/);
    held.array.at("CAS1").defaultState = "stopped";
    await held.answer("done-by-hand", done);
    (await held.ended).outcome!.should.equal("finished");
  });

  it("ends as after any failure where it is told to put back: who has said so stands in the report", async () => {
    const held = await new Held([stop, failing(9), stay, install, verify, start, usual]).start();
    await held.answer("put-back");
    const state = await held.ended;
    state.should.match({ outcome: "stopped", reason: { code: "drain-limit" } });
    held.array.at("CAS1").nlb.should.equal("converged");
    saidReason(state.reason).should.match(/answered by alice/);
  });

  it("touches nothing more where it is abandoned", async () => {
    const held = await new Held([stop, failing(9), stay, install, verify, start, usual]).start();
    await held.question();
    const sent = held.array.sent.length;
    await held.answer("abandon");
    const state = await held.ended;
    state.should.match({ outcome: "stopped", reason: { code: "abandoned" } });
    held.array.sent.should.have.length(sent);
    state.members[0]!.should.match({ outcome: "failed" });
    state.members[0]!.toMend.length.should.be.above(0);
  });

  it("lets nobody leave out what a member is verified by, nor vouch for it", async () => {
    const held = await new Held([stop, stay, install, { ...failing(9, "verify-failed"), verifies: true }, start, usual]).start();
    (await held.question()).answers.should.eql(["retry", "put-back", "abandon"]);
    await held.answer("skip", { why: "it looks good" }).should.be.rejectedWith({ code: "not-offered", status: 409 });
  });

  it("lets nobody leave out what later steps rely on, nor half of a step: what it has changed would stay so", async () => {
    const relied = await new Held([stop, { ...failing(9), reliedOn: true }, stay, install, verify, start, usual]).start();
    (await relied.question()).answers.should.eql(["retry", "put-back", "abandon"]);
    const half = doing("half", async (c) => {
      await c.server.change("nlb.stop", {}, { undo: ["nlb.start", {}] });
      throw new StepFailed("service-limit", quoted("it got no further"));
    });
    const held = await new Held([half, stay, install, verify, start, usual]).start();
    (await held.question()).answers.should.eql(["retry", "put-back", "abandon"]);
  });

  it("lets nobody leave out a step that verifies and whose options are not right", async () => {
    const held = await new Held([stop, stay, install, { ...failing(0), verifies: true, establishes: () => never() }, start, usual]).start();
    (await held.question()).answers.should.not.containEql("skip");
  });

  it("takes the first of two answers, and tells the other who was first", async () => {
    const step = failing(1);
    const held = await new Held([stop, step, stay, install, verify, start, usual]).start();
    const { id: question } = await held.question();
    const [one, two] = await Promise.allSettled([
      held.run.answer({ question, answer: "retry", by: "alice", why: null }),
      held.run.answer({ question, answer: "put-back", by: "bob", why: null }),
    ]);
    one.status.should.equal("fulfilled");
    should((two as PromiseRejectedResult).reason).match({ code: "answered-already", status: 409 });
    (two as PromiseRejectedResult).reason.message.should.match(/answered first by alice/);
    (await held.ended).outcome!.should.equal("finished");
    step.visits.should.have.length(2);
    await held.run.answer({ question: "CAS9-1", answer: "retry", by: null, why: null }).should.be.rejectedWith({ status: 404 });
  });

  it("is answered as it was set when its time is over, by nobody", async () => {
    const held = await new Held([stop, failing(9), stay, install, verify, start, usual], {
      holdMs: hours(1),
      holdThen: "put-back",
    }).start();
    const { askedAt, until } = await held.question();
    until!.should.equal(askedAt + hours(1));
    const state = await held.ended;
    state.outcome!.should.equal("stopped");
    state.members[0]!.questions[0]!.given!.should.match({ answer: "put-back", by: null, at: until! });
  });

  it("goes on watching: it ends where too few others serve, and puts its member back", async () => {
    const held = await new Held([stop, failing(9), stay, install, verify, start, usual]).start();
    await held.question();
    await held.array.clock.sleep(minutes(30));
    for (const name of ["CAS2", "CAS3"]) held.array.at(name).nlb = "stopped";
    const state = await held.ended;
    state.reason!.code.should.equal("guard-broken");
    held.array.at("CAS1").nlb.should.equal("converged");
    await held.run
      .answer({ question: "CAS1-1", answer: "retry", by: "alice", why: null })
      .should.be.rejectedWith({ code: "run-ended", status: 409 });
  });

  it("asks nobody where the array itself is in danger", async () => {
    const held = await new Held([stop, failing(9, "guard-broken"), stay, install, verify, start, usual]).start();
    (await held.ended).should.match({ outcome: "stopped", reason: { code: "guard-broken" } });
    held.run.state.members[0]!.questions.should.eql([]);
  });

  it("does not take its message for lost, however long nobody answers, and does once it is on its way again", async () => {
    const held = await new Held([stop, failing(1), stay, install, verify, start, usual], { watchdogMs: minutes(15) }).start();
    await held.question();
    await held.array.clock.sleep(hours(5));
    held.run.state.phase.should.equal("running");
    await held.answer("retry");
    (await held.ended).outcome!.should.equal("finished");
  });

  it("still holds after a restart, and sends its message again once it is answered", async () => {
    const step = failing(1);
    const held = await new Held([stop, step, stay, install, verify, start, usual]).start();
    const before = await held.question();
    await held.takeUp();
    await held.array.clock.sleep(minutes(10));
    step.visits.should.have.length(1);
    (await held.question()).id.should.equal(before.id);
    await held.answer("retry");
    (await held.ended).outcome!.should.equal("finished");
    step.visits.should.have.length(2);
  });

  it("is answered as it was set also where its time is over only after a restart", async () => {
    const held = await new Held([stop, failing(9), stay, install, verify, start, usual], { holdMs: hours(1), holdThen: "abandon" }).start();
    const { until } = await held.question();
    await held.array.clock.sleep(minutes(40));
    await held.takeUp();
    const state = await held.ended;
    state.reason!.code.should.equal("abandoned");
    state.members[0]!.questions[0]!.given!.at.should.equal(until!);
  });

  it("can be stopped while it asks", async () => {
    const held = await new Held([stop, failing(9), stay, install, verify, start, usual]).start();
    await held.question();
    await held.run.stop("now", "bob");
    (await held.ended).should.match({ outcome: "stopped", reason: { code: "stopped-by-operator" } });
    held.array.at("CAS1").nlb.should.equal("converged");
  });
});

describe("a run that is paused", () => {
  afterEach(endAll);

  const begun = async (): Promise<Held> => {
    const slow = doing("slow", (context) => context.wait.pause(minutes(5)));
    const held = await new Held([slow, stop, stay, install, verify, start, usual]).start(null);
    while (held.run.state.members[0]!.phase !== "at work") await held.array.clock.sleep(seconds(1));
    return held;
  };

  it("takes no further member until it goes on; what is at work comes to its end", async () => {
    const held = await begun();
    await held.run.pause("alice");
    await held.array.clock.sleep(hours(1));
    held.run.state.members.map(({ outcome }) => outcome).should.eql(["updated", "untouched", "untouched"]);
    should(held.run.state.paused).match({ by: "alice" });
    await held.run.pause("bob");
    should(held.run.state.paused).match({ by: "alice" });
    await held.run.goOn("bob");
    (await held.ended).members.map(({ outcome }) => outcome).should.eql(["updated", "updated", "updated"]);
    await held.run.pause(null).should.be.rejectedWith({ status: 409 });
  });

  it("ends where it is asked to stop after this member, without being let go on", async () => {
    const held = await begun();
    await held.run.pause("alice");
    await held.run.stop("after-member", "alice");
    (await held.ended).should.match({ outcome: "stopped", reason: { code: "stopped-by-operator" } });
  });

  it("is still paused after a restart", async () => {
    const held = await begun();
    await held.run.pause("alice");
    await held.array.clock.sleep(hours(1));
    await held.takeUp();
    await held.array.clock.sleep(hours(1));
    held.run.state.members.map(({ phase }) => phase).should.eql(["ended", "waiting", "waiting"]);
    await held.run.goOn("alice");
    (await held.ended).outcome!.should.equal("finished");
  });
});
