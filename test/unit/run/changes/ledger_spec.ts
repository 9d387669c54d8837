import should from "should";
import { OperationFailed } from "../../../../lib/server/errors";
import { minutes, seconds } from "../../../../lib/time/duration";
import { saidReason } from "../../../shared/english";
import { outcomes, play } from "../play";
import { SmallArray } from "../small-array";
import { doing, procedure } from "../small-steps";

const { stop, install, verify, start } = procedure;
const all = Object.values(procedure);

describe("the last look before a change", () => {
  for (const silence of [7, 20])
    it(`is not older than five seconds, however long a silent member keeps it waiting (${silence} s)`, async () => {
      const array = new SmallArray(["CAS1", "CAS2", "CAS3", "CAS4"], 2);
      const dying = doing("dying", async (c) => {
        array.silenceMs = seconds(silence);
        array.at("CAS4").reachable = false;
        // CAS3 answers the look that is about to come, and is gone before CAS4 has been waited for.
        void array.clock.sleep(seconds(2)).then(() => {
          array.at("CAS3").reachable = false;
        });
        await c.server.change("nlb.stop", {}, { undo: ["nlb.start", {}] });
      });
      const { run } = await play(array, [dying]);
      should(run.state.reason?.code).equal("guard-broken");
      array.sent.should.eql([]);
    });

  it("is one look where that is good: the change follows at once, while what was seen still holds", async () => {
    const array = new SmallArray();
    let tookMs = Number.POSITIVE_INFINITY;
    const timed = doing("timed", async (c) => {
      const begun = array.clock.elapsed();
      await stop.run(c, {});
      tookMs = array.clock.elapsed() - begun;
    });
    await play(array, [timed], { members: ["CAS1"] });
    tookMs.should.be.below(seconds(1));
  });

  it("comes after the wait for a quiet array, not before it", async () => {
    const array = new SmallArray(["CAS1", "CAS2", "CAS3"], 1);
    const restless = doing("restless", async (c) => {
      array.at("CAS3").nlb = "converging";
      void array.clock.sleep(seconds(12)).then(() => {
        array.at("CAS2").nlb = "stopped";
        array.at("CAS3").nlb = "stopped";
      });
      await c.server.change("nlb.stop", {}, { undo: ["nlb.start", {}] });
    });
    const { run } = await play(array, [restless]);
    should(run.state.reason?.code).equal("guard-broken");
    array.sent.should.eql([]);
  });
});

describe("while a member is out", () => {
  it("the others are looked at every 15 seconds of the clock, though the member itself gives no answer for 20", async () => {
    const array = new SmallArray();
    array.silenceMs = seconds(20);
    const restarting = doing("restarting", async (c) => {
      array.at("CAS1").reachable = false;
      await c.wait.pause(minutes(10));
      array.at("CAS1").reachable = true;
    });
    await play(array, [stop, restarting, install, verify, ...all.slice(4)]);
    const looks = array.asked.filter(({ member, op }) => member === "CAS2" && op === "nlb.host").map(({ at }) => at);
    const gaps = looks.slice(1).map((at, index) => at - (looks[index] ?? at));
    Math.max(...gaps).should.be.below(seconds(16));
  });

  it("and its update has started, somebody who starts it is noticed: it is stopped at once and the run fails", async () => {
    const array = new SmallArray();
    let stoppedAfter = Number.POSITIVE_INFINITY;
    const installing = doing("installing", async (c) => {
      await install.run(c, {});
      await c.wait.pause(minutes(3));
      array.at("CAS1").nlb = "converged";
      const begun = array.clock.elapsed();
      array.beforeChange = (_, op) => {
        if (op === "nlb.stop") stoppedAfter = Math.min(stoppedAfter, array.clock.elapsed() - begun);
      };
      await c.wait.pause(minutes(30));
    });
    const { run } = await play(array, [stop, installing, verify, start]);
    stoppedAfter.should.be.below(seconds(20));
    should(run.state.reason?.code).equal("serves-unverified");
    saidReason(run.state.reason).should.match(/CAS1.*by another hand before its update was verified/);
    array.at("CAS1").nlb.should.equal("stopped");
    outcomes({ run, answers: [] }).should.eql(["failed", "untouched", "untouched"]);
  });

  for (const state of ["converging", "draining"] as const)
    it(`and its update has started, all but a clear no counts as in: it is stopped at once (${state})`, async () => {
      const array = new SmallArray();
      const installing = doing("installing", async (c) => {
        await install.run(c, {});
        array.at("CAS1").nlb = state;
        await c.wait.pause(minutes(30));
      });
      const begun = array.clock.elapsed();
      const { run } = await play(array, [stop, installing]);
      should(run.state.reason?.code).equal("serves-unverified");
      array.at("CAS1").nlb.should.equal("stopped");
      (array.clock.elapsed() - begun).should.be.below(minutes(5));
    });

  it("and rests beside its installer, it is stopped as soon as somebody starts it", async () => {
    const array = new SmallArray();
    array.jobsLastMs = minutes(40);
    const failing = doing("failing", async (c) => {
      await install.run(c, {});
      void array.clock.sleep(minutes(5)).then(() => {
        array.at("CAS1").nlb = "converged";
      });
      throw new Error("x");
    });
    const startedBy: number[] = [];
    array.beforeChange = (_, op) => {
      if (op === "nlb.stop" && array.at("CAS1").nlb === "converged") startedBy.push(array.clock.elapsed());
    };
    const begun = array.clock.elapsed();
    await play(array, [stop, failing]);
    const [, again = Number.POSITIVE_INFINITY] = startedBy;
    (again - begun).should.be.below(minutes(7));
  });
});

