import { mock } from "node:test";
import should from "should";
import type { RunView } from "../../../../lib/run";
import { quoted } from "../../../../lib/texts";
import { tellEditors, untilReady } from "../../../../nodes/rolling-update/run";
import { showRun } from "../../../../nodes/rolling-update/run/show-run";
import { Status } from "../../../../nodes/shared/runtime/status";
import { said } from "../../../shared/english";

describe("What editors are told of runs, for whoever deploys", () => {
  const run = (id: string, canBeTakenUp: boolean, phase: string) => ({ id, array: { name: "cas" }, canBeTakenUp, state: { phase } });
  for (const [what, atWork, waiting, told] of [
    ["none is at work", [], [], []],
    ["one that can be taken up again", [run("1", true, "running")], [], [["1", true]]],
    ["one that would be ended", [run("1", false, "running")], [], [["1", false]]],
    ["one that ends anyway", [run("1", false, "stopping")], [], [["1", true]]],
    ["one that waits to go on", [], [run("2", false, "running")], [["2", true]]],
    [
      "all of them",
      [run("1", false, "running")],
      [run("2", false, "running")],
      [
        ["1", false],
        ["2", true],
      ],
    ], // prettier-ignore
  ] as const)
    it(`is each, and whether a deploy leaves it alive: ${what}`, () => {
      const published: unknown[][] = [];
      tellEditors({ comms: { publish: (...all: unknown[]) => void published.push(all) } } as never, { runs: { atWork, waiting } } as never);
      // Kept for editors that are opened later.
      published.should.eql([["rolling-update/at-work", told.map(([id, goesOn]) => ({ run: id, array: "cas", goesOn })), true]]);
    });
});

describe("A start while the runs of before are looked at", () => {
  afterEach(() => mock.timers.reset());

  it("waits for them, and goes on as soon as they are", async () => {
    await untilReady(Promise.resolve(), "cas").should.be.fulfilled();
  });

  for (const [array, words] of [
    ["cas", /cas/],
    [undefined, /this loop/],
  ] as const)
    it(`is refused where that takes more than two seconds, and nobody waits longer (${array})`, async () => {
      mock.timers.enable({ apis: ["setTimeout"] });
      let refused: unknown = null;
      const start = untilReady(new Promise(() => undefined), array).catch((error: unknown) => (refused = error));
      mock.timers.tick(1_999);
      await new Promise(setImmediate);
      should(refused).be.null();
      mock.timers.tick(1);
      await start;
      should(refused).match({ code: "not-ready", status: 503 });
      said((refused as { reason: { what: never } }).reason.what).should.match(words);
    });
});

