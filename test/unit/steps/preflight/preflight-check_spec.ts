import { quoted } from "../../../../lib/texts";
import { said } from "../../../shared/english";
import should from "should";
import { packages } from "../../../../lib/adapters/lab";
import { OperationFailed, Unreachable } from "../../../../lib/server/errors";
import type { Layer } from "../../../../lib/server/server";
import { checks } from "../../../../lib/steps/preflight/checks";
import type { PreflightResult } from "../../../../lib/steps/preflight/preflight-check";
import { answering, packageOf, world } from "../harness";
import { beforeSetup, mediaFor, patchFor, tells } from "../products-and-cultures";

const update = packageOf("rollup6");
const unreachable = () => {
  throw new Unreachable({ server: "CAS1", operation: "system.info", what: "it does not answer" });
};

describe("preflight-check", () => {
  it("finds a healthy member fit, changes nothing and takes the picture with which later steps compare", async () => {
    const at = world();
    const work = await at.work();
    const result = await work.do<PreflightResult>("preflight-check", { package: update });
    result.should.containEql({ changed: false, port: "fit", text: "fit" });
    work.changes.should.eql([]);
    should(result.before.build).equal("14.3.123.4");
    should(result.before.nlb?.state).equal("converged");
    result.before.setupLog.offset.should.be.above(0);
    result.before.services.length.should.be.above(20);
    (result.before.cursor === null).should.be.false();
  });

  it("sends a member that has the update already out by its second output", async () => {
    const work = await world({ found: { build: "14.3.195.1" } }).work();
    (await work.do("preflight-check", { package: update })).should.containEql({
      port: "already-updated",
      alreadyUpdated: true,
      changed: false,
    });
    work.warnings.should.eql([]);
  });

  it("refuses a member that has the update but does not serve, and says that no run here has left it so", async () => {
    const at = world({ found: { build: "14.3.195.1", nlb: "stopped" } });
    const work = await at.work();
    const refusal = await work.refusalOf("preflight-check", { package: update });
    refusal.code.should.equal("not-fit");
    refusal.message.should.match(/is stopped in NLB and does not serve.*No run here has left it so/);
    await work.do("preflight-check", { package: update, foundOut: "leave-out" });
    work.warnings.join().should.match(/is stopped in NLB and does not serve/);
  });

  it("counts a newer build of the same service pack as updated", async () => {
    const work = await world({ found: { build: "14.3.513.0" } }).work();
    (await work.do("preflight-check", { package: update })).should.containEql({ port: "already-updated" });
  });

  it("names all that is wrong at once, and takes nothing as fit in spite of it", async () => {
    const at = world({ found: { freeDiskMb: 900, clockSkewMs: 600_000, pendingReboot: true, nlb: "stopped" } });
    const work = await at.work({
      flowProblems: [{ code: "no-catch", text: quoted("errors of other nodes are not caught"), serious: true }],
    });
    const refusal = await work.refusalOf("preflight-check", { package: packageOf("corrupt", { copyFrom: "" }) });
    refusal.code.should.equal("not-fit");
    for (const said of [/900 MB/, /clock is 10 min off/, /restart is pending/, /SHA-256/, /stopped in NLB/, /not caught/])
      refusal.message.should.match(said);
    work.changes.should.eql([]);
  });

  it("refuses a member that does not answer, and says so once", async () => {
    const work = await world().work({
      instead: (next) => async (server, op, args, call) =>
        server === "CAS1" && op !== "nlb.host" ? unreachable() : await next(server, op, args, call),
    });
    const refusal = await work.refusalOf("preflight-check", { package: update });
    refusal.code.should.equal("not-fit");
    refusal.message.should.match(/1 finding: reachable: .*does not answer/);
  });

  it("refuses a strong reason for a pending restart with its cause, unless it is to warn only", async () => {
    const at = world({ found: { pendingReboot: true } });
    (await (await at.work()).refusalOf("preflight-check")).message.should.match(/component-servicing/);
    const work = await at.work();
    await work.do("preflight-check", { pendingRestart: "warn" });
    work.warnings.join().should.match(/component-servicing/);
  });

  it("only warns of weak reasons for a pending restart", async () => {
    const weak = { reasons: [{ cause: "file-renames", weight: "weak", text: "a printer driver" }] };
    const work = await world().work({ instead: answering("system.pendingReboot", () => weak) });
    await work.do("preflight-check");
    work.warnings.join().should.match(/file-renames/);
  });

  it("refuses members of different versions, but not one that has the update already", async () => {
    const at = world({ found: { build: "14.3.100.0" } });
    (await (await at.work()).refusalOf("preflight-check", { package: update })).message.should.match(/CAS2 has 14\.3\.123\.4/);
    const work = await at.work();
    await work.do("preflight-check", { package: update, differentVersions: "warn" });
    work.warnings.should.have.length(2);

    const others = await world({ found: { build: "14.3.100.0" } }).work();
    await others.do("preflight-check", { package: packageOf("rollup6", { expectedBuild: "14.3.123.4" }), differentVersions: "refuse" });
  });

  it("warns of a member whose version cannot be read, by its name, and compares the others", async () => {
    const instead: Layer = (next) => (server, op, args, call) => {
      if (server === "CAS2" && op === "update.installed")
        return Promise.reject(new OperationFailed({ server, operation: op, what: "access is denied", errorId: "denied" }));
      return next(server, op, args, call);
    };
    const work = await world().work({ instead });
    await work.do("preflight-check", { package: update });
    work.warnings.should.have.length(1);
    work.warnings[0]!.should.match(/CAS2.*access is denied/);
    const other = await world({ found: { build: "14.3.100.0" } }).work({ instead });
    (await other.refusalOf("preflight-check", { package: update })).message.should.match(/CAS3 has 14\.3\.123\.4/);
  });

  it("refuses a package that is missing, unless it can be copied", async () => {
    const elsewhere = { file: "C:\\Nowhere\\rollup.msp" };
    (
      await (await world().work()).refusalOf("preflight-check", { package: packageOf("rollup6", { ...elsewhere, copyFrom: "" }) })
    ).message.should.match(/not on the member/);
    (
      await (await world().work()).refusalOf("preflight-check", { package: packageOf("rollup6", { ...elsewhere, sha256: null }) })
    ).message.should.match(/SHA-256/);
    await (await world().work()).do("preflight-check", { package: packageOf("rollup6", elsewhere) });
  });

  it("refuses a package that is not made for the installed version", async () => {
    const work = await world({ found: { build: "14.2.247.5" } }).work();
    (await work.refusalOf("preflight-check", { package: update, differentVersions: "warn" })).message.should.match(
      /package fits: .*made for builds 14\.3\.\*, but the member has 14\.2\.247\.5/,
    );
  });

  describe("of the account under which setup is to run", () => {
    const old = { found: { build: "14.2.247.5" } } as const;
    const named = packageOf("servicePack3", { account: "CONTOSO\\svc-setup" });
    const managed = packageOf("servicePack3", { account: "CONTOSO\\gmsa-exchange$" });
    const telling = (known: string, usableHere: string) => answering("job.account", () => ({ known, usableHere }));
    const options = { pendingRestart: "warn", differentVersions: "warn" };

    it("asks nothing where no account is named, or the package is not one of setup", async () => {
      const work = await world(old).work({ instead: answering("job.account", () => Promise.reject(new Error("asked"))) });
      await work.do("preflight-check", { package: packageOf("servicePack3"), ...options });
      await (await world().work()).do("preflight-check", { package: packageOf("rollup6", { account: named.account }) });
    });

    it("refuses one that the member does not know, may not use, or has no password for", async () => {
      for (const [update, instead, says] of [
        [named, telling("no", "unknown"), /account for setup: it does not know the account CONTOSO\\svc-setup/],
        [managed, telling("yes", "no"), /account for setup: it may not use the managed account CONTOSO\\gmsa-exchange\$/],
      ] as const) {
        const refusal = await (await world(old).work({ instead })).refusalOf("preflight-check", { package: update, ...options });
        refusal.code.should.equal("not-fit");
        refusal.message.should.match(says);
      }
      const without = answering("job.account", () => {
        throw new OperationFailed({
          server: "CAS1",
          operation: "job.account",
          errorId: "account-no-password",
          what: "no password",
          hint: "Enter it",
        });
      });
      const refusal = await (await world(old).work({ instead: without })).refusalOf("preflight-check", { package: named, ...options });
      refusal.message.should.match(/account for setup: could not be checked: no password \(Enter it\)/);
    });

    it("warns of what cannot be told without a logon, but not each time of what never can", async () => {
      const about = async (update: typeof named, instead: ReturnType<typeof telling>) => {
        const { warnings } = await (await world(old).work({ instead })).do<PreflightResult>("preflight-check", {
          package: update,
          ...options,
        });
        return warnings.map(said).filter((warning) => warning.startsWith("account for setup"));
      };
      (await about(named, telling("yes", "unknown"))).should.eql([]);
      (await about(managed, telling("yes", "yes"))).should.eql([]);
      (await about(named, telling("unknown", "unknown"))).join().should.match(/whether it knows the account .* could not be found out/);
      (await about(managed, telling("yes", "unknown")))
        .join()
        .should.match(/whether it may use the managed account .* could not be found out/);
    });
  });

  it("refuses a member found out of service, or leaves it out if it is told to", async () => {
    for (const nlb of ["stopped", "suspended"] as const) {
      const at = world({ found: { nlb } });
      (await (await at.work()).refusalOf("preflight-check")).message.should.match(new RegExp(`${nlb} in NLB`));
      (await (await at.work()).do("preflight-check", { foundOut: "leave-out" })).should.containEql({ foundOut: true });
    }
  });

  it("refuses a member that drains: somebody is taking it out", async () => {
    const at = world({ faults: ["drain-never-ends"] });
    await at.server().change("nlb.drain", {});
    (await (await at.work()).refusalOf("preflight-check")).message.should.match(/draining \(1009\)/);
  });

  it("refuses when too few others serve", async () => {
    const at = world();
    await at.server("CAS2").change("nlb.stop", {});
    await at.pass(60_000);
    (await (await at.work({ minInService: 2 })).refusalOf("preflight-check")).message.should.match(
      /1 of 2 others serve, but at least 2 must \(CAS2: stopped in NLB\)/,
    );
    const work = await at.work({ minInService: 1 });
    await work.do("preflight-check");
    work.warnings.join().should.match(/CAS2: stopped/);
  });

  it("refuses a member that the loop could not finish in time, in the loop's words and not as one that is unfit", async () => {
    const tooLate = quoted("CAS1 was not started: it takes about 4 h 00 min");
    const refusal = await (await world().work({ tooLate })).refusalOf("preflight-check");
    refusal.code.should.equal("window-closed");
    refusal.message.should.match(/^CAS1 was not started: it takes about 4 h 00 min Start again when the window is open/);
  });

  it("names all that is wrong if a member is too late and unfit as well", async () => {
    const work = await world({ found: { freeDiskMb: 900 } }).work({ tooLate: quoted("it is too late") });
    const refusal = await work.refusalOf("preflight-check");
    refusal.code.should.equal("not-fit");
    refusal.message.should.match(/900 MB.*it is too late/);
  });

  it("refuses two hosts of one priority: their cluster does not stop converging", async () => {
    const instead = answering("nlb.host", async (real) => ({ ...((await real()) as object), priority: 2 }));
    const refusal = await (await world().work({ instead })).refusalOf("preflight-check");
    refusal.message.should.match(/1 finding: NLB priorities: CAS1 and CAS2 have the same host priority in NLB \(2\)/);
  });

  it("warns of a busy installer, services that are down or disabled, Forefront's script, a window in SCOM and lesser problems of the flow", async () => {
    const at = world({ found: { rollupScript: true } });
    await at.server().change("scom.begin", { minutes: 600, reason: "PlannedOther", comment: "disk swap" });
    await at.server().change("services.stop", { name: "MSExchangeFBA" });
    await at.server().change("services.setStartType", { name: "MSExchangePop3", startType: "disabled" });
    await at.pass(60_000);
    const work = await at.work({ flowProblems: [{ code: "loose-end", text: quoted("a wire ends nowhere"), serious: false }] });
    const result = await work.do<PreflightResult>("preflight-check");
    for (const what of [/MSExchangeFBA/, /MSExchangePop3/, /CustomPatchInstallerActions/, /disk swap/, /ends nowhere/])
      result.warnings.map(said).join().should.match(what);
    work.warnings.should.have.length(result.warnings.length);
  });

  it("warns of parts that are in maintenance mode though the computer is not", async () => {
    const parts = { inMaintenance: 1, monitored: 2 };
    const work = await world().work({ instead: answering("scom.maintenance", async (real) => ({ ...((await real()) as object), parts })) });
    await work.do("preflight-check");
    work.warnings.join().should.match(/it is monitored, but 1 object that SCOM knows as part of it is in maintenance mode/);
  });

  it("warns where NLB persists its last state, and not where nothing tells that it does, as on a plain host", async () => {
    for (const [persistsLastState, warns] of [
      [true, true],
      [null, false],
      [false, false],
    ] as const) {
      const instead = answering("nlb.host", async (real) => ({ ...((await real()) as object), persistsLastState }));
      const work = await world().work({ instead });
      await work.do("preflight-check");
      should([persistsLastState, /persist/.test(work.warnings.join())]).eql([persistsLastState, warns]);
    }
  });

  it("refuses a member that is in no NLB cluster, unless members are taken out by other means", async () => {
    const instead = answering("nlb.host", () => {
      throw new OperationFailed({ server: "CAS1", operation: "nlb.host", what: "there is none", errorId: "nlb-no-node" });
    });
    const work = await world().work({ instead });
    const refusal = await work.refusalOf("preflight-check");
    refusal.message.should.match(/NLB: it is in no NLB cluster, .*: if that is done by other means, say so in the server-array node/);
  });

  it("goes without NLB, SCOM and Forefront where there are none", async () => {
    const none = (operation: "nlb.host" | "scom.maintenance") =>
      answering(operation, () => {
        throw new OperationFailed({
          server: "CAS1",
          operation,
          what: "there is none",
          errorId: operation === "nlb.host" ? "nlb-no-node" : "not-installed",
        });
      });
    const without: Layer = (next) => none("nlb.host")(none("scom.maintenance")(next));
    const work = await world({ found: { forefront: "not-installed" } }).work({
      instead: without,
      takenOut: "by-other-means",
      minInService: 0,
    });
    (await work.do<PreflightResult>("preflight-check")).before.should.containEql({ nlb: null });
    // The others, which have NLB, cannot tell whether its default host is the one without.
    work.warnings
      .filter((warning) => !warning.startsWith("other members"))
      .should.matchEach(/maintenance mode cannot be read/)
      .and.have.length(1);
  });

  it("warns of Forefront's hooks where no step takes them out before the installation, and does not where nothing must be taken out", async () => {
    for (const [forefront, leftOut, warns] of [
      ["enabled", ["fscutility"], true],
      ["enabled", [], false],
      ["disabled", ["fscutility"], false],
      ["not-installed", ["fscutility"], false],
    ] as const) {
      const work = await world({ found: { forefront } }).work({ leftOut });
      await work.do("preflight-check");
      should([forefront, leftOut, /Forefront: .*its hooks are in, but the flow has no fscutility/.test(work.warnings.join())]).eql([
        forefront,
        leftOut,
        warns,
      ]);
    }
    const script = await world({ found: { rollupScript: true } }).work({ leftOut: ["fscutility"] });
    await script.do("preflight-check");
    script.warnings.join().should.not.match(/no fscutility/);
  });

  it("warns of a member that SCOM watches and the flow does not quiet, and refuses a step for SCOM where the array has none", async () => {
    const watched = await world().work({ leftOut: ["scom-maintenance"] });
    await watched.do("preflight-check");
    watched.warnings.join().should.match(/maintenance mode: SCOM watches it, but the flow has no scom-maintenance/);
    const instead = answering("scom.maintenance", () => {
      throw new OperationFailed({ server: "CAS1", operation: "scom.maintenance", what: "there is none", errorId: "no-scom-server" });
    });
    const neither = await world().work({ instead, leftOut: ["scom-maintenance"] });
    await neither.do("preflight-check");
    neither.warnings.should.eql([]);
    const stepOnly = await (await world().work({ instead, leftOut: [] })).refusalOf("preflight-check");
    stepOnly.message.should.match(/maintenance mode: the flow has a scom-maintenance step, but the array names no SCOM server/);
  });

  it("warns that a broken package is fetched again", async () => {
    const work = await world().work();
    await work.do("preflight-check", { package: packageOf("rollup6", { file: packages.corrupt.file }) });
    work.warnings.join().should.match(/copied again/);
  });

  it("describes each of its checks for the docs, by a name of its own", () => {
    new Set(checks.map(({ name }) => name)).size.should.equal(checks.length);
    for (const { looksAt, refusesWhen } of checks) [looksAt, refusesWhen].should.matchEach(/^[a-zF].{10,}[^.]$/);
  });
});

