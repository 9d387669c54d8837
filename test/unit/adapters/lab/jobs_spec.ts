import "should";
import { packages } from "../../../../lib/adapters/lab";
import { minutes, seconds } from "../../../../lib/time/duration";
import { aLab, ended, installing, LOG, refusalOf, restarted, serviceOf, settled } from "./a-lab";

const { rollup6, rollup32, corrupt, servicePack3, webFarm } = packages;
const SETUP_LOG = "C:\\ExchangeSetupLogs\\ExchangeSetup.log";
type OpenedLab = ReturnType<typeof aLab>;
const logOf = async ({ cas1 }: OpenedLab, path: string, offset = 0) => (await cas1.read("files.tail", { path, offset })).text;
const backup = (...args: string[]) => ({
  id: "backup",
  work: { kind: "command" as const, file: "C:\\Scripts\\backup.cmd", arguments: args },
  limitMinutes: 60,
  brings: null,
});

describe("An installer in the lab", () => {
  it("takes its time, brings the build and says so in the log and the events", async () => {
    const world = aLab();
    const { lab, clock, cas1 } = world;
    const { cursor } = await cas1.read("events.cursor", {});
    const from = clock.now();
    await cas1.change("job.start", installing(rollup6));
    const { exitCode } = await ended(lab, cas1);
    [0, 3010].should.containEql(exitCode);
    (clock.now() - from).should.be.within(minutes(15), minutes(41));
    (await cas1.read("update.installed", {})).should.match({ build: "14.3.195.1", updates: [{ name: rollup6.title, kb: "KB2936871" }] });
    const log = await logOf(world, LOG);
    log.should.startWith("=== Verbose logging started: ");
    log.should.match(new RegExp(`MainEngineThread is returning ${exitCode}\\r\\n=== Verbose logging stopped`));
    const { events } = await cas1.read("events.since", { cursor, levels: ["error", "information"] });
    events
      .filter(({ provider }) => provider === "MsiInstaller")
      .map(({ id }) => id)
      .should.containDeepOrdered([1040, 1022, 1036, 1042]);
  });

  it("stops services and disables them while it works, and gives them back at its end", async () => {
    const { lab, clock, cas1 } = aLab();
    await settled(lab, cas1, "services.stop", { name: "MSExchangeTransport" });
    const before = await cas1.read("services.list", {});
    await cas1.change("job.start", installing(rollup6));
    await clock.sleep(minutes(2));
    (await serviceOf(cas1, "W3SVC"))?.should.match({ status: "stopped", startType: "disabled" });
    (await serviceOf(cas1, "WinRM"))?.should.match({ status: "running", startType: "automatic" });
    await ended(lab, cas1);
    (await cas1.read("services.list", {})).should.deepEqual(before);
  });

  it("asks for a restart with some seeds, and the restart settles that", async () => {
    const codes = new Set<number | null>();
    for (const seed of [1, 2, 3, 4, 5, 6]) {
      const { lab, cas1 } = aLab({ seed });
      await cas1.change("job.start", installing(rollup6));
      const { exitCode } = await ended(lab, cas1);
      codes.add(exitCode);
      const { reasons } = await cas1.read("system.pendingReboot", {});
      reasons.map(({ cause }) => cause).should.deepEqual(exitCode === 3010 ? ["update-exe", "file-renames"] : []);
      await restarted(lab, cas1);
      (await cas1.read("system.pendingReboot", {})).reasons.should.deepEqual([]);
    }
    codes.should.deepEqual(new Set([0, 3010]));
  });

  it("gives up at once on a file that is missing, broken or does not fit", async () => {
    for (const [file, code] of [
      ["C:\\Updates\\nothing.msp", 1619],
      [corrupt.file, 1636],
      [rollup6.file, 1642],
    ] as const) {
      const { lab, clock, cas1 } = aLab({ found: { CAS1: { build: "14.3.195.1" } } });
      const from = clock.now();
      await cas1.change("job.start", installing({ ...rollup6, file }));
      (await ended(lab, cas1)).exitCode?.should.equal(code);
      (clock.now() - from).should.be.below(seconds(30));
      (await cas1.read("update.installed", {})).build?.should.equal("14.3.195.1");
      (await serviceOf(cas1, "W3SVC"))?.status.should.equal("running");
    }
  });

  it("installs a later rollup over an earlier one, not the other way round", async () => {
    const { lab, cas1 } = aLab();
    await cas1.change("job.start", installing(rollup32, "second"));
    await ended(lab, cas1, "second");
    await cas1.change("job.start", installing(rollup6, "first"));
    (await ended(lab, cas1, "first")).exitCode?.should.equal(1642);
    (await cas1.read("update.installed", {})).build?.should.equal("14.3.513.0");
  });

  it("that is started while another one runs ends with 1618", async () => {
    const { lab, cas1 } = aLab();
    await cas1.change("job.start", installing(rollup6, "first"));
    await cas1.change("job.start", installing(rollup32, "second"));
    (await ended(lab, cas1, "second")).exitCode?.should.equal(1618);
    (await ended(lab, cas1, "first")).exitCode?.should.not.equal(1618);
  });

  it("is not started twice under the same id", async () => {
    const { lab, cas1 } = aLab();
    await cas1.change("job.start", installing(rollup6));
    const first = await ended(lab, cas1);
    await cas1.change("job.start", installing(rollup6));
    (await cas1.read("job.poll", { id: "install" })).should.deepEqual(first);
  });

  it("dies when it is cancelled or the server restarts, and leaves the services disabled", async () => {
    for (const end of ["cancel", "restart", "limit"] as const) {
      const { lab, clock, cas1 } = aLab();
      await cas1.change("job.start", { ...installing(rollup6), limitMinutes: end === "limit" ? 5 : 180 });
      await clock.sleep(minutes(3));
      (await cas1.read("job.poll", { id: "install" })).should.match({ state: "running", exitCode: null, finishedAt: null });
      if (end === "cancel") await settled(lab, cas1, "job.cancel", { id: "install" });
      if (end === "restart") await restarted(lab, cas1);
      if (end === "limit") await clock.sleep(minutes(3));
      (await cas1.read("job.poll", { id: "install" })).should.match({ state: "finished", exitCode: null });
      (await serviceOf(cas1, "W3SVC"))?.should.match({ status: "stopped", startType: "disabled" });
      (await cas1.read("update.installed", {})).build?.should.equal("14.3.123.4");
    }
  });

  it("keeps its result over a restart", async () => {
    const { lab, cas1 } = aLab();
    await cas1.change("job.start", installing(rollup6));
    const result = await ended(lab, cas1);
    await restarted(lab, cas1);
    (await cas1.read("job.poll", { id: "install" })).should.deepEqual(result);
  });
});

