import { said, saidIfAny } from "../../../shared/english";
import should from "should";
import type { InstallResult } from "../../../../lib/steps/update/install-update";
import { OperationFailed } from "../../../../lib/server/errors";
import type { Layer } from "../../../../lib/server/server";
import { hours, minutes } from "../../../../lib/time/duration";
import { answering, packageOf, world } from "../harness";
import type { WorkOnMember } from "../harness";

const update = packageOf("rollup6");

/** Out of service, as the steps before the installation leave a member. */
async function out(work: WorkOnMember): Promise<WorkOnMember> {
  await work.do("preflight-check", { pendingRestart: "warn", differentVersions: "warn" });
  await work.do("nlb-drainstop", { mode: "stop" });
  return work;
}

const endingWith = (exitCode: number | null, from = "finished") =>
  answering("job.poll", async (real) => {
    const poll = (await real()) as { state: string };
    return poll.state === from ? { ...poll, exitCode } : poll;
  });

describe("install-update", () => {
  it("installs, proves the build and says whether a restart is needed", async () => {
    for (const seed of [1, 2, 3, 4]) {
      const at = world({ seed });
      const work = await out(await at.work());
      const result = await work.do<InstallResult>("install-update", { package: update });
      result.should.containEql({ changed: true, build: "14.3.195.1", facts: { version: "14.3.195.1" } });
      result.restart.should.equal(result.exitCode === 3010 ? "needed" : "no");
      work.progress.some(({ text }) => /^installing, \d+ min$/.test(said(text))).should.be.true();
    }
  });

  it("refuses to install on a member that still serves, or drains", async () => {
    const at = world();
    const work = await at.work();
    (await work.refusalOf("install-update", { package: update })).code.should.equal("not-out");
    await at.server().change("nlb.drain", {});
    (await work.refusalOf("install-update", { package: update })).code.should.equal("not-out");
    work.changes.should.eql([]);
  });

  it("refuses where NLB cannot be read, and where there is none and nothing else tells that the member is out", async () => {
    const saying = (errorId: string) =>
      answering("nlb.host", () => {
        throw new OperationFailed({ server: "CAS1", operation: "nlb.host", what: "said", errorId });
      });
    const at = world();
    const work = await at.work({ instead: saying("GetWMIManagementException") });
    await work.refusalOf("install-update", { package: update }).should.be.rejectedWith(OperationFailed);
    work.changes.should.eql([]);
    const without = await at.work({ instead: saying("nlb-no-node") });
    (await without.refusalOf("install-update", { package: update })).code.should.equal("not-out");
    without.changes.should.eql([]);
    const alone = await at.work({ instead: saying("nlb-no-node"), takenOut: "behind-nothing", minInService: 0 });
    (await alone.do<InstallResult>("install-update", { package: update })).changed.should.be.true();
  });

  it("does nothing on a member that has the build already", async () => {
    const work = await out(await world({ found: { build: "14.3.195.1" } }).work());
    const sent = work.sent.length;
    (await work.do("install-update", { package: update })).should.containEql({ changed: false, restart: "no" });
    work.sent.should.have.length(sent);
  });

  it("goes on with the installer that it has started before a crash of ours, and hears its result", async () => {
    const at = world();
    const work = await out(await at.work());
    const first = await work.do<InstallResult>("install-update", { package: update });
    const sent = work.sent.length;
    const second = await work.again<InstallResult>("install-update", { package: update });
    work.sent.should.have.length(sent);
    second.should.containEql({ exitCode: first.exitCode, restart: first.restart });
  });

  it("goes on with an installer that is at work when it is started again half-way, and starts no second one", async () => {
    const at = world();
    const work = await out(await at.work());
    const dying = work.do("install-update", { package: update }).catch(() => "died");
    await at.pass(minutes(5));
    const sent = work.sent.length;
    work.changes.at(-1)!.should.equal("job.start");
    should((await work.again<InstallResult>("install-update", { package: update })).build).equal("14.3.195.1");
    work.sent.should.have.length(sent);
    (await dying).should.equal("died");
  });

  it("copies a package that is not there, by its hash", async () => {
    const at = world();
    const work = await out(await at.work());
    await work.do("install-update", { package: packageOf("rollup6", { file: "C:\\Updates\\fetched.msp" }) });
    work.changes.slice(-2).should.eql(["files.copy C:\\Updates\\fetched.msp", "job.start"]);
    at.member.version.should.equal("14.3.195.1");
  });

  it("refuses a package that is missing, of another hash, or not made for this version, before anything is started", async () => {
    const refused = async (differently: object) => {
      const work = await out(await world().work());
      const sent = work.sent.length;
      const { code } = await work.refusalOf("install-update", { package: packageOf("rollup6", differently) });
      work.sent
        .slice(sent)
        .filter(({ op }) => op === "job.start")
        .should.eql([]);
      return code;
    };
    (await refused({ file: "C:\\nowhere.msp", copyFrom: "" })).should.equal("package-missing");
    (await refused({ file: "C:\\nowhere.msp", copyFrom: "\\\\FILES1\\nowhere.msp" })).should.equal("package-missing");
    (await refused({ sha256: "0".repeat(64), copyFrom: "" })).should.equal("package-hash");
    (await refused({ file: "C:\\nowhere.msp", sha256: "0".repeat(64) })).should.equal("package-hash");
    (await refused({ fitsBuilds: "14.2." })).should.equal("package-unfit");
  });

  it("waits while another installation is running, with a job of its own for each attempt", async () => {
    const at = world({ faults: ["installer-busy"] });
    const work = await out(await at.work());
    const began = at.lab.clock.now();
    await work.do("install-update", { package: update, busyPauseMinutes: 90 });
    at.member.version.should.equal("14.3.195.1");
    const ids = work.sent.filter(({ op }) => op === "job.start").map(({ args }) => (args as { id: string }).id);
    new Set(ids).size.should.equal(3);
    (at.lab.clock.now() - began).should.be.above(hours(3));
    work.progress.some(({ text }) => /another installation is running/.test(said(text))).should.be.true();
  });

  it("starts nothing again where somebody has brought the member in while another installation was running", async () => {
    const tries = () => work?.sent.filter(({ op }) => op === "job.start").length ?? 0;
    const instead = answering("nlb.host", async (real) => ({
      ...((await real()) as object),
      ...(tries() > 0 ? { state: "converged" } : {}),
    }));
    let work: WorkOnMember | null = null;
    work = await out(await world({ faults: ["installer-busy"] }).work({ instead }));
    (await work.refusalOf("install-update", { package: update })).code.should.equal("not-out");
    tries().should.equal(1);
  });

  it("gives up when it is busy each time", async () => {
    const work = await out(await world({ faults: ["installer-busy"] }).work());
    (await work.refusalOf("install-update", { package: update, busyRetries: 1 })).code.should.equal("installer-busy");
  });

  it("explains a failed installer and names the services that it left disabled", async () => {
    const work = await out(await world({ faults: ["installer-fails"] }).work());
    const refusal = await work.refusalOf("install-update", { package: update });
    refusal.code.should.equal("installer-failed");
    refusal.message.should.match(/exit code 1603 \(fatal error/);
    refusal.message.should.match(/left 20 services disabled, among them MSExchangeAB/);
    refusal.message.should.match(/ServiceControl\.ps1 AfterPatch/);
  });

  it("names the log of an installer that failed, and quotes its end", async () => {
    const work = await out(await world({ faults: ["installer-fails"] }).work());
    const { message } = await work.refusalOf("install-update", { package: update });
    message.should.match(
      /Its log \(C:\\Updates\\.*\.msp\.log\) ends: “.*could not be installed\. Error code 1603.*MainEngineThread is returning 1603”/,
    );
    message.should.not.match(/Verbose logging/);
    const killed = await out(await world().work({ instead: endingWith(null) }));
    (await killed.refusalOf("install-update", { package: update })).message.should.match(
      /Read the end of C:\\Updates\\.*\.msp\.log on CAS1/,
    );
  });

  it("fails as it would where the log cannot be read", async () => {
    const instead = answering("files.tail", () => {
      throw new OperationFailed({ server: "CAS1", operation: "files.tail", what: "access is denied", errorId: "denied" });
    });
    const work = await out(await world({ faults: ["installer-fails"] }).work({ instead }));
    const refusal = await work.refusalOf("install-update", { package: update });
    refusal.code.should.equal("installer-failed");
    refusal.message.should.match(/exit code 1603/).and.not.match(/Its log/);
  });

  it("takes an installer without an exit code as failed", async () => {
    const work = await out(await world().work({ instead: endingWith(null) }));
    (await work.refusalOf("install-update", { package: update })).message.should.match(/ended without an exit code/);
  });

  it("tries once more when the Windows Installer service could not be reached", async () => {
    const work = await out(await world().work({ instead: endingWith(1601) }));
    (await work.refusalOf("install-update", { package: update })).message.should.match(/exit code 1601/);
    work.changes.filter((change) => change === "job.start").should.have.length(2);
  });

  it("waits until a member is back that the installer restarts unasked, and keeps it out", async () => {
    for (const early of [false, true]) {
      const at = world({ faults: early ? ["installer-restarts", "serves-too-early"] : ["installer-restarts"] });
      const work = await out(await at.work());
      if (early) await work.do("nlb-set-default-state", { state: "started" });
      const { bootedAt } = at.member;
      const result = await work.do<InstallResult>("install-update", { package: update });
      result.should.containEql({ exitCode: 1641, restart: "under-way" });
      at.member.bootedAt.should.not.equal(bootedAt);
      at.member.nlb.should.equal("stopped");
      work.progress.some(({ text }) => /not answering for \d+ min/.test(said(text))).should.be.true();
    }
  });

  it("keeps asking a member that has vanished until the limit, then says that nobody knows", async () => {
    const at = world({ faults: ["vanishes"] });
    const work = await out(await at.work());
    const began = at.lab.clock.now();
    const refusal = await work.refusalOf("install-update", { package: update, limitMinutes: 120 });
    refusal.code.should.equal("unreachable");
    (at.lab.clock.now() - began).should.be.above(hours(2));
    saidIfAny(work.progress.at(-1)?.text).should.match(/^installing: not answering for 2 h/);
  });

  it("fails when the installer does not end, though the member answers", async () => {
    const stuck = answering("job.poll", async (real) => {
      const poll = (await real()) as { state: string };
      return poll.state === "finished" ? { ...poll, state: "running", exitCode: null, finishedAt: null } : poll;
    });
    const work = await out(await world().work({ instead: stuck }));
    (await work.refusalOf("install-update", { package: update, limitMinutes: 60 })).code.should.equal("installer-limit");
    // Once, and not each time it is looked at.
    work.warnings.should.have.length(1);
    work.warnings[0]?.should.match(/running for 60 min\. If it stays at “Creating native images.*crl\.microsoft\.com/);
  });

  it("says nothing of revoked certificates where an installer is quick, or is none of Exchange", async () => {
    const work = await out(await world().work());
    await work.do("install-update", { package: update });
    const slow = answering("job.poll", async (real) => {
      const poll = (await real()) as { state: string };
      return poll.state === "finished" ? { ...poll, state: "running", exitCode: null, finishedAt: null } : poll;
    });
    const other = await out(await world().work({ instead: slow }));
    await other.refusalOf("install-update", { package: { ...update, kind: "command", expectedBuild: null }, limitMinutes: 90 });
    [...work.warnings, ...other.warnings].join().should.not.match(/revoked/);
  });

  it("fails when the installer says that it is done and the build is still the old one", async () => {
    const old = answering("update.installed", async (real) => ({ ...((await real()) as object), build: "14.3.123.4" }));
    const work = await out(await world().work({ instead: old }));
    (await work.refusalOf("install-update", { package: update })).code.should.equal("version-not-reached");
  });

  it("lets the log of setup decide, and asks for a restart after it", async () => {
    const work = await out(await world({ found: { build: "14.2.247.5" } }).work({ instead: endingWith(1) }));
    const result = await work.do<InstallResult>("install-update", { package: packageOf("servicePack3") });
    result.should.containEql({ restart: "needed", build: "14.3.123.4" });
  });

  for (const [how, rewritten] of Object.entries({
    "dots between the numbers of its dates": (log: string) => log.replace(/^\[(\d\d)\/(\d\d)\/(\d{4})/gm, "[$1.$2.$3"),
    "the year first": (log: string) => log.replace(/^\[(\d\d)\/(\d\d)\/(\d{4})/gm, "[$3-$1-$2"),
    "the day first": (log: string) => log.replace(/^\[(\d\d)\/(\d\d)\/(\d{4})/gm, "[$2/$1/$3"),
    "dots in its times": (log: string) => log.replace(/^(\[\S+ \d\d):(\d\d):(\d\d)/gm, "$1.$2.$3"),
  }))
    it(`takes a setup that went well for good where its log has ${how}`, async () => {
      const instead = answering("files.tail", async (real) => {
        const tail = (await real()) as { text: string };
        return { ...tail, text: rewritten(tail.text) };
      });
      const work = await out(await world({ found: { build: "14.2.247.5" } }).work({ instead }));
      (await work.do<InstallResult>("install-update", { package: packageOf("servicePack3") })).build?.should.equal("14.3.123.4");
    });

  it("fails by the log of setup, with the cause that it names, even if the exit code is 0", async () => {
    const work = await out(await world({ faults: ["installer-fails"], found: { build: "14.2.247.5" } }).work({ instead: endingWith(0) }));
    const refusal = await work.refusalOf("install-update", { package: packageOf("servicePack3") });
    refusal.code.should.equal("installer-failed");
    refusal.message.should.match(/log says that it did not complete: Fatal error during installation/);
  });

  const onOld = { found: { build: "14.2.247.5" } } as const;
  const account = "CONTOSO\\svc-setup";

  it("runs setup, and nothing else, as the account that the package names", async () => {
    const work = await out(await world(onOld).work());
    const asked: unknown[] = [];
    const seen = answering("job.start", (real, args) => {
      asked.push(args.account);
      return real();
    });
    for (const [name, found] of [
      ["servicePack3", onOld],
      ["rollup6", {}],
    ] as const) {
      const other = await out(await world(found).work({ instead: seen }));
      await other.do<InstallResult>("install-update", { package: packageOf(name, { account }) });
    }
    asked.should.eql([account, null]);
    await work.do<InstallResult>("install-update", { package: packageOf("servicePack3") });
  });

  it("says that nothing was installed where setup could not begin as its account, and what Windows says", async () => {
    const what = `the account ${account} may not log on as a batch job on this server`;
    const refusing = answering("job.start", () => {
      const said = { errorId: "account-batch-right", what, hint: "Give it the right." };
      throw new OperationFailed({ server: "CAS1", operation: "job.start", ...said });
    });
    const work = await out(await world(onOld).work({ instead: refusing }));
    const refusal = await work.refusalOf("install-update", { package: packageOf("servicePack3", { account }) });
    refusal.code.should.equal("account-refused");
    refusal.message.should.containEql(`setup did not begin as ${account}: ${what}. Nothing was installed.`);
    saidIfAny(refusal.reason.hint)?.should.containEql("Give it the right.");
  });

  it("does not blame the account where something else fails while setup begins", async () => {
    const failing = answering("job.poll", () => {
      throw new OperationFailed({ server: "CAS1", operation: "job.poll", what: "the job's folder cannot be read", errorId: "odd" });
    });
    let begun = false;
    const instead: Layer = (next) => (server, op, args, call) => {
      begun ||= op === "job.start";
      return (begun ? failing(next) : next)(server, op, args, call);
    };
    const work = await out(await world(onOld).work({ instead }));
    const failure = await work.do("install-update", { package: packageOf("servicePack3", { account }) }).then(
      () => null,
      (error: unknown) => error as { code?: string; message: string },
    );
    begun.should.be.true();
    should(failure?.code).not.equal("account-refused");
    should(failure?.message).match(/the job's folder cannot be read/);
  });

  it("installs Windows updates by their numbers, and knows them when it comes again", async () => {
    const work = await out(await world().work());
    const kbs = packageOf("rollup6", { kind: "windows-updates", file: "", expectedBuild: null, fitsBuilds: "", kbs: ["KB4012212"] });
    (await work.do<InstallResult>("install-update", { package: kbs })).should.containEql({ changed: true, restart: "needed" });
    (await work.do<InstallResult>("install-update", { package: kbs })).changed.should.be.false();
  });

  it("installs nothing where it cannot be told which updates there are, nor is it verified", async () => {
    const blind = answering("update.installed", async (real) => ({ ...((await real()) as object), updates: null }));
    const work = await out(await world().work({ instead: blind }));
    const kbs = packageOf("rollup6", { kind: "windows-updates", file: "", expectedBuild: null, fitsBuilds: "", kbs: ["KB4012212"] });
    const refusal = await work.refusalOf("install-update", { package: kbs });
    refusal.code.should.equal("updates-unknown");
    refusal.message.should.match(/not known whether .* since the Windows updates on the member could not be read\. Nothing was installed/);
    work.changes.join("\n").should.not.match(/job.start/);
    (await work.refusalOf("verify-health", { package: kbs, limitMinutes: 1 })).message.should.match(/not known whether/);
    (await work.refusalOf("preflight-check", { package: kbs })).message.should.match(/not known whether/);
  });
});
