import { saidReason } from "../../../shared/english";
import should from "should";
import { minutes, seconds } from "../../../../lib/time/duration";
import { outcomes, play } from "../play";
import { SmallArray } from "../small-array";
import { doing, procedure } from "../small-steps";
import { quoted } from "../../../../lib/texts";

const { stop, stay, install, verify, start, usual } = procedure;
const all = Object.values(procedure);

describe("the guard", () => {
  it("lets nothing be changed while too few others serve", async () => {
    const array = new SmallArray(["CAS1", "CAS2"], 1);
    array.at("CAS2").nlb = "stopped";
    const played = await play(array);
    should(played.run.state.reason?.code).equal("guard-broken");
    array.sent.should.eql([]);
    outcomes(played).should.eql(["untouched", "untouched"]);
    saidReason(played.run.state.reason).should.match(/CAS2: stopped/);
  });

  it("stops the run when another member goes out meanwhile, and puts the member back", async () => {
    const array = new SmallArray(["CAS1", "CAS2", "CAS3"], 2);
    const disturbed = doing("long", async (c) => {
      array.at("CAS3").reachable = false;
      await c.wait.pause(minutes(30));
    });
    const played = await play(array, [stop, disturbed, ...all]);
    should(played.run.state.reason?.code).equal("guard-broken");
    array.sent.should.eql(["CAS1 nlb.stop", "CAS1 nlb.start"]);
    outcomes(played).should.eql(["failed", "untouched", "untouched"]);
  });

  it("is asked before each change, not only from time to time", async () => {
    const array = new SmallArray(["CAS1", "CAS2", "CAS3"], 2);
    const sudden = doing("sudden", async (c) => {
      array.at("CAS3").reachable = false;
      await c.server.change("nlb.stop", {}, { undo: ["nlb.start", {}] });
    });
    const played = await play(array, [sudden]);
    should(played.run.state.reason?.code).equal("guard-broken");
    array.sent.should.eql([]);
  });

  it("overlooks a single bad answer", async () => {
    const array = new SmallArray(["CAS1", "CAS2"], 1);
    const flicker = doing("flicker", async (c) => {
      array.at("CAS2").reachable = false;
      void array.clock.sleep(seconds(3)).then(() => {
        array.at("CAS2").reachable = true;
      });
      await c.server.change("nlb.stop", {}, { undo: ["nlb.start", {}] });
    });
    const played = await play(array, [flicker, stay, install, verify, start, usual], { members: ["CAS1"] });
    should(played.run.state.outcome).equal("finished");
  });

  it("sends no further change of the cluster while the array converges", async () => {
    const array = new SmallArray();
    const converging = doing("converging", (c) => {
      array.at("CAS3").nlb = "converging";
      void array.clock.sleep(seconds(40)).then(() => {
        array.at("CAS3").nlb = "converged";
      });
      c.report({ text: quoted("converging") });
      return Promise.resolve();
    });
    let at = 0;
    const since = array.clock.now();
    array.beforeChange = (_, op) => {
      if (op === "nlb.setDefaultState" && at === 0) at = array.clock.now() - since;
    };
    const played = await play(array, [stop, converging, stay, install, verify, start, usual], { members: ["CAS1"] });
    should(played.run.state.outcome).equal("finished");
    at.should.be.aboveOrEqual(seconds(40));
  });

  it("counts members that converge because of a change that was sent while it was looking, whenever in its interval that was", async () => {
    for (let second = 0; second < 15; second += 2) {
      const array = new SmallArray(["CAS1", "CAS2", "CAS3"], 2);
      const others = ["CAS2", "CAS3"].map((name) => array.at(name));
      for (const member of others) member.answersAfterMs = seconds(4);
      const drains = doing("drains", async (c) => {
        await c.wait.pause(seconds(second));
        await c.server.change("nlb.stop", {}, { undo: ["nlb.start", {}] });
      });
      array.beforeChange = (_, op) => {
        if (op !== "nlb.stop") return;
        for (const member of others) member.nlb = "converging";
        void array.clock.sleep(seconds(30)).then(() => {
          for (const member of others) member.nlb = "converged";
        });
      };
      const { run } = await play(array, [drains, stay, install, verify, start, usual], { members: ["CAS1"] });
      should([run.state.outcome, saidReason(run.state.reason)]).eql(["finished", ""], `after ${second} s`);
    }
  });

  it("does not hold it against a member that it came back while it was looking, whenever in its interval that was", async () => {
    for (let second = 0; second < 15; second += 2) {
      const array = new SmallArray(["CAS1", "CAS2", "CAS3"], 2);
      for (const name of ["CAS2", "CAS3"]) array.at(name).answersAfterMs = seconds(4);
      const lingers = doing("lingers", (c) => c.wait.pause(seconds(second)));
      const { run } = await play(array, [...all, lingers], { members: ["CAS1", "CAS2"] });
      should([run.state.outcome, saidReason(run.state.reason)]).eql(["finished", ""], `after ${second} s`);
    }
  });

  it("does not count members that converge for another reason than the run's own changes", async () => {
    const array = new SmallArray(["CAS1", "CAS2", "CAS3"], 2);
    const disturbed = doing("disturbed", async (c) => {
      array.at("CAS3").nlb = "converging";
      await c.server.change("scom.begin", { minutes: 60, reason: "PlannedOther", comment: "" });
    });
    const played = await play(array, [disturbed]);
    should(played.run.state.reason?.code).equal("never-converged");
    array.sent.should.eql([]);
  });

  it("gives up when the array does not converge within two minutes", async () => {
    const array = new SmallArray();
    const converging = doing("converging", () => {
      array.at("CAS3").nlb = "converging";
      return Promise.resolve();
    });
    const played = await play(array, [stop, converging, stay]);
    should(played.run.state.reason?.code).equal("never-converged");
    outcomes(played).slice(1).should.eql(["untouched", "untouched"]);
  });

  it("waits as long for a member at work as for the others while it serves: they may be seen to serve by its answer alone", async () => {
    const array = new SmallArray(["CAS1", "CAS2"], 1);
    const { serving } = array.setup;
    // CAS1 is the default host of NLB: without its answer nobody is known to be.
    const byDefaultHost: typeof serving = async (servers) => {
      const verdicts = await serving(servers);
      return verdicts[0]?.code !== "unreachable" ? verdicts : verdicts.map((one) => ({ ...one, serves: false, code: "out" as const }));
    };
    Object.assign(array.setup, { serving: byDefaultHost });
    const slow = doing("slow", async (c) => {
      await c.server.change("scom.begin", { minutes: 60, reason: "PlannedOther", comment: "" });
      array.at("CAS1").answersAfterMs = seconds(4);
      await c.wait.pause(minutes(2));
      array.at("CAS1").answersAfterMs = 10;
      await c.server.change("scom.end", {});
    });
    const played = await play(array, [slow, stop, stay, install, verify, start, usual], { members: ["CAS1"] });
    should(played.run.state.outcome).equal("finished", saidReason(played.run.state.reason));
  });
});