describe("preflight-check, by product and culture", () => {
  const check = (update: unknown) => ["preflight-check", { package: update }] as const;
  const unfit = { pendingReboot: true, freeDiskMb: 900.7, installerCacheLost: true } as const;
  const gone = (product: string) =>
    `not-fit: CAS1 is not fit to start, 3 findings: pending restart: a restart is pending (component-servicing): a server role, feature or update of Windows waits for a restart; free disk space: only 900 MB are free on its system drive; 5120 MB are needed; installer cache: packages of Exchange that Windows Installer has kept for later are gone, so no patch can be installed: ${product}, as C:\\Windows\\Installer\\1f83c2d.msi (…). Nothing was touched.`;
  const terms = (file: string, switches: string) =>
    `not-fit: CAS1 is not fit to start, 1 finding: license terms: no argument for ${file} accepts the license terms of Exchange: setup would end at once (… One of these fits: ${switches}. …). Nothing was touched.`;
  const DATA = "/IAcceptExchangeServerLicenseTerms_DiagnosticDataON, /IAcceptExchangeServerLicenseTerms_DiagnosticDataOFF";
  const update = "Security Update for Exchange Server 2016 Cumulative Update 22 (KB5019758) 15.1.2375.37";
  // What is compared are builds, names and numbers, which no culture changes: a figure never has a comma.
  // biome-ignore format: a table is read by its rows
  {
    tells("passes a member that is fit for its patch", (product) => ({ step: check(patchFor(product)) }), [
      ["every one", "every one", "unchanged: fit"],
    ]);
    tells("passes a member that is fit for its setup", (product) => ({ ...beforeSetup(product), step: check(mediaFor(product)) }), [
      ["every one", "every one", "unchanged: fit"],
    ]);
    // 2010 asks for no license terms; the switch is another one since the cumulative updates of September 2021 (domain reference 4.4).
    tells("names the switch that setup lacks", (product) => ({ ...beforeSetup(product), step: check({ ...mediaFor(product), arguments: [] }) }), [
      ["2010", "every one", "unchanged: fit"],
      ["2013", "every one", terms("C:\\Updates\\Exchange2013-CU23\\Setup.exe", "/IAcceptExchangeServerLicenseTerms")],
      ["2016", "every one", terms("C:\\Updates\\Exchange2016-CU23\\Setup.exe", DATA)],
      ["2019", "every one", terms("C:\\Updates\\Exchange2019-CU15\\Setup.exe", DATA)],
      ["SE", "every one", terms("C:\\Updates\\ExchangeSE\\Setup.exe", DATA)],
    ]);
    // The way to the Subscription Edition is 2019.
    tells("names all that is wrong", (product) => ({ found: unfit, step: check(patchFor(product)) }), [
      ["2010", "every one", gone("Microsoft Exchange Server 2010")],
      ["2013", "every one", gone("Microsoft Exchange Server 2013")],
      ["2016", "every one", gone("Microsoft Exchange Server 2016")],
      ["2019", "every one", gone("Microsoft Exchange Server 2019")],
      ["SE", "every one", gone("Microsoft Exchange Server 2019")],
    ]);
    // An older version has not got it, and it is not made for that; of a newer one nobody knows whether it has what it brings.
    tells("refuses a security update of another version", () => ({ step: check(patchFor("exchange-2016")) }), [
      ["2010", "every one", `not-fit: CAS1 is not fit to start, 1 finding: package fits: ${update} is made for builds 15.1.2375.*, but the member has 14.3.123.4. Nothing was touched.`],
      ["2013", "every one", `not-fit: CAS1 is not fit to start, 1 finding: package fits: ${update} is made for builds 15.1.2375.*, but the member has 15.0.1473.3. Nothing was touched.`],
      ["2016", "every one", "unchanged: fit"],
      ["2019", "every one", `not-fit: CAS1 is not fit to start, 1 finding: package fits: it is not known whether the member has what ${update} brings: it has build 15.2.1544.4, which is newer than 15.1.2375.37, but of another version, service pack or cumulative update. Nothing was touched.`],
      ["SE", "every one", `not-fit: CAS1 is not fit to start, 1 finding: package fits: it is not known whether the member has what ${update} brings: it has build 15.2.1748.10, which is newer than 15.1.2375.37, but of another version, service pack or cumulative update. Nothing was touched.`],
    ]);
    tells("warns of Forefront where there is one", (product) => ({ work: { leftOut: ["fscutility"] }, step: check(patchFor(product)) }), [
      ["2010", "every one",
        "unchanged: fit, 1 warning",
        "warns: Forefront: Forefront is installed and its hooks are in, but the flow has no fscutility (take the hooks out) between this check and the installation: the installer can fail late and roll back"],
      ["2013", "every one", "unchanged: fit"],
      ["2016", "every one", "unchanged: fit"],
      ["2019", "every one", "unchanged: fit"],
      ["SE", "every one", "unchanged: fit"],
    ]);
  }
});
