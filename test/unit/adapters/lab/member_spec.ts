import should from "should";
import { packages } from "../../../../lib/adapters/lab";
import { Unreachable } from "../../../../lib/server/errors";
import { minutes, seconds } from "../../../../lib/time/duration";
import { aLab, restarted, settled } from "./a-lab";

const https = { scheme: "https" as const, port: 443, path: "/" };

describe("A member in the lab", () => {
  it("is a Windows Server 2008 R2 with Exchange 2010, PowerShell 2.0 and a clock of its own", async () => {
    const { clock, cas1, cas2 } = aLab();
    const info = await cas1.read("system.info", {});
    info.should.match({ computer: "CAS1", os: /Windows Server 2008 R2/, powershell: "2.0" });
    info.freeDiskMb.should.be.above(20_000);
    Date.parse(info.clock).should.be.approximately(clock.now(), seconds(2));
    const skews = [info.clock, (await cas2.read("system.info", {})).clock].map((at) => Date.parse(at) - clock.now());
    should(Math.abs((skews[0] ?? 0) - (skews[1] ?? 0))).be.above(300);
    (await cas1.read("update.installed", {})).should.match({ product: "Microsoft Exchange Server 2010", build: "14.3.123.4", updates: [] });
  });

  it("does not answer for some minutes while it boots, and has another boot time then", async () => {
    const { lab, clock, cas1 } = aLab();
    const before = await cas1.read("system.info", {});
    await cas1.change("system.restart", { bootedAt: before.bootedAt });
    const from = clock.now();
    await cas1.read("system.info", {}).should.be.rejectedWith(Unreachable);
    await cas1.change("nlb.stop", {}).should.be.rejectedWith(Unreachable);
    (await cas1.read("probe.http", https)).should.match({ status: null, error: { code: "timed-out" } });
    await settledBoot();
    (clock.now() - from).should.be.within(minutes(4), minutes(10));
    const after = await cas1.read("system.info", {});
    Date.parse(after.bootedAt).should.be.within(from, clock.now());

    async function settledBoot() {
      while (!lab.truth().members.CAS1?.reachable) await clock.sleep(seconds(5));
    }
  });

  it("does not restart when it has booted since the restart was decided on", async () => {
    const { lab, cas1 } = aLab();
    const { bootedAt } = await cas1.read("system.info", {});
    await restarted(lab, cas1);
    const now = await cas1.read("system.info", {});
    await cas1.change("system.restart", { bootedAt });
    (await cas1.read("system.info", {})).bootedAt.should.equal(now.bootedAt);
  });

  it("answers on its own address when its services run, whether NLB runs or not", async () => {
    const { lab, cas1 } = aLab();
    await settled(lab, cas1, "nlb.stop", {});
    (await cas1.read("probe.http", https)).should.match({ status: 302, location: "/owa/", error: null });
    for (const [path, status, location] of [
      ["/owa/", 302, "/owa/auth/logon.aspx"],
      ["/owa/auth/logon.aspx", 200, null],
      ["/owa/healthcheck.htm", 200, null],
    ] as const)
      (await cas1.read("probe.http", { ...https, path })).should.match({ status, location });
    for (const port of [25, 80, 135, 443]) (await cas1.read("probe.tcp", { port })).open.should.equal(true);
    (await cas1.read("probe.tcp", { port: 8080 })).should.match({ open: false, error: { code: "refused" } });
    (await cas1.read("probe.http", { ...https, port: 25 })).status?.should.equal(null);
    await settled(lab, cas1, "services.stop", { name: "W3SVC" });
    (await cas1.read("probe.http", https)).should.match({ status: null, error: { code: "refused" } });
    await settled(lab, cas1, "services.stop", { name: "MSExchangeTransport" });
    (await cas1.read("probe.tcp", { port: 25 })).open.should.equal(false);
  });

  it("runs the user's own script, which can tell whether it serves", async () => {
    const { lab, cas1 } = aLab();
    const ask = async (file: string) => (await cas1.read("script.look", { file })).exitCode;
    (await ask("C:\\Scripts\\serving.ps1")).should.equal(0);
    await settled(lab, cas1, "nlb.stop", {});
    (await ask("C:\\Scripts\\serving.ps1")).should.equal(1);
    (await ask("C:\\Scripts\\always-fails.ps1")).should.equal(1);
    (await ask("C:\\Scripts\\anything.ps1")).should.equal(0);
  });

  it("has packages on its disk, signed and with their hash, a broken one among them", async () => {
    const { cas1 } = aLab();
    const { file, sha256, size } = packages.rollup6;
    (await cas1.read("files.stat", { path: file.toUpperCase() })).should.deepEqual({ exists: true, size, sha256, signature: "valid" });
    const broken = await cas1.read("files.stat", { path: packages.corrupt.file });
    broken.signature.should.equal("invalid");
    broken.sha256?.should.not.equal(packages.corrupt.sha256);
    (await cas1.read("files.stat", { path: "C:\\nothing.txt" })).should.match({ exists: false, size: null, sha256: null });
    (await cas1.read("files.tail", { path: "C:\\nothing.txt", offset: 0 })).should.deepEqual({ exists: false, offset: 0, text: "" });
  });

  it("gives a log piece by piece, from where the last piece ended", async () => {
    const { cas1 } = aLab();
    const path = "C:\\ExchangeSetupLogs\\ExchangeSetup.log";
    const whole = await cas1.read("files.tail", { path, offset: 0 });
    let text = "";
    for (let offset = 0; offset < whole.offset; ) {
      const piece = await cas1.read("files.tail", { path, offset, atMostBytes: 500 });
      text += piece.text;
      offset = piece.offset;
    }
    text.should.equal(whole.text);
    (await cas1.read("files.tail", { path, offset: whole.offset + 1 })).text.should.equal(whole.text);
  });

  it("gives events after a cursor, oldest first, and says when there are more", async () => {
    const { lab, cas1 } = aLab();
    const { cursor } = await cas1.read("events.cursor", {});
    (await cas1.read("events.since", { cursor, levels: ["information"] })).should.deepEqual({ events: [], more: false });
    await restarted(lab, cas1);
    const all = await cas1.read("events.since", { cursor, levels: ["information"] });
    all.events.map(({ provider, id }) => `${provider} ${id}`).should.containDeepOrdered(["USER32 1074", "EventLog 6006", "EventLog 6005"]);
    const some = await cas1.read("events.since", { cursor, levels: ["information"], atMost: 2 });
    some.should.deepEqual({ events: all.events.slice(0, 2), more: true });
    const now = (await cas1.read("events.cursor", {})).cursor;
    (await cas1.read("events.since", { cursor: now, levels: ["information"] })).events.should.deepEqual([]);
  });

  it("can be found otherwise than usual when the world begins", async () => {
    const { cas1, cas2 } = aLab({
      found: { CAS1: { nlb: "suspended", build: "14.3.195.1", pendingReboot: true, freeDiskMb: 900 }, CAS2: { clockSkewMs: 600_000 } },
    });
    (await cas1.read("nlb.host", {})).state.should.equal("suspended");
    (await cas1.read("update.installed", {})).build?.should.equal("14.3.195.1");
    (await cas1.read("system.pendingReboot", {})).reasons.should.match([{ weight: "strong" }]);
    (await cas1.read("system.info", {})).freeDiskMb.should.equal(900);
    ((await cas2.read("nlb.host", {})).isDefaultHost === true).should.be.true();
    (Date.parse((await cas2.read("system.info", {})).clock) - cas2Clock()).should.be.above(590_000);

    function cas2Clock() {
      return Date.UTC(2026, 0, 10, 22);
    }
  });

  it("is found by its name in any case and with a domain; others do not answer", async () => {
    const { server } = aLab();
    (await server("cas1.contoso.com").read("system.info", {})).computer.should.equal("CAS1");
    await server("CAS9").read("system.info", {}).should.be.rejectedWith(Unreachable);
  });

  it("of a web farm has neither Exchange nor Forefront", async () => {
    const { cas1 } = aLab({ role: "web-farm" });
    (await cas1.read("update.installed", {})).should.match({ product: "Web farm application", build: "2.3.0.92" });
    (await cas1.read("forefront.status", {})).state.should.equal("not-installed");
    (await cas1.read("services.list", {})).services.map(({ name }) => name).should.containEql("W3SVC");
    (await cas1.read("nlb.host", {})).state.should.equal("converged");
  });
});
