import type { LeftHalfDone } from "../../../../lib/run/step";
import { text } from "../../../../lib/texts";
import { packageOf, world } from "../harness";

const out = text("left.differs", { fact: "nlb", is: "stopped", was: "converged" });
const hooks = text("left.differs", { fact: "forefront", is: "disabled", was: "enabled" });

const left = (differently: Partial<LeftHalfDone> = {}): LeftHalfDone => ({
  run: "20260110-012900-x",
  byHand: false,
  at: Date.parse("2026-01-10T02:29:00Z"),
  unverified: false,
  differences: [out],
  job: null,
  ...differently,
});

describe("preflight, of a member that a run here has left half done", () => {
  it("names the run, when that was and what is different, and never somebody", async () => {
    const work = await world({ found: { nlb: "stopped", forefront: "disabled" } }).work({
      left: left({ differences: [out, hooks], unverified: true, job: { file: "update.msp", running: true } }),
    });
    const { code, message } = await work.refusalOf("preflight-check", {});
    code.should.equal("not-fit");
    message.should.match(
      /run 20260110-012900-x has left it half done \(2026-01-10 02:29.*\): nlb stopped instead of converged, forefront disabled/,
    );
    message.should.match(/its update has started and is not verified/);
    message.should.match(/its job update\.msp is still at work/);
    message.should.match(/it is stopped in NLB: it was left out by run 20260110-012900-x/);
    message.should.match(/the report of that run lists for CAS1/);
    message.should.not.match(/somebody/);
    // What brings it back alone would leave the rest half done.
    message.should.not.containEql("Start-NlbClusterNode");
    message.should.match(/^CAS1 is OUT of service: run 20260110-012900-x has left it so\. /);
  });

  it("says how a member gets back that somebody has taken out, and which setting takes it as it is", async () => {
    for (const [nlb, command] of [
      ["stopped", "Start-NlbClusterNode -HostName CAS1"],
      ["suspended", "Resume-NlbClusterNode -HostName CAS1; Start-NlbClusterNode -HostName CAS1"],
    ] as const) {
      const { message } = await (await world({ found: { nlb } }).work()).refusalOf("preflight-check", {});
      message.should.match(/^CAS1 is not fit .*somebody has taken it out of service, and no run here has left it so; if it may serve/);
      message.should.containEql(`(${command})`);
      message.should.match(/“Already out”/);
    }
    const hasIt = await world({ found: { nlb: "stopped", build: "14.3.195.1" } }).work();
    (await hasIt.refusalOf("preflight-check", { package: packageOf("rollup6") })).message.should.match(
      /bring it into service \(Start-NlbClusterNode -HostName CAS1\)/,
    );
  });

  it("says how a member gets back that was taken out by hand here", async () => {
    const work = await world({ found: { nlb: "stopped" } }).work({ left: left({ byHand: true }) });
    (await work.refusalOf("preflight-check", {})).message.should.containEql("(Start-NlbClusterNode -HostName CAS1)");
  });

  it("refuses it though it serves, where anything else is different", async () => {
    const work = await world({ found: { forefront: "disabled" } }).work({ left: left({ differences: [hooks] }) });
    (await work.refusalOf("preflight-check", {})).message.should.match(/^CAS1 is not fit .*half done/);
  });

  it("only warns where it is out, all else is as it was, and such members are to be left out", async () => {
    const work = await world({ found: { nlb: "stopped" } }).work({ left: left() });
    await work.do("preflight-check", { foundOut: "leave-out" });
    work.warnings.join().should.match(/has left it half done/);
    const unverified = await world({ found: { nlb: "stopped" } }).work({ left: left({ unverified: true }) });
    (await unverified.refusalOf("preflight-check", { foundOut: "leave-out" })).code.should.equal("not-fit");
  });

  it("only warns of work by hand, unless its job is still at work, or nobody knows", async () => {
    const work = await world().work({ left: left({ byHand: true, differences: [hooks] }) });
    await work.do("preflight-check", {});
    work.warnings.join().should.match(/not as it was found before work by hand began on it/);
    const atWork = await world().work({ left: left({ byHand: true, job: { file: "x.msp", running: false } }) });
    (await atWork.refusalOf("preflight-check", {})).message.should.match(/not known whether its job x\.msp is still at work/);
  });

  it("says so of a member that has the update already, which is not passed over", async () => {
    const update = packageOf("rollup6");
    const found = { build: "14.3.195.1", forefront: "disabled" } as const;
    const work = await world({ found }).work({ left: left({ differences: [hooks] }) });
    const { code, message } = await work.refusalOf("preflight-check", { package: update });
    code.should.equal("not-fit");
    message.should.match(/CAS1 has .* already, but run 20260110-012900-x has left it half done/);
    const stopped = await world({ found: { ...found, nlb: "stopped" } }).work({ left: left({ byHand: true }) });
    (await stopped.refusalOf("preflight-check", { package: update })).message.should.match(
      /^CAS1 is OUT of service since work by hand \(run 20260110-012900-x\)\. /,
    );
  });

  it("warns of hooks that are out and of a pending restart where nothing is to be installed any more", async () => {
    const work = await world({ found: { build: "14.3.195.1", forefront: "disabled", pendingReboot: true } }).work();
    (await work.do("preflight-check", { package: packageOf("rollup6") })).should.containEql({ port: "already-updated" });
    work.warnings.join().should.match(/hooks are out/);
    work.warnings.join().should.match(/restart is pending/);
  });
});
