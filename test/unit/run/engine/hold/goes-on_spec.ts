import "should";
import { hours, minutes } from "../../../../../lib/time/duration";
import { doing, procedure } from "../../small-steps";
import { endAll, failing, Held } from "./held";

const { stop, stay, install, verify, start, usual } = procedure;

describe("a run that holds, while it waits", () => {
  afterEach(endAll);

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

  it("goes on with the others at work, and takes no further one", async () => {
    const step = failing(1);
    const slow = doing("slow", (context) => context.wait.pause(minutes(5)));
    const held = await new Held([slow, stop, step, stay, install, verify, start, usual], { howMany: [{ count: 2 }] }).start(null);
    const { id } = await held.question();
    await held.array.clock.sleep(hours(1));
    held.run.state.members.map(({ phase }) => phase).should.eql(["at work", "ended", "waiting"]);
    await held.run.answer({ question: id, answer: "retry", by: "alice", why: null });
    (await held.ended).members.map(({ outcome }) => outcome).should.eql(["updated", "updated", "updated"]);
  });

  it("lets no message move its member meanwhile, also after a restart: that of the step that failed comes once more", async () => {
    const held = await new Held([stop, failing(9), stay, install, verify, start, usual]).start();
    await held.question();
    const token = held.run.state.members[0]!.lastToken!;
    const again = () => held.run.step({ token, node: "try", step: stay, options: () => ({}), message: {} });
    await again().should.be.rejectedWith({ code: "token-spent" });
    await held.takeUp();
    await held.array.clock.sleep(minutes(1));
    await again().should.be.rejectedWith({ code: "token-spent" });
  });

  it("is never a dry run: nothing is to be decided there", async () => {
    const held = await new Held([stop, failing(9), stay, install, verify, start, usual]).start(["CAS1"], { dryRun: true });
    (await held.ended).members[0]!.questions.should.eql([]);
  });
});
