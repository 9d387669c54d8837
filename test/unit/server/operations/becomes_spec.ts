import should from "should";
import type { ArgsOf, ChangeOp } from "../../../../lib/server/catalogue";
import { changeOf } from "../../../../lib/server/catalogue";
import { sameService } from "../../../../lib/server/operations/services";
import { maintenance, nlbHost } from "../../../shared/readings";

/** What the read in which a change is seen answers once it has settled. @param sight which of its reads */
const after = <Op extends ChangeOp>(op: Op, before: object, args: ArgsOf<Op>, sight = 0): unknown => {
  const change = changeOf(op);
  return change.seen[sight]?.becomes(before, change.args.parse(args));
};
const underWay = (op: ChangeOp, reading: object): boolean | undefined => changeOf(op).underWay?.(reading, {});
const clock = "2026-01-10T22:00:00.000Z";

describe("What NLB shows after a change", () => {
  it("is a stopped host that is no default host, and after a stop at once a suspended one as it was", () => {
    for (const op of ["nlb.stop", "nlb.drain"] as const)
      should(after(op, nlbHost({ isDefaultHost: true }), {})).match({ state: "stopped", isDefaultHost: false });
    const suspended = nlbHost({ state: "suspended" });
    should(after("nlb.stop", suspended, {})).eql(suspended);
  });

  it("is a host that is stopped once its suspension is ended, and nothing else where it was not suspended", () => {
    should(after("nlb.resume", nlbHost({ state: "suspended" }), {})).have.property("state", "stopped");
    should(after("nlb.resume", nlbHost({ state: "converged" }), {})).have.property("state", "converged");
    should(after("nlb.suspend", nlbHost({ isDefaultHost: true }), {})).match({ state: "suspended", isDefaultHost: false });
  });

  it("is a start that is under way while the host converges, and not while it is stopped", () => {
    should(underWay("nlb.start", nlbHost({ state: "converging" }))).be.true();
    should(underWay("nlb.start", nlbHost({ state: "stopped" }))).be.false();
    should(underWay("nlb.stop", nlbHost())).be.undefined();
  });
});

describe("What Forefront shows after a change", () => {
  it("is the other state, and nothing where it is not installed", () => {
    should(after("forefront.enable", { state: "disabled", rollupScript: false }, {})).have.property("state", "enabled");
    should(after("forefront.disable", { state: "enabled", rollupScript: false }, {})).have.property("state", "disabled");
    for (const op of ["forefront.enable", "forefront.disable"] as const)
      should(after(op, { state: "not-installed", rollupScript: false }, {})).have.property("state", "not-installed");
  });
});

describe("What SCOM shows after a change", () => {
  const parts = { inMaintenance: 2, monitored: 3 };
  const on = maintenance({ on: true, inEffect: true, endsAt: "2026-01-10T23:00:00.000Z", clock, parts });
  const off = maintenance({ on: false, inEffect: false, endsAt: null, clock, parts });
  const begin = { minutes: 60, reason: "PlannedOther", comment: "x" } as const;

  it("is a window with all that the computer contains, and the one that was there where there was one", () => {
    const begun = { on: true, inEffect: true, endsAt: "2026-01-10T23:00:00.000Z", reason: "PlannedOther", comment: "x" };
    should(after("scom.begin", off, begin)).match({ ...begun, parts: { inMaintenance: 5, monitored: 0 } });
    should(after("scom.begin", { ...on, inEffect: false }, begin)).eql(on);
    should(after("scom.begin", { ...off, parts: null }, begin)).have.property("parts", null);
    should(underWay("scom.begin", on)).be.true();
    should(underWay("scom.begin", off)).be.false();
  });

  it("is no window after its end, with all parts monitored; parts in windows of their own stay where there was none", () => {
    should(after("scom.end", on, {})).match({ on: false, inEffect: false, endsAt: null, parts: { inMaintenance: 0, monitored: 5 } });
    should(after("scom.end", off, {})).match({ on: false, parts });
    should(underWay("scom.end", on)).be.false();
    should(underWay("scom.end", off)).be.true();
  });

  it("is the end that was set, unless that has passed and no window is left", () => {
    const [past, now, future] = ["2026-01-10T21:59:00.000Z", clock, "2026-01-10T22:01:00.000Z"];
    for (const endsAt of [past, now, future]) should(after("scom.setEnd", on, { endsAt })).have.property("endsAt", endsAt);
    for (const endsAt of [past, now]) should(after("scom.setEnd", off, { endsAt })).have.property("endsAt", null);
    should(after("scom.setEnd", off, { endsAt: future })).have.property("endsAt", future);
  });
});

describe("What is seen of a job", () => {
  const start: ArgsOf<"job.start"> = {
    id: "a",
    work: { kind: "command", file: "a.exe", arguments: [] },
    limitMinutes: 5,
    brings: { build: "2" },
  };

  it("is that it will have been started where none of its id was there, and its own state where one was", () => {
    should(after("job.start", { state: "none", text: "x" }, start)).match({ state: "foreseen", text: "" });
    for (const state of ["running", "finished"]) should(after("job.start", { state, text: "x" }, start)).eql({ state, text: "x" });
  });

  it("is the build that it brings, where it brings one", () => {
    should(after("job.start", { build: "1" }, start, 1)).eql({ build: "2" });
    should(after("job.start", { build: "1" }, { ...start, brings: null }, 1)).eql({ build: "1" });
  });

  it("is its end where a running one was ended, and nothing new of any other", () => {
    should(after("job.cancel", { state: "running" }, { id: "a" })).eql({ state: "finished" });
    for (const state of ["none", "finished"]) should(after("job.cancel", { state }, { id: "a" })).eql({ state });
  });
});

describe("What is seen of a service", () => {
  const services = ["MSExchangeIS", "W3SVC"].map((name) => ({ name, status: "running", startType: "automatic" }));

  it("is its own change, in whatever letters it is named, and none of another one", () => {
    should(after("services.stop", { services }, { name: "msexchangeis" })).eql({
      services: [{ ...services[0], status: "stopped" }, services[1]],
    });
    should(after("services.start", { services: services.map((one) => ({ ...one, status: "stopped" })) }, { name: "W3SVC" })).match({
      services: [{ status: "stopped" }, { status: "running" }],
    });
    should(after("services.setStartType", { services }, { name: "W3SVC", startType: "disabled" })).match({
      services: [{ startType: "automatic" }, { startType: "disabled" }],
    });
    sameService("W3SVC", "w3svc").should.be.true();
    sameService("W3SVC", "W3SVC2").should.be.false();
  });
});
