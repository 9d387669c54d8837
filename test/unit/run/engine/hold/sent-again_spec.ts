import should from "should";
import type { LastMessage, Listener } from "../../../../../lib/run/engine/listener";
import { defaultSettings } from "../../../../../lib/run/settings";
import { reason, text } from "../../../../../lib/texts";
import { minutes } from "../../../../../lib/time/duration";
import { asked } from "../../play";
import { SmallJournal } from "../../report/small-journal";
import { SmallArray } from "../../small-array";

const RUN = "20260110-220410-cas-array";
const of = { member: "CAS1", step: "try", node: "try", visit: 1 };
const why = reason("drain-limit", text("run.node-red-ended"));
const members = ["CAS1", "CAS2", "CAS3"].map((name) => ({ name, address: name }));

/** A run that holds at CAS1, whose step has failed with the message of `look`, or else with its first one. */
function holding(withLook: boolean): SmallJournal {
  const journal = new SmallJournal({ flow: asked.flow, minInService: 1, members, update: null });
  journal.add({ type: "member started", member: "CAS1", found: { facts: {}, readings: {}, unknown: [] }, earlier: {}, token: "first" });
  if (withLook)
    journal.add({ type: "step started", member: "CAS1", step: "look", node: "look", visit: 1, input: {}, notKept: [] }).add({
      type: "step finished",
      member: "CAS1",
      step: "look",
      node: "look",
      visit: 1,
      result: { changed: false, text: "x" },
      output: { run: { id: RUN, token: "second" }, payload: "looked" },
      port: "already",
      token: "second",
      verifies: false,
      establishes: {},
    });
  return journal
    .add({ type: "step started", ...of, input: { run: { id: RUN, token: "second" }, mine: "kept" }, notKept: [] })
    .add({ type: "step failed", ...of, reason: why })
    .add({
      type: "question asked",
      ...of,
      question: "CAS1-1",
      reason: why,
      answers: ["retry", "skip", "put-back", "abandon"],
      until: null,
      otherwise: "put-back",
    });
}

/** Another process goes on with it. @param there whether the node that is to send is still deployed */
async function takenUp(withLook: boolean, there = true) {
  const { store, runs, setup, clock } = new SmallArray(["CAS1", "CAS2", "CAS3"], 1);
  for (const entry of holding(withLook).all) await store.journals.append(RUN, entry);
  const first: { readonly run: { readonly token: string }; readonly member: { readonly name: string } }[] = [];
  const again: LastMessage[] = [];
  const listener: Listener = {
    changed: () => undefined,
    ended: () => undefined,
    member: (message) => void first.push(message),
    again: (message) => {
      again.push(message);
      return there;
    },
  };
  const deployed = () => ({ nodes: {}, settings: { ...defaultSettings, whenStepFails: "hold" as const } });
  const run = (await runs.takeUp({ array: setup, flow: asked.flow, deployed, listener }))!;
  await clock.sleep(minutes(1));
  should([first.length, again.length]).eql([0, 0]);
  const end = async () => {
    await run.stop("now", null).catch(() => undefined);
    await run.drive();
  };
  return { run, first, again, end, clock };
}
const retry = { question: "CAS1-1", answer: "retry", by: "alice", why: null } as const;

describe("The message of a member whose question is answered", () => {
  it("goes out of the node that had sent it, by the same output, with a token of its own", async () => {
    const { run, again, end } = await takenUp(true);
    await run.answer(retry);
    should(again).match([{ node: "look", port: "already", message: { payload: "looked" } }]);
    const { token } = again[0]!.message["run"] as { token: string };
    should(token).not.equal("second");
    should(run.state.members[0]!.token).equal(token);
    await end();
  });

  it("goes out of the step that is left out, as it came, and by no output of its own choice", async () => {
    const { run, again, end } = await takenUp(true);
    await run.answer({ ...retry, answer: "skip", why: "no clients" });
    should(again).match([{ node: "try", port: null, message: { mine: "kept" } }]);
    await end();
  });

  it("is the loop's own where the first step has failed", async () => {
    const { run, first, again, end } = await takenUp(false);
    await run.answer(retry);
    should(again).eql([]);
    should(first).match([{ run: { id: RUN, token: run.state.members[0]!.token }, member: { name: "CAS1" }, update: null }]);
    await end();
  });

  for (const end of ["put-back", "abandon"] as const)
    it(`is not sent where its answer ends the run (${end})`, async () => {
      const { run, first, again, end: ended } = await takenUp(true);
      await run.answer({ ...retry, answer: end });
      await ended();
      should([first.length, again.length]).eql([0, 0]);
      should(run.state.members[0]!.lastToken).equal("second");
    });

  it("ends the run where nobody can send it any more, and whoever has answered is told so", async () => {
    const { run, end } = await takenUp(true, false);
    await run.answer(retry).should.be.rejectedWith({ status: 409, reason: { code: "plan-changed" } });
    await end();
    should(run.state).match({ outcome: "stopped", reason: { code: "plan-changed" } });
  });
});
