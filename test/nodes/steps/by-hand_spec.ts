import should from "should";
import { aStep, anArray } from "../flow-nodes";
import { deployed, nodeRed } from "../in-node-red";
import type { TestNode } from "../flow-nodes";
import type { Got, InNodeRed } from "../in-node-red";
import { asItIs, scripted } from "./scripted";
import { StepFailed } from "../../../lib/run/step";
import { quoted } from "../../../lib/texts";

/** Refused, said to Catch and below the node. */
const refusal = async (flow: InNodeRed): Promise<{ code: string; message: string }> => {
  const { error } = await flow.got("caught").first();
  (await flow.shown("step").first(({ fill }) => fill === "red")).should.match({ shape: "ring" });
  flow.got("after").all.should.be.empty();
  return error;
};

const changesOf = (flow: InNodeRed): string[] =>
  flow.lab!.truth().operations.flatMap(({ kind, member, op }) => (kind === "change" ? [`${member} ${op}`] : []));

describe("a step by hand, without a run", () => {
  nodeRed();
  afterEach(asItIs);

  /** Which server the step is played on, for a message and the node's settings. */
  const played = async (message: Record<string, unknown>, config: Record<string, unknown> = {}): Promise<string> => {
    scripted("nlb-start", async ({ server, member }) => {
      server.name.should.equal(member.name);
      return { changed: true, text: quoted("done") };
    });
    const flow = await deployed({ nodes: [aStep("nlb-start", config)] });
    flow.send("step", message);
    const { member } = await flow.got("after").first();
    member.should.match({ name: member.name, address: `${member.name.toLowerCase()}.example.org`, position: 1, of: 1 });
    return member.name;
  };

  it("works on the server that msg.payload names", async () => should(await played({ payload: "CAS2" })).equal("CAS2"));

  it("works on the server in its settings where the message names none", async () =>
    should(await played({ payload: "" }, { server: "CAS3" })).equal("CAS3"));

  it("takes the server in its settings where the payload is a time, as an inject node sends it", async () =>
    should(await played({ payload: 1767225600000 }, { server: "CAS3" })).equal("CAS3"));

  it("works on the member of a step before, whatever the payload is by now", async () =>
    should(await played({ payload: "CAS2", member: { name: "CAS1" } }, { server: "CAS3" })).equal("CAS1"));

  it("finds a member without regard to case, and calls it as the array does", async () =>
    should(await played({ payload: "cas2" })).equal("CAS2"));

  it("says what is missing where no server is named at all", async () => {
    const flow = await deployed({ nodes: [aStep("nlb-start")] });
    flow.send("step", { payload: { server: "CAS1" } });
    (await refusal(flow)).should.match({ code: "no-server", message: /names no server.*msg\.payload/ });
  });

  it("says in the log too that it is refused, or fails, although a Catch node takes the error", async () => {
    const flow = await deployed({ nodes: [aStep("nlb-start")] });
    flow.send("step", { payload: "CAS9" });
    (await flow.warned("step").first()).should.match(/^CAS9 is in no array/);
    scripted("nlb-start", () => Promise.reject(new StepFailed("not-verified", quoted("It is not verified."))));
    flow.send("step", { payload: "CAS1" });
    (await flow.warned("step").first(() => true, 1)).should.match(/It is not verified/);
  });

  for (const run of ["run-1", 1, true, [], {}, { id: "run-1", array: "cas", dryRun: false }])
    it(`is not what a message of a run is for whose msg.run has been damaged on its way: ${JSON.stringify(run)}`, async () => {
      const flow = await deployed({ nodes: [aStep("nlb-drainstop", { server: "CAS1" })] });
      flow.send("step", { payload: "CAS1", member: { name: "CAS1" }, run });
      (await refusal(flow)).should.match({ code: "bad-run" });
      changesOf(flow).should.eql([]);
    });

  for (const run of [undefined, null])
    it(`is what a message is for whose msg.run is ${run}`, async () => should(await played({ payload: "CAS2", run })).equal("CAS2"));

  it("is the first of its kind where nothing is handed on", async () =>
    should(await played({ payload: "CAS2", byHand: null })).equal("CAS2"));

  it("takes a name as long as one of DNS may be, and says how long a longer one is", async () => {
    const flow = await deployed({ nodes: [aStep("nlb-start")] });
    flow.send("step", { payload: "x".repeat(255) });
    (await flow.got("caught").first()).error.should.match({ code: "in-no-array" });
    flow.send("step", { payload: "x".repeat(256) });
    (await flow.got("caught").first(({ error }) => error.code !== "in-no-array")).error.should.match({
      code: "no-server",
      message: /256 characters/,
    });
  });

  it("hands on what the next step by hand needs to put the server back as it was found", async () => {
    const flow = await deployed({
      nodes: [aStep("nlb-drainstop", { wires: [["next"]] }), aStep("nlb-start", { id: "next" })],
      package: {},
    });
    const mine = { one: 1 };
    flow.send("step", { payload: "CAS2", mine, topic: "t" });
    const after = await flow.got("after").first();
    after.should.match({ topic: "t", payload: { changed: true, text: "serves again, converged together with the others" } });
    should(after["mine"]).equal(mine);
    after["byHand"].should.match({
      member: "CAS2",
      found: { facts: {} },
      earlier: { "nlb-drainstop": [{ changed: true }], "nlb-start": [{}] },
    });
    changesOf(flow).should.deepEqual(["CAS2 nlb.drain", "CAS2 nlb.start"]);
  });

  for (const [what, byHand, text] of [
    ["of another server", (got: Got) => got["byHand"], /belongs to CAS2, not to CAS3/],
    ["of nobody", () => "remember", /is not what a step by hand sent/],
    ["with something else in it", (got: Got) => ({ ...got["byHand"], earlier: { "nlb-start": "x" } }), /is not what a step by hand sent/],
  ] as const) {
    it(`refuses what is handed on ${what}: a wrong found state must not be restored`, async () => {
      scripted("nlb-start", async () => ({ changed: true, text: quoted("done") }));
      const flow = await deployed({ nodes: [aStep("nlb-start"), aStep("nlb-start", { id: "other", wires: [["second"]] })] });
      flow.send("other", { payload: "CAS2" });
      const before = await flow.got("second").first();
      flow.send("step", { payload: "CAS3", byHand: byHand(before) });
      (await refusal(flow)).should.match({ code: "bad-by-hand", message: text });
    });
  }

  describe("on a server of an array", () => {
    it("belongs to its array though the node chooses none: the guard holds", async () => {
      const flow = await deployed({ nodes: [aStep("nlb-drainstop")], array: { minInService: "2" } });
      flow.send("step", { payload: "CAS1" });
      await flow.got("after").first();
      flow.send("step", { payload: "CAS2" });
      const { error } = await flow.got("caught").first();
      error.should.match({ code: "guard-broken", message: /Without CAS2, 1 of 2 members .* serve, but at least 2 must/ });
      changesOf(flow).should.deepEqual(["CAS1 nlb.drain"]);
    });

    it("is refused while a run works on the array", async () => {
      const flow = await deployed({ nodes: [aStep("nlb-drainstop")] });
      const { run } = await flow.start();
      flow.send("step", { payload: "CAS3" });
      (await refusal(flow)).should.match({ code: "array-busy", message: new RegExp(`by run ${run.id}`) });
    });

    it("is refused where it is not in the array that the node chooses", async () => {
      const flow = await deployed({ nodes: [aStep("nlb-start", { array: "array" })] });
      flow.send("step", { payload: "MBX1" });
      (await refusal(flow)).should.match({ code: "unknown-member", message: /MBX1 is not in the array.*CAS1, CAS2, CAS3/ });
    });

    it("works where the node chooses the array", async () => should(await played({ payload: "CAS2" }, { array: "array" })).equal("CAS2"));

    it("belongs to the array that the node chooses where several list it", async () => {
      scripted("nlb-start", async ({ array }) => ({ changed: true, text: quoted(array.name) }));
      const other = { ...anArray("the-other"), id: "other-array" };
      const flow = await deployed({ nodes: [aStep("nlb-start", { array: "other-array" }), other] });
      flow.send("step", { payload: "CAS2" });
      (await flow.got("after").first()).payload!.should.match({ text: "the-other" });
    });

    it("is refused while a run works on another array that lists it", async () => {
      const other = { ...anArray("the-other"), id: "other-array" };
      const flow = await deployed({ nodes: [aStep("nlb-start", { array: "other-array" }), other] });
      await flow.start();
      flow.send("step", { payload: "CAS2" });
      (await refusal(flow)).should.match({ code: "array-busy", message: new RegExp(`CAS2 is also in the array ${flow.array}`) });
    });

    it("is put back where the step fails", async () => {
      const flow = await deployed({ nodes: [aStep("nlb-drainstop", { limitMinutes: "1" })], faulty: { CAS2: "drain-never-ends" } });
      flow.send("step", { payload: "CAS2" });
      const { error } = await flow.got("caught").first();
      error.code.should.equal("drain-limit");
      (await flow.shown("step").first(({ fill }) => fill === "red")).should.match({ shape: "dot" });
      await flow.registry.runs.whenIdle(flow.array);
      changesOf(flow).should.deepEqual(["CAS2 nlb.drain", "CAS2 nlb.start"]);
    });
  });

  describe("on a server in no array", () => {
    const others = {
      members: [
        { name: "CAS2", address: "" },
        { name: "CAS3", address: "" },
      ],
    }; // prettier-ignore
    const alone = async (config: Record<string, unknown>, more: readonly TestNode[] = []) => {
      scripted("nlb-start", async ({ member, array }) => ({
        changed: true,
        text: quoted(`${array.name} ${array.minInService} ${member.address}`),
      }));
      const flow = await deployed({ nodes: [aStep("nlb-start", config), ...more], array: others });
      flow.send("step", { payload: "CAS1" });
      return flow;
    };

    it("is refused without the tick", async () => {
      const flow = await alone({ connection: "connection" });
      (await refusal(flow)).should.match({ code: "in-no-array", message: /CAS1 is in no array.*allow a server in no array/ });
    });

    it("is refused where the node has no connection to it", async () => {
      (await refusal(await alone({ alone: true }))).should.match({ code: "no-connection", message: /CAS1.*connection of its own/ });
    });

    it("is refused where the connection is gone", async () => {
      (await refusal(await alone({ alone: true, connection: "gone" }))).should.match({ code: "no-connection" });
    });

    it("is worked on with the tick and a connection, as an array of its own", async () => {
      const flow = await alone({ alone: true, connection: "connection" });
      (await flow.got("after").first()).payload!.should.match({ text: "CAS1 0 CAS1" });
    });

    it("is really drained by the step", async () => {
      const flow = await deployed({ nodes: [aStep("nlb-drainstop", { alone: true, connection: "connection" })], array: others });
      flow.send("step", { payload: "CAS1" });
      (await flow.got("after").first()).payload!.should.match({ changed: true });
      changesOf(flow).should.deepEqual(["CAS1 nlb.drain"]);
    });

    it("is locked like an array: a second step on it meanwhile is refused", async () => {
      const flow = await deployed({
        nodes: [
          aStep("nlb-start", { alone: true, connection: "connection" }),
          aStep("nlb-drainstop", { id: "other", alone: true, connection: "connection", wires: [["second"]] }),
        ],
        array: others,
      });
      flow.send("other", { payload: "CAS1" });
      flow.send("step", { payload: "CAS1" });
      (await refusal(flow)).should.match({ code: "array-busy" });
      await flow.got("second").first();
    });
  });
});
