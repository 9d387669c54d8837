import helper from "node-red-node-test-helper";
import should from "should";
import { StepFailed } from "../../../lib/run/step";
import { aPackage, aStep } from "../flow-nodes";
import { deployed, nodeRed, stepTypes } from "../in-node-red";
import { asItIs, scripted } from "./scripted";
import { quoted } from "../../../lib/texts";

const result = { changed: true, text: quoted("all done") };

describe("a step node", () => {
  nodeRed();
  afterEach(asItIs);

  for (const type of stepTypes) {
    describe(type, () => {
      it("is registered under the name of its step", async () => {
        await deployed({ nodes: [aStep(type)] });
        helper.getNode("step").type.should.equal(type);
        helper.getNode("step").constructor.name.should.equal("StepNode");
      });

      it("works on the member of the message and sends the message on, with everything else in it untouched", async () => {
        scripted(type, async ({ member, report }) => {
          report({ text: quoted("23 clients left") });
          return { ...result, who: member.name };
        });
        const flow = await deployed({ nodes: [aStep(type)] });
        const { run, member } = await flow.start();
        const [req, res] = [{ url: "/" }, { end: () => undefined }];
        const mine = { deep: [1, { two: 2 }], at: new Date(0) };
        flow.send("step", { run, member, payload: "the step's own", topic: "t", update: "Rollup 6", mine, req, res });
        const after = await flow.got("after").first();

        after["run"].should.match({ id: run.id, array: flow.array, dryRun: false });
        after["run"].token.should.be.a.String().and.not.equal(run.token);
        after["member"].should.deepEqual({ name: "CAS1", address: "cas1.example.org", position: 1, of: 3 });
        should(after.payload).deepEqual({ changed: true, text: "all done", who: "CAS1" });
        after.should.match({ topic: "t", update: "Rollup 6" });
        should(after["mine"]).equal(mine);
        should(after["req"]).equal(req);
        should(after["res"]).equal(res);
        flow.got("second").all.should.be.empty();
        flow
          .shown("step")
          .all.should.matchAny({ fill: "blue", shape: "dot", text: "CAS1 · 23 clients left" })
          .and.matchAny({ fill: "green", shape: "dot", text: "CAS1 · all done" });
      });

      it("says what went wrong, to Catch and below the node", async () => {
        scripted(type, async () => {
          throw new StepFailed("drain-limit", quoted("3 clients still connected."), quoted("Allow more time."));
        });
        const flow = await deployed({ nodes: [aStep(type)] });
        const message = await flow.start();
        flow.send("step", message);
        const { error } = await flow.got("caught").first();
        error.should.match({ message: /CAS1: 3 clients still connected\. Allow more time\.$/, code: "drain-limit", source: { type } });
        const failed = await flow.shown("step").first(({ fill }) => fill === "red");
        failed.should.deepEqual({ fill: "red", shape: "dot", text: "CAS1: 3 clients still connected. Allow more time." });
        flow.got("after").all.should.be.empty();
        const { payload } = await flow.got("stopped").first();
        payload!.should.match({ outcome: "stopped", reasonCode: "drain-limit" });
      });
    });
  }

  it("shows nothing at first", async () => {
    const flow = await deployed({ nodes: [aStep("nlb-start")] });
    (await flow.shown("step").first()).should.deepEqual({});
  });

  it("shows in grey that nothing had to be done", async () => {
    scripted("nlb-start", async () => ({ changed: false, text: quoted("served already") }));
    const flow = await deployed({ nodes: [aStep("nlb-start")] });
    flow.send("step", await flow.start());
    await flow.got("after").first();
    const shown = await flow.shown("step").first(({ text }) => text !== undefined);
    shown.should.deepEqual({ fill: "grey", shape: "dot", text: "CAS1 · served already" });
  });

  it("cuts what is too long for a status, and keeps the member's name in it", async () => {
    scripted("nlb-start", async () => ({ changed: true, text: quoted("x".repeat(100)) }));
    const flow = await deployed({ nodes: [aStep("nlb-start")] });
    flow.send("step", await flow.start());
    await flow.got("after").first();
    const { text } = await flow.shown("step").first(({ fill }) => fill === "green");
    text!.should.have.length(44);
    text!.should.match(/^CAS1 · x+…$/);
  });

  describe("with two outputs", () => {
    for (const [port, taken, other] of [
      ["fit", "after", "second"],
      ["already-updated", "second", "after"],
    ] as const) {
      it(`sends a member by ${taken === "after" ? "the first" : "the second"} when it is ${port}`, async () => {
        scripted("preflight-check", async () => ({ changed: false, text: quoted(port), port }));
        const flow = await deployed({ nodes: [aStep("preflight-check")] });
        flow.send("step", await flow.start());
        (await flow.got(taken).first()).payload!.should.match({ port });
        flow.got(other).all.should.be.empty();
      });
    }

    it("really tells a member that has the update from one that is fit", async () => {
      const flow = await deployed({ nodes: [aStep("preflight-check")], package: { expectedBuild: "14.3.123.4" } });
      flow.send("step", await flow.start());
      (await flow.got("second").first()).payload!.should.match({ port: "already-updated", alreadyUpdated: true });
    });
  });

  describe("takes a message of a run once", () => {
    const refusedIn = async (flow: Awaited<ReturnType<typeof deployed>>, code: string): Promise<string> => {
      const { error } = await flow.got("caught").first(({ error: { code: said } }) => said === code);
      const { text } = await flow.shown("step").first(({ fill, shape }) => fill === "red" && shape === "ring");
      error.message.should.containEql(text!.replace("…", ""));
      return error.message;
    };

    it("refuses one that comes twice", async () => {
      let times = 0;
      scripted("nlb-start", async () => ({ ...result, times: ++times }));
      const flow = await deployed({ nodes: [aStep("nlb-start")] });
      const { run, member } = await flow.start();
      flow.send("step", { run, member });
      flow.send("step", { run, member });
      (await refusedIn(flow, "token-spent")).should.match(/came twice or late; nothing was done/);
      await flow.got("after").first();
      times.should.equal(1);
      (await flow.documentOf(run.id)).state.should.equal("running");
    });

    it("refuses one of a run that has ended", async () => {
      scripted("nlb-start", async () => result);
      const flow = await deployed({ nodes: [aStep("nlb-start")] });
      const message = await flow.start();
      await flow.command("stop", {});
      await flow.got("stopped").first();
      flow.send("step", message);
      (await refusedIn(flow, "run-ended")).should.match(/has ended/);
      flow.got("after").all.should.be.empty();
    });

    it("refuses one of a run that nobody knows", async () => {
      const flow = await deployed({ nodes: [aStep("nlb-start")] });
      flow.send("step", { run: { id: "../../etc/passwd", array: "x", dryRun: false, token: "t" }, member: { name: "CAS1" } });
      (await refusedIn(flow, "no-such-run")).should.match(/There is no run/);
    });
  });

  describe("that needs an update-package", () => {
    const chosen = async (step: Record<string, unknown>, message: Record<string, unknown> = {}, loop: Record<string, unknown> = {}) => {
      let options: { package: { name: string } | null } | undefined;
      scripted("install-update", async (_, given) => {
        options = given;
        return result;
      });
      const other = aPackage({ id: "other", name: "Rollup 32" });
      const flow = await deployed({ nodes: [aStep("install-update", step), other], loop });
      flow.send("step", { ...(await flow.start()), ...message });
      return { flow, package: async () => (await flow.got("after").first(), options?.package?.name) };
    };

    it("takes the run's own", async () => should(await (await chosen({})).package()).equal("Rollup 6"));

    it("takes the one that its settings choose before the run's own", async () =>
      should(await (await chosen({ update: "other" })).package()).equal("Rollup 32"));

    for (const [what, step, message, loop, code, text] of [
      ["says that none is named", {}, {}, { update: "" }, "no-package", /Neither the node nor the message/],
      [
        "says which names there are when the message names another",
        {},
        { update: "Rollup 7" },
        {},
        "unknown-package",
        /"Rollup 7".*These exist: Rollup 6, Rollup 32/,
      ],
      ["takes no path for a name", {}, { update: "C:\\evil.exe" }, {}, "unknown-package", /There is no update-package named/],
      [
        "takes no package that a message brings along",
        {},
        { update: { file: "C:\\evil.exe" } },
        {},
        "unknown-package",
        /There is no update-package named/,
      ],
      [
        "says that the one in its settings is gone",
        { update: "gone" },
        {},
        {},
        "package-not-usable",
        /missing, disabled or not set up correctly/,
      ],
    ] as const) {
      it(what, async () => {
        const { flow } = await chosen(step, message, loop);
        const { error } = await flow.got("caught").first();
        error.should.match({ code, message: text });
        (await flow.got("stopped").first()).payload!.should.match({ reasonCode: code });
      });
    }
  });

  it("says in the log from time to time how long work is getting on, not each time", async () => {
    scripted("nlb-drainstop", async ({ report, wait }) => {
      for (let minute = 1; minute <= 25; minute++) {
        await wait.pause(60_000);
        report({ text: quoted(`${30 - minute} clients left, ${minute} min of 60 min`) });
      }
      return result;
    });
    const flow = await deployed({ nodes: [aStep("nlb-drainstop")] });
    const logged: string[] = [];
    helper.getNode("step").log = (line: unknown) => void logged.push(String(line));
    flow.send("step", await flow.start());
    await flow.got("after").first();
    logged.should.eql(["CAS1 · 20 clients left, 10 min of 60 min", "CAS1 · 10 clients left, 20 min of 60 min"]);
  });
});