describe("What stands below the loop", () => {
  const member = (name: string, more: object = {}) => ({
    name,
    position: 1,
    phase: "untouched",
    outcome: null,
    steps: [],
    changes: [],
    questions: [],
    ...more,
  });
  const shown = (state: object) => {
    const seen: { fill?: string; shape?: string; text?: string }[] = [];
    const status = new Status({ status: (one) => void seen.push(one as object) }, said);
    const whole = {
      phase: "running",
      plan: { dryRun: false },
      members: [],
      warnings: [],
      reason: null,
      outcome: null,
      stopAfterMember: null,
      paused: null,
      soaks: [],
    };
    showRun(status, { state: { ...whole, ...state } } as unknown as RunView);
    return seen[0] ?? {};
  };
  const steps = [
    { name: "done before", outcome: "done" },
    { name: "at it", outcome: "at work" },
  ];
  const busy = member("CAS1", { phase: "at work", steps });

  it("is the step at work, and not one that is done", () => {
    shown({ members: [busy] }).should.eql({ fill: "blue", shape: "dot", text: "running · CAS1 (1 of 1) · at it" });
    shown({ members: [member("CAS1", { phase: "at work", steps: steps.slice(0, 1) })] }).should.match({ text: "running · CAS1 (1 of 1)" });
  });

  it("is what it asks people, and that it is paused as long as no member is at work", () => {
    const question = { id: "CAS1-1", given: null };
    const asking = member("CAS1", { phase: "at work", steps: [{ name: "Drain", outcome: "failed" }], questions: [question] });
    shown({ members: [asking] }).should.eql({ fill: "red", shape: "ring", text: "asks what to do · CAS1 · Drain failed · CAS1-1" });
    shown({ members: [{ ...asking, questions: [{ ...question, given: {} }] }] }).should.match({ text: /^running · CAS1/ });
    shown({ members: [member("CAS1")], paused: { by: null } }).should.match({ text: "paused" });
    shown({ members: [busy], paused: { by: null } }).should.match({ text: /^running · CAS1/ });
  });

  it("is who is at work where several are, and that it soaks while nobody is", () => {
    shown({ members: [busy, member("CAS2", { phase: "at work" }), member("CAS3")] }).should.match({ text: "running · CAS1, CAS2 (of 3)" });
    shown({ members: [member("CAS1")], soaks: [{ endedAt: null }] }).should.match({ text: "running · soak before the next batch" });
    shown({ members: [member("CAS1")], soaks: [{ endedAt: 7 }] }).should.match({ text: "running" });
    shown({ members: [busy], soaks: [{ endedAt: null }] }).should.match({ text: /^running · CAS1/ });
  });

  it("is what it asks where no step has failed, and why", () => {
    const asking = member("CAS1", {
      phase: "at work",
      steps,
      questions: [{ id: "CAS1-1", node: "", reason: { code: "restarted" }, given: null }],
    });
    shown({ members: [asking] }).should.match({ text: "asks what to do · CAS1-1 · its loop asks after a restart" });
  });

  const silent = { code: "not-answering", member: "CAS1" };
  for (const [what, warnings, fill] of [
    ["has been silent for long", [silent], "red"],
    ["answers again", [silent, { code: "answers-again", member: "CAS1" }], "blue"],
    ["is silent once more", [silent, { code: "answers-again", member: "CAS1" }, silent], "red"],
    ["is another than the silent one", [{ ...silent, member: "CAS2" }], "blue"],
    ["has another warning since", [silent, { code: null, member: "CAS1" }], "red"],
    ["has said nothing bad", [], "blue"],
  ] as const)
    it(`is an alarm while the member at work is silent, and no longer: it ${what}`, () => {
      should(shown({ members: [busy], warnings }).fill).equal(fill);
      // Nobody is waited for where none is at work.
      should(shown({ members: [member("CAS1")], warnings }).fill).equal("blue");
    });

  for (const [code, fill] of [
    ["verify-failed", "red"],
    ["stopped-by-operator", "blue"],
    ["window-closed", "blue"],
  ] as const)
    it(`is an alarm as soon as it stops, unless somebody wanted that (${code})`, () => {
      should(shown({ phase: "stopping", reason: { code, member: null }, members: [busy] }).fill).equal(fill);
      should(shown({ phase: "running", reason: { code, member: null }, members: [busy] }).fill).equal("blue");
    });

  it("is how it ended: how many were updated, or why it stopped", () => {
    const ended = {
      phase: "ended",
      members: [member("A", { outcome: "updated" }), member("B", { outcome: "already-updated" }), member("C")],
    };
    shown({ ...ended, outcome: "finished" }).should.eql({ fill: "green", shape: "dot", text: "2 of 3 updated" });
    shown({ ...ended, outcome: "dry-run", plan: { dryRun: true } }).should.match({ fill: "green", text: "dry run done" });
    const stopped = (reason: object | null) => shown({ ...ended, outcome: "stopped", reason });
    stopped(null).should.match({ fill: "red", text: /not known/ });
    stopped({ code: "stopped-by-operator", member: "A", what: quoted("") }).should.match({ fill: "red", text: "stopped by an operator" });
    stopped({ code: "verify-failed", member: "A" }).should.match({ fill: "red", text: /^stopped at A: / });
    stopped({ code: "verify-failed", member: null }).should.match({ fill: "red", text: /^stopped: / });
  });
});
