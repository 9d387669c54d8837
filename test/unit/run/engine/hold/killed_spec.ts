import "should";
import type { Listener } from "../../../../../lib/run/engine/listener";
import { openQuestion } from "../../../../../lib/run/record";
import { defaultSettings } from "../../../../../lib/run/settings";
import { reason, text } from "../../../../../lib/texts";
import { minutes } from "../../../../../lib/time/duration";
import { asked as askedFor } from "../../play";
import { SmallJournal } from "../../report/small-journal";
import { answered, asked } from "../../report/small-questions";
import { SmallArray } from "../../small-array";

const RUN = "20260110-220410-cas-array";
const why = reason("drain-limit", text("run.node-red-ended"));
const of = { member: "CAS1", step: "try", node: "try", visit: 1 };

const begun = () =>
  new SmallJournal({
    flow: askedFor.flow,
    minInService: 1,
    members: ["CAS1", "CAS2", "CAS3"].map((name) => ({ name, address: name })),
  }).add({ type: "member started", member: "CAS1", found: { facts: {}, readings: {}, unknown: [] }, earlier: {}, token: "first" });

/** The journal of a process that died right after a step had failed. */
const failed = () =>
  begun()
    .add({ type: "step started", ...of, input: {}, notKept: [] })
    .add({ type: "step failed", ...of, reason: why });

const question = asked(of, why);
const lost = { ...reason("message-lost", text("run.node-red-ended")), member: "CAS1" };
/** One that died when a message was lost, before people were asked about it. */
const held = () => begun().add({ type: "message held", member: "CAS1", reason: lost });
/** And one that died when that was answered. */
const heldAndGiven = () =>
  held()
    .add(asked({ member: "CAS1", step: "", node: "", visit: 0 }, lost, { answers: ["retry", "put-back", "abandon"] }))
    .add(answered("put-back", { by: "alice", token: null }));
const given = (answer: "retry" | "put-back", token: string | null) =>
  failed()
    .add(question)
    .add(answered(answer, { by: "alice", token }));

/** Another process goes on with it. @returns how often a message went out, and the run after some minutes */
async function goneOnWith(journal: SmallJournal, whenStepFails: "end" | "hold") {
  const { store, runs, setup, clock } = new SmallArray(["CAS1", "CAS2", "CAS3"], 1);
  for (const entry of journal.all) await store.journals.append(RUN, entry);
  let sent = 0;
  const listener: Listener = { changed: () => undefined, ended: () => undefined, member: () => void sent++, again: () => ++sent > 0 };
  const deployed = () => ({ nodes: {}, settings: { ...defaultSettings, whenStepFails } });
  const run = (await runs.takeUp({ array: setup, flow: askedFor.flow, deployed, listener }))!;
  await clock.sleep(minutes(5));
  const { state } = run;
  const found = { sent, phase: state.phase, asks: openQuestion(state.members[0]!)?.id ?? null, reason: state.reason?.code ?? null };
  await run.stop("now", null).catch(() => undefined);
  await run.drive();
  return found;
}

describe("a run whose process died", () => {
  it("when a step had failed, and nobody was asked yet, asks now: the step is not done again by itself", async () => {
    (await goneOnWith(failed(), "hold")).should.eql({ sent: 0, phase: "running", asks: "CAS1-1", reason: null });
  });

  it("when a step had failed ends now where it does not hold, and sends nothing", async () => {
    (await goneOnWith(failed(), "end")).should.match({ sent: 0, phase: "ended", reason: "drain-limit" });
  });

  it("when it was told to put back does so, and sends nothing", async () => {
    (await goneOnWith(given("put-back", null), "hold")).should.match({ sent: 0, phase: "ended", reason: "drain-limit" });
  });

  it("when a message was lost asks now, or ends where it does not hold any more, and sends nothing by itself", async () => {
    (await goneOnWith(held(), "hold")).should.eql({ sent: 0, phase: "running", asks: "CAS1-1", reason: null });
    (await goneOnWith(held(), "end")).should.match({ sent: 0, phase: "ended", reason: "message-lost" });
    (await goneOnWith(heldAndGiven(), "hold")).should.match({ sent: 0, phase: "ended", reason: "message-lost" });
  });

  it("when it was told to do the step again sends its message", async () => {
    (await goneOnWith(given("retry", "second"), "hold")).should.match({ sent: 1, phase: "running", asks: null });
  });
});