describe("Setup in the lab", () => {
  const setup = {
    id: "install",
    work: { kind: "setup" as const, file: servicePack3.file, arguments: ["/mode:Upgrade"] },
    limitMinutes: 180,
    brings: { build: servicePack3.build },
  };

  it("appends to ExchangeSetup.log, which has an older run in it, in the product's form", async () => {
    const world = aLab({ found: { CAS1: { build: "14.2.247.5" } } });
    const { lab, cas1 } = world;
    const { offset, text } = await cas1.read("files.tail", { path: SETUP_LOG, offset: 0 });
    text.should.match(/Starting Microsoft Exchange Server 2010 Setup[^]*End of Setup/);
    await cas1.change("job.start", setup);
    (await ended(lab, cas1)).exitCode?.should.equal(0);
    const log = await logOf(world, SETUP_LOG, offset);
    log.should.match(/^\[01\/10\/2026 22:00:0\d\.0\d{3}\] \[0\] \*+\r\n/);
    log.should.match(
      /The locally installed version is 14\.2\.247\.5\.[^]*The Microsoft Exchange Server setup operation completed successfully\.[^]*End of Setup/,
    );
    (await cas1.read("update.installed", {})).build?.should.equal("14.3.123.4");
  });

  it("says that it failed", async () => {
    const world = aLab({ faulty: { CAS1: "installer-fails" } });
    const { offset } = await world.cas1.read("files.tail", { path: SETUP_LOG, offset: 0 });
    await world.cas1.change("job.start", setup);
    (await ended(world.lab, world.cas1)).exitCode?.should.equal(1);
    (await logOf(world, SETUP_LOG, offset)).should.match(
      /\[ERROR\][^]*The Exchange Server setup operation did not complete\.[^]*End of Setup/,
    );
  });
});

describe("Other jobs in the lab", () => {
  it("Windows updates are installed while the services run, and ask for a restart", async () => {
    const { lab, clock, cas1 } = aLab();
    const work = { kind: "windows-updates" as const, kbs: ["KB4012212"] };
    await cas1.change("job.start", { id: "wu", work, limitMinutes: 60, brings: null });
    await clock.sleep(minutes(2));
    (await cas1.read("job.poll", { id: "wu" })).text.should.match(/^installing KB4012212, \d+ %$/);
    (await serviceOf(cas1, "W3SVC"))?.status.should.equal("running");
    (await ended(lab, cas1, "wu")).exitCode?.should.equal(3010);
    (await cas1.read("update.installed", {})).updates?.map(({ kb }) => kb).should.deepEqual(["KB4012212"]);
    (await cas1.read("system.pendingReboot", {})).reasons.map(({ cause }) => cause).should.deepEqual(["windows-update"]);
  });

  it("a backup takes some minutes and writes the file that an argument names", async () => {
    const { lab, cas1 } = aLab();
    const path = "C:\\Backup\\proof.txt";
    await cas1.change("job.start", backup("/full", `/proof:${path}`));
    (await cas1.read("files.stat", { path })).exists.should.equal(false);
    (await ended(lab, cas1, "backup")).exitCode?.should.equal(0);
    (await cas1.read("files.stat", { path })).should.match({ exists: true, signature: "none" });
  });

  it("a backup whose name says that it fails does", async () => {
    const { lab, cas1 } = aLab();
    const failing = {
      ...backup("C:\\Backup\\proof.txt"),
      work: { kind: "command" as const, file: "C:\\Scripts\\backup-fails.cmd", arguments: [] },
    };
    await cas1.change("job.start", failing);
    (await ended(lab, cas1, "backup")).exitCode?.should.equal(1);
  });

  it("a package is copied from the share, if it is what it should be", async () => {
    const { lab, cas1 } = aLab({ role: "web-farm" });
    const { file, copyFrom, sha256, build } = webFarm;
    (await cas1.read("files.stat", { path: file })).exists.should.equal(false);
    (await refusalOf(cas1.change("files.copy", { from: `${copyFrom}.old`, to: file, sha256 }))).should.equal("no-such-file");
    (await refusalOf(cas1.change("files.copy", { from: corrupt.copyFrom, to: file, sha256 }))).should.equal("file-hash");
    await settled(lab, cas1, "files.copy", { from: copyFrom, to: file, sha256 });
    const work = { kind: "exe" as const, file, arguments: ["/quiet"] };
    await cas1.change("job.start", { id: "install", work, limitMinutes: 60, brings: { build } });
    await ended(lab, cas1);
    (await cas1.read("update.installed", {})).should.match({ product: "Web farm application", build: "2.4.0.118" });
  });
});
