import should from "should";
import { bearerOf, visit } from "../../../../lib/run/member";
import type { StepAsk } from "../../../../lib/run/member";
import type { Entry, Plan } from "../../../../lib/run/record";
import { defaultSettings } from "../../../../lib/run/settings";
import type { Step } from "../../../../lib/run/step";
import { quoted, reason } from "../../../../lib/texts";
import { said } from "../../../shared/english";
import { found, SmallJournal } from "../report/small-journal";
import { doing } from "../small-steps";
import { fourMembers, SmallWork } from "./small-work";

const of = { member: "CAS1", step: "step" };
const begins = (node: string, number: number): Entry => ({ type: "step started", ...of, node, visit: number, input: {}, notKept: [] });
const ends = (node: string, number: number, token: string): Entry => ({
  type: "step finished",
  ...of,
  node,
  visit: number,
  result: { changed: true, text: "x" },
  output: {},
  port: null,
  token,
  verifies: false,
  establishes: {},
});

/** A member whose message has this token, after these entries. */
function begun(entries: readonly Entry[] = [], plan: Partial<Plan> = {}) {
  const array = fourMembers();
  const journal = new SmallJournal(plan, array.clock.now());
  journal.add({ type: "member started", member: "CAS1", found, earlier: {}, token: "t0" });
  for (const entry of entries) journal.add(entry);
  const small = new SmallWork(journal, array);
  const { recorder, work, signal } = small;
  let tokens = 0;
  const newToken = () => `new ${++tokens}`;
  const parts = { recorder, work, settings: defaultSettings, now: () => array.clock.now(), signalOf: () => signal, newToken };
  const step = (node: string, more: Partial<StepAsk> & { readonly token: string }, doer: Step = doing("step", () => Promise.resolve())) =>
    visit(parts, { node, step: doer, options: () => ({}), message: {}, ...more }, () => undefined);
  return { recorder, member: small.member, step };
}

describe("a step on a member", () => {
  for (const [name, known] of [
    [undefined, "step"],
    ["", "step"],
    ["Install the rollup", "Install the rollup"],
  ] as const)
    it(`is known to people as ${known} where its node is called ${JSON.stringify(name)}`, async () => {
      const { member, step } = begun();
      await step("n", { token: "t0", ...(name === undefined ? {} : { name }) });
      should(member.steps[0]).have.property("name", known);
    });

  it("has its visits counted for each node: from them the names of its jobs are made", async () => {
    const { member, step } = begun();
    const ids: string[] = [];
    let token = "t0";
    const working = doing("step", (c) => Promise.resolve(void ids.push(c.workId(1))));
    for (const node of ["a", "b", "a", "a"]) token = (await step(node, { token }, working)).run.token;
    member.steps.map((one) => `${one.node}${one.visit}`).should.eql(["a1", "b1", "a2", "a3"]);
    ids.map((id) => id.replace(/^.*_CAS1_/, "")).should.eql(["a_1_1", "b_1_1", "a_2_1", "a_3_1"]);
  });

  /** Twice at work in one node, and cut off at the second visit. */
  const cutOff: readonly Entry[] = [begins("a", 1), ends("a", 1, "t1"), begins("a", 2), { type: "resumed", fence: 9 }];

  it("that was cut off keeps its visit when its message comes again; its work is asked for, not begun anew", async () => {
    const { member, step } = begun(cutOff);
    await step("a", { token: "t1" });
    member.steps
      .map(({ node, visit: number, outcome }) => [node, number, outcome])
      .should.eql([
        ["a", 1, "done"],
        ["a", 2, "done"],
      ]);
    await step("a", { token: "new 1" });
    should(member.steps.at(-1)).match({ node: "a", visit: 3 });
  });

  it("in whose place another one comes does not hand its visit on", async () => {
    const { member, step } = begun(cutOff);
    await step("b", { token: "t1" });
    should(member.steps.at(-1)).match({ node: "b", visit: 1 });
    await step("a", { token: "new 1" });
    should(member.steps.at(-1)).match({ node: "a", visit: 3 });
  });

  for (const [what, result, says] of [
    ["what would be done", { changed: true }, "in a real run: It was done."],
    ["what is foreseen as the step says it", { changed: true, foreseen: true }, "It was done."],
    ["what needs not be done as it is", { changed: false }, "It was done."],
  ] as const)
    it(`tells in a dry run ${what}`, async () => {
      const { step } = begun([], { dryRun: true });
      const doer = doing("step", () => Promise.resolve({ text: quoted("It was done."), ...result }));
      said((await step("n", { token: "t0" }, doer)).result.text).should.equal(says);
    });
});

describe("the message that may act", () => {
  it("is none once the run goes no further", () => {
    const { recorder } = begun([{ type: "stopping", reason: reason("x", "It failed.") }]);
    should(() => bearerOf(recorder.state, "t0")).throw({ code: "run-ended" });
  });

  it("is the one with the token of a member at work", () => {
    const { recorder, member } = begun();
    bearerOf(recorder.state, "t0").should.equal(member);
    should(() => bearerOf(recorder.state, "t1")).throw({ code: "token-spent" });
  });
});
