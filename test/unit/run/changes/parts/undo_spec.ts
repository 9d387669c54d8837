import should from "should";
import { toMend, unwind, whatIs } from "../../../../../lib/run/changes/undo";
import { waiting } from "../../../../../lib/run/member/wait";
import type { ChangeData } from "../../../../../lib/server/catalogue";
import { Stopped } from "../../../../../lib/run/record";
import { Fenced } from "../../../../../lib/server/errors";
import { Server } from "../../../../../lib/server/server";
import { reason } from "../../../../../lib/texts";
import { seconds } from "../../../../../lib/time/duration";
import { said } from "../../../../shared/english";
import { SmallJournal } from "../../report/small-journal";
import { SmallArray } from "../../small-array";

const startIt: ChangeData = ["services.start", { name: "W3SVC" }];
const stopIt: ChangeData = ["services.stop", { name: "W3SVC" }];

/** CAS1, as it is now, with changes that are taken back by these, the last one first. */
function member(undos: readonly ChangeData[], now: object = {}) {
  const array = new SmallArray(["CAS1", "CAS2", "CAS3", "CAS4"], 1);
  const one = Object.assign(array.at("CAS1"), now);
  const read = one.read.bind(one);
  let status = "running";
  one.read = (op, args) => (op === "services.list" ? { services: [service(status)] } : read(op, args));
  const journal = new SmallJournal().take("CAS1").begin("step");
  for (const undo of undos) journal.change({ op: "x", undo });
  const state = journal.state().members[0]!;
  const server = new Server("CAS1", array.invoke);
  const wait = waiting({ server, clock: array.clock, signal: new AbortController().signal, dryRun: false });
  return {
    array,
    /** How the service W3SVC is. */
    serviceIs: (is: string) => {
      status = is;
    },
    /** The read of that name fails the first, the second, … time. */
    unread: (op: string, time: number) => {
      let times = 0;
      array.beforeAnswer = (_, asked) => {
        array.at("CAS1").reachable = asked !== op || ++times !== time;
      };
    },
    takeBack: () => unwind(server, array.invoke, state, wait),
    mend: async () => (await toMend(array.invoke, state)).map(({ what, command }) => ({ what: said(what), command })),
  };
}
const service = (status: string) => ({
  name: "W3SVC",
  displayName: "Web",
  status,
  startType: "automatic",
  dependsOn: [],
  delayed: false,
  trigger: false,
  perUser: "no",
});

describe("What is to be done to take changes back", () => {
  it("leaves out two that only undo each other", async () => {
    const stoppedAndStarted = member([startIt, stopIt]);
    (await stoppedAndStarted.mend()).should.eql([]);
    stoppedAndStarted.serviceIs("stopped");
    (await stoppedAndStarted.mend()).map(({ what }) => what).should.eql(["Start a service: W3SVC"]);
  });

  it("has both where it could not be looked at one of them: what is not known is not taken for so already", async () => {
    for (const time of [1, 3]) {
      const one = member([startIt, stopIt]);
      one.unread("services.list", time);
      const whats = (await one.mend()).map(({ what }) => what);
      whats.should.have.length(2);
      whats.filter((what) => what.includes("could not be asked")).should.have.length(1);
    }
  });

  it("has both where they concern different things", async () => {
    const different = member([startIt, ["forefront.enable", {}]], { forefront: "disabled" });
    different.serviceIs("stopped");
    (await different.mend()).map(({ what }) => what.replace(/ \(.*/, "")).should.have.length(2);
    const other = member([["forefront.enable", {}], startIt], { forefront: "disabled" });
    other.serviceIs("stopped");
    (await other.mend()).should.have.length(2);
  });

  it("is not guessed at where this program has a fault", async () => {
    const { array, mend } = member([startIt]);
    array.beforeAnswer = () => {
      throw new TypeError("a fault");
    };
    await mend().should.be.rejectedWith(TypeError);
  });
});

describe("A change that is taken back", () => {
  const stay: ChangeData = ["nlb.setDefaultState", { state: "started" }];
  const hooks: ChangeData = ["forefront.enable", {}];
  const start: ChangeData = ["nlb.start", {}];
  const out = { nlb: "stopped", defaultState: "stopped", forefront: "disabled" };

  it("is not sent where somebody has done it since the plan was made", async () => {
    const { array, takeBack } = member([hooks, start], out);
    array.beforeChange = () => {
      array.at("CAS1").forefront = "enabled";
    };
    should(await takeBack()).be.null();
    array.sent.should.eql(["CAS1 nlb.start"]);
  });

  it("is waited for through silence, without being tried again", async () => {
    const { array, takeBack } = member([start], out);
    array.beforeChange = () => {
      array.at("CAS1").reachable = false;
      void array.clock.sleep(seconds(12)).then(() => {
        array.at("CAS1").reachable = true;
      });
    };
    const began = array.clock.elapsed();
    should(await takeBack()).be.null();
    (array.clock.elapsed() - began).should.be.within(seconds(12), seconds(20));
    array.sent.should.eql(["CAS1 nlb.start"]);
  });

  it("is tried four times where it is not seen, and where the member says no; once where another run has the member, or something else is in the way", async () => {
    const unseen = member([stay], out);
    const one = unseen.array.at("CAS1");
    const read = one.read.bind(one);
    one.read = (op, args) => (op === "nlb.host" ? { ...(read(op, args) as object), defaultState: "stopped" } : read(op, args));
    should(await unseen.takeBack()).match({ undo: stay, why: { code: "undo-not-seen" }, tries: 4 });
    const refused = member([stay], out);
    refused.array.trouble.set("nlb.setDefaultState", "always-refused");
    should(await refused.takeBack()).match({ why: { code: "operation-failed" }, tries: 4 });
    for (const error of [
      new Fenced({ server: "CAS1", operation: "nlb.setDefaultState", what: "a later run" }),
      new Stopped(reason("never-converged", "the others are in the way")),
    ]) {
      const hopeless = member([stay], out);
      hopeless.array.beforeChange = () => {
        throw error;
      };
      should(await hopeless.takeBack()).match({ why: { code: error.code }, tries: 1 });
    }
  });
});

describe("What a change does, in words", () => {
  const inWords = (...[op, args]: ChangeData) => said(whatIs(op, args));

  it("is what it is, and what it is done with where it has arguments", () => {
    inWords("nlb.start", {}).should.equal("Start in NLB");
    inWords("services.setStartType", { name: "W3SVC", startType: "manual" }).should.equal("Set how a service starts: W3SVC, manual");
  });

  it("has stamps as people read them, and everything else as it is", () => {
    const told = (name: string) => inWords("services.start", { name }).replace("Start a service: ", "");
    told("2026-01-03T02:11:40.000Z").should.equal("2026-01-03 02:11:40 UTC");
    for (const name of [
      "x2026-01-03T02:11:40.000Z",
      "2026-01-03T02:11:40.000Zx",
      "2026-01-03T02:11:40.000",
      "2026-01-03Tlater-Z",
      "26-01-03T02:11:40.000Z",
    ])
      told(name).should.equal(name);
    said(whatIs("scom.extend", { minutes: 30 })).should.match(/: 30$/);
  });
});
