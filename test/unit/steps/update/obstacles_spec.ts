import "should";
import { OperationFailed, Unreachable } from "../../../../lib/server/errors";
import { answering, packageOf, world } from "../harness";
import type { WorkOnMember } from "../harness";

const update = packageOf("rollup6");
const set = { policies: [{ scope: "MachinePolicy", user: null, policy: "AllSigned" }] };

async function out(work: WorkOnMember): Promise<WorkOnMember> {
  await work.do("preflight-check", { pendingRestart: "warn", differentVersions: "warn" });
  await work.do("nlb-drainstop", { mode: "stop" });
  return work;
}
const started = (work: WorkOnMember) => work.changes.filter((change) => change === "job.start").length;

describe("install-update, of what the installer cannot bear", () => {
  it("looks for an execution policy right before the start, for one may have come since preflight, and starts nothing", async () => {
    const gpo = { came: false };
    const instead = answering("system.executionPolicy", async (real) => (gpo.came ? set : await real()));
    const at = world();
    const work = await at.work({ instead });
    await work.do("preflight-check", { package: update });
    await work.do("nlb-drainstop", { mode: "stop" });
    gpo.came = true;
    const refusal = await work.refusalOf("install-update", { package: update });
    refusal.code.should.equal("execution-policy");
    refusal.message.should.match(/MachinePolicy: AllSigned.*KB2810617\)\. Nothing was installed\..*gpupdate/);
    started(work).should.equal(0);
    at.member.version.should.equal("14.3.123.4");
  });

  it("looks again before each attempt", async () => {
    let looks = 0;
    // Preflight, and before the first attempt.
    const instead = answering("system.executionPolicy", async (real) => (++looks > 2 ? set : await real()));
    const work = await out(await world({ faults: ["installer-busy"] }).work({ instead }));
    (await work.refusalOf("install-update", { package: update })).code.should.equal("execution-policy");
    started(work).should.equal(1);
  });

  it("starts nothing where it cannot be told whether one is set", async () => {
    for (const [failure, code] of [
      [new OperationFailed({ server: "CAS1", operation: "system.executionPolicy", what: "denied", errorId: "denied" }), "execution-policy"],
      [new Unreachable({ server: "CAS1", operation: "system.executionPolicy", what: "no answer" }), "unreachable"],
    ] as const) {
      const gone = { now: false };
      const instead = answering("system.executionPolicy", async (real) => {
        if (gone.now) throw failure;
        return await real();
      });
      const work = await out(await world().work({ instead }));
      gone.now = true;
      await work.do("install-update", { package: update }).should.be.rejectedWith({ code });
      started(work).should.equal(0);
    }
  });

  it("does not ask where no installer of Exchange is run", async () => {
    const instead = answering("system.executionPolicy", () => set);
    const work = await out(await world().work({ instead }));
    await work.do("install-update", { package: packageOf("rollup6", { kind: "command", file: "C:\\Tools\\own.exe" }) });
    started(work).should.equal(1);
  });

  it("refuses an installer that would wait for a click, before anything is copied or started", async () => {
    const work = await out(await world().work());
    const sent = work.sent.length;
    const exe = packageOf("rollup6", { kind: "security-update", file: "C:\\Updates\\Exchange.exe" });
    const refusal = await work.refusalOf("install-update", { package: exe });
    refusal.code.should.equal("waits-for-a-person");
    refusal.message.should.match(/Nothing was installed\. Take the \.msp/);
    work.sent.should.have.length(sent);
  });

  it("refuses to install beside an interim update of Exchange 2010", async () => {
    const updates = [{ name: "Interim Update for Exchange Server 2010 (KB2581545)", kb: "KB2581545", installedAt: null }];
    const came = { now: false };
    const instead = answering("update.installed", async (real) => ({ ...((await real()) as object), ...(came.now ? { updates } : {}) }));
    const work = await out(await world().work({ instead }));
    came.now = true;
    const sent = work.sent.length;
    (await work.refusalOf("install-update", { package: update })).code.should.equal("interim-update");
    work.sent.should.have.length(sent);
  });

  it("refuses a setup whose license terms nobody has accepted", async () => {
    const work = await out(await world({ found: { build: "15.2.922.7" } }).work());
    const sent = work.sent.length;
    const cu = packageOf("servicePack3", { expectedBuild: "15.2.986.5", fitsBuilds: "" });
    const refusal = await work.refusalOf("install-update", { package: cu });
    refusal.code.should.equal("license-terms");
    refusal.message.should.match(/Nothing was installed\. Read the terms\..*_DiagnosticDataON, \/IAccept/);
    work.sent.should.have.length(sent);
  });
});
