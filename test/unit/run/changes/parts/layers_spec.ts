import should from "should";
import { reasonOf } from "../../../../../lib/run/record";
import { AccessDenied, OperationFailed, OutcomeUnknown, Unreachable } from "../../../../../lib/server/errors";
import { text } from "../../../../../lib/texts";
import { minutes, seconds } from "../../../../../lib/time/duration";
import { said } from "../../../../shared/english";
import { SmallLayers } from "./small-layers";

const about = { server: "CAS1", operation: "nlb.stop" as const, what: "so" };
const stay = { state: "stopped" } as const;
const scom = { minutes: 60, reason: "PlannedOther", comment: "" } as const;

describe("The layers of a run", () => {
  let layers: SmallLayers;
  const begin = (): void => {
    layers = new SmallLayers();
    // So that the number of the run need not be shown any more, where a test is not about that.
    layers.run.take("CAS2");
    layers.run.change("CAS2", 1, "nlb.stop");
    layers.run.take("CAS1");
  };
  beforeEach(begin);
  const code = (changing: Promise<unknown>) =>
    changing.then(
      () => "done",
      (error: unknown) => reasonOf(error).code,
    );

  describe("let a change through", () => {
    it("in this order: its turn, a look, the entry that announces it, the last look, the change, the entry how it went", async () => {
      await layers.server().change("nlb.stop", {});
      layers.happened.should.eql(["in its turn", "check", "will change", "stillGood", "nlb.stop", "did change: done"]);
    });

    it("without what it does not need: what brings in needs no look, nor does upkeep or an undo; what must not wait needs no turn", async () => {
      const written = (op: string) => ["will change", op, "did change: done"];
      const cases = [
        [() => layers.server().change("nlb.start", {}), ["in its turn", ...written("nlb.start")]],
        [() => layers.server("undo").change("nlb.stop", {}), ["in its turn", ...written("nlb.stop")]],
        [() => layers.server().change("nlb.stop", {}, { atOnce: true }), written("nlb.stop")],
        [() => layers.server("upkeep").change("scom.begin", scom), written("scom.begin")],
        [() => layers.server().change("scom.begin", scom), ["check", "will change", "stillGood", "scom.begin", "did change: done"]],
        [() => layers.server().read("nlb.host", {}), ["nlb.host"]],
      ] as const;
      for (const [ask, order] of cases) {
        layers.happened.splice(0);
        await ask();
        layers.happened.should.eql(order);
      }
    });

    it("and write down what it is, how it is taken back, and whether an update starts with it", async () => {
      await layers.server("upkeep").change("scom.begin", scom);
      should(layers.changes[0]).match({
        change: 2,
        op: "scom.begin",
        args: scom,
        cause: "upkeep",
        undo: null,
        startsUpdate: false,
        text: null,
      });
      await layers.server().change("nlb.setDefaultState", stay, { undo: ["nlb.start", {}], startsUpdate: true });
      should(layers.changes[1]).match({
        change: 3,
        args: stay,
        cause: "step",
        undo: ["nlb.start", {}],
        startsUpdate: true,
        outcome: "done",
      });
    });

    it("with the number of the run, and without the signal: once it is sent, its answer is waited for", async () => {
      const stop = new AbortController();
      layers.array.beforeChange = () => stop.abort(new Error("stopped"));
      await layers.server().change("nlb.stop", {}, { signal: stop.signal });
      layers.array.fences.should.eql([1]);
      should(layers.changes[0]?.outcome).equal("done");
    });
  });

  describe("refuse a change", () => {
    it("of a step on a member of which it is not known how it was found, and name what that is; by hand a person knows", async () => {
      const found = (unknown: readonly string[], byHand = false) => {
        layers = new SmallLayers();
        Object.assign(layers.run.state.plan, { byHand });
        const picture = {
          facts: {},
          readings: {},
          unknown: unknown.map((what) => ({ code: "x", member: null, what, since: [], hint: null })),
        };
        layers.run.add({ type: "member started", member: "CAS1", found: picture, earlier: {}, token: null });
        return layers;
      };
      (await code(found([]).server().change("nlb.stop", {}))).should.equal("done");
      (await code(found(["a"]).server().change("nlb.stop", {}))).should.equal("found-not-known");
      layers.happened.filter((what) => what !== "system.info").should.eql([]);
      (await code(found(["a"]).server("undo").change("nlb.stop", {}))).should.equal("done");
      (await code(found(["a"]).server("upkeep").change("scom.begin", scom))).should.equal("done");
      (await code(found(["a"], true).server().change("nlb.stop", {}))).should.equal("done");
      (await code(found(["a"]).server().read("nlb.host", {}))).should.equal("done");
      const refused = await found(["NLB is silent", "SCOM is silent"])
        .server()
        .change("nlb.stop", {})
        .catch((error: unknown) => reasonOf(error));
      said((refused as { what: string }).what).should.match(/NLB is silent; SCOM is silent/);
    });

    it("that brings a member in whose update has started, or would have, and is not verified; any other is let through", async () => {
      const change = (op: "nlb.start" | "nlb.stop") => code(layers.server().change(op, {}));
      const verified = {
        type: "step finished",
        member: "CAS1",
        step: "verify",
        node: "n",
        visit: 1,
        result: { changed: false, text: "" },
      } as const;
      const verify = () => layers.run.add({ ...verified, output: {}, port: null, token: null, verifies: true, establishes: {} });
      (await change("nlb.start")).should.equal("done");
      await layers.server().change("nlb.setDefaultState", stay, { startsUpdate: true });
      (await change("nlb.start")).should.equal("not-verified");
      (await change("nlb.stop")).should.equal("done");
      verify();
      (await change("nlb.start")).should.equal("done");

      layers = new SmallLayers();
      layers.run.take("CAS1");
      const would = { type: "would change", member: "CAS1", op: "x", args: {}, onlyIf: null, cause: "step" } as const;
      layers.run.add({ ...would, startsUpdate: false });
      (await change("nlb.start")).should.equal("done");
      layers.run.add({ ...would, startsUpdate: true });
      (await change("nlb.start")).should.equal("not-verified");
      verify();
      (await change("nlb.start")).should.equal("done");
    });

    it("of somebody who has given up, before anything is written", async () => {
      await layers
        .server("undo")
        .change("nlb.stop", {}, { signal: AbortSignal.abort(new Error("stopped")) })
        .should.be.rejectedWith("stopped");
      layers.happened.should.eql(["in its turn"]);
    });

    it("that has been announced, where the last look is bad or it was stopped meanwhile, and write down why it was not sent", async () => {
      layers.guardSays = (asked) => {
        if (asked === "stillGood") throw new Unreachable(about);
      };
      (await code(layers.server().change("nlb.stop", {}))).should.equal("unreachable");
      should(layers.changes[0]?.outcome).equal("failed");
      said(layers.changes[0]!.text!).should.startWith("not sent: CAS1: so");
      layers.array.sent.should.eql([]);
      for (const asked of ["check", "stillGood"] as const) {
        begin();
        const stop = new AbortController();
        layers.guardSays = (now) => {
          if (now === asked) stop.abort(new Error("stopped"));
        };
        await layers.server().change("nlb.stop", {}, { signal: stop.signal }).should.be.rejectedWith("stopped");
        if (asked === "stillGood") said(layers.changes[0]!.text!).should.equal(said(text("change.not-sent")));
        layers.array.sent.should.eql([]);
      }
      begin();
      const stop = new AbortController();
      layers.writing = () => stop.abort(new Error("stopped"));
      await layers.server("undo").change("nlb.stop", {}, { signal: stop.signal }).should.be.rejectedWith("stopped");
      should(layers.changes[0]).match({ outcome: "failed" });
      layers.array.sent.should.eql([]);
    });
  });

  it("leave a change out of a dry run, and write down what it would be, on which condition, and whether an update would start with it", async () => {
    const server = layers.dryRun("upkeep");
    await server.change("nlb.stop", {});
    await server.change("nlb.setDefaultState", stay, { startsUpdate: true, onlyIf: text("change.not-sent") });
    layers.array.sent.should.eql([]);
    should(layers.run.state.members[0]?.wouldChange).eql([
      { op: "nlb.stop", args: {}, onlyIf: null, startsUpdate: false, cause: "upkeep" },
      { op: "nlb.setDefaultState", args: stay, onlyIf: text("change.not-sent"), startsUpdate: true, cause: "upkeep" },
    ]);
    (await server.read("nlb.host", {})).should.match({ state: "stopped", defaultState: "stopped" });
  });

  it("show the number of the run before its first change, on whichever member that is, and not again", async () => {
    layers = new SmallLayers();
    await layers.server().read("nlb.host", {});
    layers.array.shown.should.eql([]);
    layers.run.take("CAS1");
    await layers.server().change("nlb.stop", {});
    layers.array.shown.map(({ member }) => member).should.eql(["CAS1", "CAS2", "CAS3"]);
    await layers.server().change("nlb.start", {});
    layers.array.shown.should.have.length(3);
  });

  describe("find out of a change that was refused", () => {
    /** The server throws this, and CAS1 is stopped then or not. */
    const refused = async (error: Error, nlb: "stopped" | "converged", unread?: Error) => {
      layers.array.beforeChange = () => {
        layers.array.at("CAS1").nlb = nlb;
        throw error;
      };
      layers.array.beforeAnswer = (member, op) => {
        if (unread !== undefined && op === "nlb.host" && layers.array.asked.some((one) => one.op === "nlb.stop")) throw unread;
      };
      const changing = layers.server().change("nlb.stop", {});
      await changing.should.be.rejectedWith(unread instanceof TypeError ? unread : error);
      return layers.changes[0]?.outcome;
    };
    const no = new OperationFailed({ ...about, errorId: "no" });

    it("that it was not made where that is seen, and does not know it where it is seen to be, or nothing can be seen", async () => {
      should(await refused(no, "converged")).equal("failed");
      begin();
      should(await refused(no, "stopped")).equal("unknown");
      begin();
      should(await refused(no, "converged", new Unreachable(about))).equal("unknown");
    });

    it("that it was not made, where it did not get that far: nothing is looked at", async () => {
      should(await refused(new AccessDenied(about), "stopped")).equal("failed");
      layers.happened.should.not.containEql("nlb.host");
      said(layers.changes[0]!.text!).should.match(/so/);
    });

    it("nothing where this program has a fault", async () => {
      should(await refused(no, "converged", new TypeError("a fault"))).equal("sent");
    });
  });

  describe("look for a change whose answer was lost", () => {
    /** It is seen after so long. */
    const lost = (afterMs: number, op: "nlb.stop" | "nlb.drain" | "system.restart" = "nlb.stop") => {
      layers.array.at("CAS1").answersAfterMs = 0;
      const one = layers.array.at("CAS1");
      const bootedAt = one.bootedAt;
      layers.array.beforeChange = () => {
        void layers.array.clock.sleep(afterMs).then(() => {
          one.nlb = "stopped";
          one.bootedAt = new Date(layers.array.clock.now()).toISOString();
        });
        throw new OutcomeUnknown(about);
      };
      const began = layers.array.clock.elapsed();
      const server = layers.server();
      const changing = op === "system.restart" ? server.change(op, { bootedAt }) : server.change(op, {});
      return code(changing).then((how) => ({ how, tookMs: layers.array.clock.elapsed() - began }));
    };

    it("at once, and then every five seconds: where it is seen it was made, and there is a warning", async () => {
      should(await lost(1)).eql({ how: "done", tookMs: seconds(5) });
      should(layers.changes[0]).match({ outcome: "done" });
      said(layers.changes[0]!.text!).should.match(/answer .* was lost/i);
      await new Promise(setImmediate);
      should(layers.run.state.warnings).match([{ member: "CAS1", text: { text: "change.answer-lost" } }]);
    });

    it("for two minutes, and for the whole time that a boot may take where it was a restart", async () => {
      should(await lost(minutes(2) - 1)).eql({ how: "done", tookMs: minutes(2) });
      begin();
      should(await lost(minutes(2) + 1)).eql({ how: "outcome-unknown", tookMs: minutes(2) });
      should(layers.changes[0]?.outcome).equal("unknown");
      said(layers.changes[0]!.text!).should.match(/so/);
      begin();
      should(await lost(minutes(20), "nlb.drain")).eql({ how: "outcome-unknown", tookMs: minutes(2) });
      begin();
      should(await lost(minutes(20), "system.restart")).match({ how: "done" });
    });

    it("and take it for made where it is under way", async () => {
      layers.array.beforeChange = () => {
        layers.array.at("CAS1").nlb = "converging";
        throw new OutcomeUnknown(about);
      };
      layers.array.at("CAS1").nlb = "stopped";
      (await code(layers.server().change("nlb.start", {}))).should.equal("done");
    });

    it("but not where this program has a fault", async () => {
      layers.array.beforeChange = () => {
        throw new OutcomeUnknown(about);
      };
      layers.array.beforeAnswer = (_, op) => {
        if (op === "nlb.host") throw new TypeError("a fault");
      };
      await layers.server().change("nlb.stop", {}).should.be.rejectedWith(TypeError);
    });
  });
});
