import should from "should";
import { answeredAtLimit, askPeople } from "../../../../../lib/run/engine/hold";
import type { Asking } from "../../../../../lib/run/rules";
import { reason, text } from "../../../../../lib/texts";
import { hours, minutes } from "../../../../../lib/time/duration";
import { SmallWork } from "../../member/small-work";
import { SmallJournal } from "../../report/small-journal";
import { doing, procedure } from "../../small-steps";
import { endAll, failing, Held } from "./held";

const { stop, stay, install, verify, start, usual } = procedure;
const why = { ...reason("drain-limit", text("run.node-red-ended")), member: "CAS1" };

/** CAS1 with a step that has failed, by itself: nobody drives the run, so that a test has all in its hand. */
const failed = () => {
  const journal = new SmallJournal().take("CAS1").begin("drain");
  journal.add({ type: "step failed", member: "CAS1", step: "drain", node: "drain", visit: 1, reason: why });
  const small = new SmallWork(journal);
  const asking = (until: number | null): Asking => ({
    step: "drain",
    node: "drain",
    visit: 1,
    reason: why,
    answers: ["retry", "put-back"],
    until,
    otherwise: "put-back",
  });
  const { recorder, member, array, signal } = small;
  const limit = () => answeredAtLimit({ recorder, clock: array.clock, signal }, member);
  return {
    recorder,
    member,
    limit,
    clock: array.clock,
    ask: (until: number | null) => askPeople(recorder, member, asking(until)),
  };
};
const stopping = { type: "stopping", reason: why } as const;

describe("A question of a run", () => {
  afterEach(endAll);

  it("is asked once, also where two things that happen lead to it", async () => {
    const { member, ask } = failed();
    await Promise.all([ask(null), ask(null)]);
    should(member.questions.map(({ id }) => id)).eql(["CAS1-1"]);
  });

  it("is not asked where the run has been stopped since the step failed", async () => {
    const { member, recorder, ask } = failed();
    await Promise.all([recorder.record(stopping), ask(null)]);
    should(member.questions).eql([]);
  });

  it("is answered when its time is over, and not before", async () => {
    const { member, ask, limit, clock } = failed();
    await ask(clock.now() + minutes(10));
    const over = limit();
    await clock.sleep(minutes(9));
    should(member.questions[0]!.given).be.null();
    await over;
    should(member.questions[0]!.given).match({ answer: "put-back", by: null, why: null });
  });

  it("is answered at once where its time was over before, as after a restart, and never where it has none", async () => {
    const late = failed();
    await late.ask(late.clock.now() - hours(1));
    await late.limit();
    should(late.member.questions[0]!.given).match({ answer: "put-back" });
    const open = failed();
    await open.limit();
    await open.ask(null);
    await open.limit();
    should(open.member.questions).match([{ given: null }]);
  });

  it("is not answered by its time where the run has been stopped meanwhile", async () => {
    const { member, recorder, ask, limit, clock } = failed();
    await ask(clock.now());
    const over = limit();
    await recorder.record(stopping);
    await over;
    should(member.questions[0]!.given).be.null();
  });

  it("keeps the answer that somebody has given when its time is over later", async () => {
    const slow = doing("slow", (context) => context.wait.pause(hours(3)));
    const held = await new Held([stop, failing(1), slow, stay, install, verify, start, usual], { holdMs: hours(1) }).start();
    await held.question();
    await held.array.clock.sleep(minutes(30));
    await held.answer("retry");
    const state = await held.ended;
    should(state.outcome).equal("finished");
    should(state.members[0]!.questions).match([{ given: { answer: "retry", by: "alice" } }]);
  });
});