describe("a member that this run has put back", () => {
  it("and that serves no more ends the run: its update is not carried on to others", async () => {
    const array = new SmallArray(["CAS1", "CAS2", "CAS3", "CAS4"], 1);
    let members = 0;
    const spoiling = doing("spoiling", () => {
      // The first one stops serving half a minute after it is back.
      if (++members === 1)
        void array.clock.sleep(seconds(30)).then(() => {
          array.at("CAS1").nlb = "stopped";
        });
      return Promise.resolve();
    });
    const slow = doing("slow", (c) => c.wait.pause(minutes(5)));
    const { run, answers } = await play(array, [slow, ...all, spoiling]);
    should(run.state.reason?.code).equal("updated-member-out");
    outcomes({ run, answers }).should.eql(["updated", "untouched", "untouched", "untouched"]);
    array.sent.filter((line) => line.startsWith("CAS2")).should.eql([]);
  });

  it("and that is silent for a minute ends nothing while enough others serve", async () => {
    const array = new SmallArray(["CAS1", "CAS2", "CAS3", "CAS4"], 1);
    let members = 0;
    const away = doing("away", () => {
      if (++members === 2) array.at("CAS1").reachable = false;
      void array.clock.sleep(seconds(60)).then(() => {
        array.at("CAS1").reachable = true;
      });
      return Promise.resolve();
    });
    const { run } = await play(array, [away, doing("slow", (c) => c.wait.pause(minutes(3))), ...all]);
    should(run.state.outcome).equal("finished");
  });
});

describe("a verification", () => {
  it("does not outlive a restart: the member has to be verified again before it serves", async () => {
    const array = new SmallArray();
    const restart = doing("restart", (c) =>
      c.server.change("system.restart", { bootedAt: array.at("CAS1").bootedAt, reason: "x" } as never),
    );
    const { run } = await play(array, [stop, install, verify, restart, start]);
    should(run.state.reason?.code).equal("not-verified");
    array.sent.should.not.containEql("CAS1 nlb.start");
  });
});

describe("a change whose answer was lost", () => {
  it("is looked for although the server answers with errors meanwhile, and its outcome is always recorded", async () => {
    const array = new SmallArray();
    array.trouble.set("nlb.setDefaultState", "answer-lost");
    let errors = 0;
    array.beforeAnswer = (member, op) => {
      const looksFor = member === "CAS1" && op === "nlb.host" && array.sent.includes("CAS1 nlb.setDefaultState");
      if (looksFor && ++errors < 4) throw new OperationFailed({ server: member, operation: op, what: "starting", errorId: "busy" });
    };
    const { run } = await play(array, all, { members: ["CAS1"] });
    errors.should.be.aboveOrEqual(4);
    run.state.members[0]?.changes.filter(({ outcome }) => outcome === "sent").should.eql([]);
    run.state.members[0]?.changes.find(({ op }) => op === "nlb.setDefaultState")?.outcome.should.equal("done");
  });
});

describe("a change that the server has refused, and made all the same", () => {
  it("is taken back like one that was made", async () => {
    const array = new SmallArray();
    array.trouble.set("nlb.stop", "refused-and-done");
    const { run } = await play(array, all);
    should(run.state.reason?.code).equal("operation-failed");
    array.at("CAS1").nlb.should.equal("converged");
    array.sent.should.eql(["CAS1 nlb.stop", "CAS1 nlb.start"]);
  });

  it("starts the update where it has started the installer: nothing is taken back beside that", async () => {
    const array = new SmallArray();
    array.trouble.set("job.start", "refused-and-done");
    const { run } = await play(array, all);
    array.at("CAS1").should.match({ nlb: "stopped", defaultState: "stopped" });
    should(run.state.members[0]?.updateStarted).be.true();
  });
});

describe("a wish to stop after the member at work", () => {
  it("that comes while the next one is looked at lets it not be taken", async () => {
    const array = new SmallArray();
    let asked = false;
    array.beforeAnswer = (member, op) => {
      if (asked || member !== "CAS2" || op !== "services.list") return;
      asked = true;
      void array.runs.runningOn("CAS-ARRAY")?.stop("after-member", "Ada");
    };
    const { run } = await play(array, all);
    asked.should.be.true();
    should(run.state.reason?.code).equal("stopped-by-operator");
    array.sent.filter((line) => line.startsWith("CAS2")).should.eql([]);
    should(run.state.members[1]?.startedAt).be.null();
  });
});
