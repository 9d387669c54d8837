import { said } from "../../../shared/english";
import should from "should";
import type { VerifyResult } from "../../../../lib/steps/health/verify-health";
import { minutes } from "../../../../lib/time/duration";
import { answering, packageOf, world } from "../harness";
import type { SmallWorld } from "../harness";
import { updated } from "./updated";
import { beforeSetup, mediaFor, outOfService, patchFor, tells } from "../products-and-cultures";
import type { Play } from "../products-and-cultures";

const update = packageOf("rollup6");

const errorEvent = (at: string, provider = "MSExchange ADAccess") => ({
  log: "Application",
  record: 99_999,
  id: 2114,
  provider,
  level: "error",
  at,
  message: "",
});
/** The lab's own are left out. */
const withErrors = (at: () => string) =>
  answering("events.since", (_, { cursor }) => ({
    events: (cursor.Application ?? 0) < 99_999 ? [errorEvent(at())] : [],
    more: false,
  }));

describe("verify-health", () => {
  it("finds an updated member healthy and changes nothing", async () => {
    const work = await updated(world());
    const sent = work.sent.length;
    (await work.do("verify-health", { package: update, tcpPorts: [25, 443], httpProbes: [{ path: "/owa" }] })).should.containEql({
      changed: false,
    });
    work.sent.should.have.length(sent);
  });

  it("fails for a service that ran before and does not now, after it has had time to come up", async () => {
    const at = world();
    const work = await updated(at);
    await at.server().change("services.stop", { name: "MSExchangeFBA" });
    const began = at.lab.clock.now();
    const refusal = await work.refusalOf("verify-health", { settleMinutes: 6 });
    refusal.code.should.equal("verify-failed");
    refusal.message.should.match(/1 finding: MSExchangeFBA was running before and is stopped now/);
    (at.lab.clock.now() - began).should.be.within(minutes(6), minutes(8));
  });

  it("asks nobody to put a member back, nor speaks of its update, where nothing was installed", async () => {
    const work = await world().work();
    await work.do("preflight-check", { pendingRestart: "warn" });
    const { message } = await work.refusalOf("verify-health", { tcpPorts: [9], settleMinutes: 2 });
    message.should.match(/^CAS1 is not healthy after 2 min, 1 finding: .*\. Nothing was installed on it in this run\. /);
    message.should.not.match(/put it back|its update/);
  });

  it("passes when the service comes up meanwhile", async () => {
    const at = world();
    const work = await updated(at);
    await at.server().change("services.stop", { name: "MSExchangeFBA" });
    await at.pass(10_000);
    const [result] = await Promise.all([
      work.do("verify-health", { settleMinutes: 6 }),
      at.pass(minutes(3)).then(() => at.server().change("services.start", { name: "MSExchangeFBA" })),
    ]);
    said(result.text).should.match(/^healthy/);
  });

  it("fails for a service that became disabled, and names the repair", async () => {
    const at = world();
    const work = await updated(at);
    await at.server().change("services.setStartType", { name: "W3SVC", startType: "disabled" });
    (await work.refusalOf("verify-health", { settleMinutes: 1 })).message.should.match(
      /W3SVC is disabled, was automatic .*Set-Service W3SVC -StartupType automatic/,
    );
  });

  it("minds neither services that were stopped before nor those that the run keeps stopped", async () => {
    const at = world();
    await at.server().change("services.stop", { name: "MSExchangeFBA" });
    await at.pass(10_000);
    const work = await updated(at);
    await at.server().change("services.stop", { name: "MSExchangeFBA" });
    await work.do("service-control", { action: "stop", services: ["MSExchangeAB"] });
    await work.do("fscutility", { action: "disable" });
    await work.do("verify-health", { settleMinutes: 1 });
  });

  it("without a picture from preflight, holds services against how the run found them", async () => {
    const at = world();
    const work = await at.work();
    await work.do("verify-health", { settleMinutes: 1 });
    await at.server().change("services.stop", { name: "MSExchangeFBA" });
    (await work.refusalOf("verify-health", { settleMinutes: 1 })).message.should.match(
      /MSExchangeFBA was running before and is stopped now/,
    );
  });

  it("fails when the build is not the expected one, or a probe is not answered", async () => {
    const work = await world().work();
    const refusal = await work.refusalOf("verify-health", {
      package: update,
      settleMinutes: 1,
      tcpPorts: [4711],
      httpProbes: [{ port: 8443, path: "/owa" }],
    });
    for (const said of [
      /3 findings/,
      /build is 14\.3\.123\.4 instead of 14\.3\.195\.1/,
      /port 4711 does not accept/,
      /https port 8443, \/owa: no answer/,
    ])
      refusal.message.should.match(said);
  });

  it("passes where OWA sends to its sign-on page, and fails where that is not expected, or where it sends to an error page", async () => {
    const owa = { package: update, settleMinutes: 1, httpProbes: [{ path: "/owa/" }] };
    const work = await updated(world());
    await work.do("verify-health", owa);
    const strict = { ...owa, httpProbes: [{ path: "/owa/", status: "200" }] };
    (await work.refusalOf("verify-health", strict)).message.should.match(/https port 443, \/owa\/: status 302 instead of 200/);
    const sent = { status: 302, location: "/owa/auth/errorfe.aspx?httpCode=500", ms: 5, error: null };
    const broken = await updated(world(), { instead: answering("probe.http", () => sent) });
    (await broken.refusalOf("verify-health", owa)).message.should.match(
      /status 302, and sends its caller on to an error page \(\/owa\/auth/,
    );
  });

  it("fails for a service that crashes whenever it is started", async () => {
    const work = await updated(world({ faults: ["service-stays-down"] }));
    (await work.refusalOf("verify-health", { settleMinutes: 4 })).message.should.match(/MSExchangeServiceHost/);
  });

  it("reports new errors, or fails for those after the boot if it is told to, without the ignored ones", async () => {
    const at = world();
    const later = () => new Date(at.lab.clock.now()).toISOString();
    const work = await updated(at, { instead: withErrors(later) });
    should((await work.do<VerifyResult>("verify-health")).errors?.all).equal(1);
    const fail = { newErrors: "fail", settleMinutes: 1 };
    (await work.refusalOf("verify-health", fail)).message.should.match(/1 error from MSExchange ADAccess\/2114 after the boot/);
    await work.do("verify-health", { ...fail, ignoreEvents: ["msexchange adaccess/2114"] });
    await work.do("verify-health", { ...fail, ignoreEvents: ["MSExchange ADAccess"] });
  });

  it("does not fail for errors that the update and the boot themselves caused", async () => {
    for (let seed = 1; seed < 20; seed++) {
      const at = world({ seed });
      const early = new Date(at.lab.clock.now() + minutes(5)).toISOString();
      const work = await updated(at, { instead: withErrors(() => early) });
      if (!work.changes.includes("system.restart")) continue;
      const result = await work.do<VerifyResult>("verify-health", { newErrors: "fail", settleMinutes: 1 });
      should(result.errors).eql({ all: 1, afterBoot: 0, complete: true });
      return;
    }
    throw new Error("No seed restarts.");
  });

  it("reads the log of setup where one was run", async () => {
    const at = world({ found: { build: "14.2.247.5" } });
    const sp3 = packageOf("servicePack3");
    let torn = false;
    const log = answering("files.tail", async (real) => {
      const tail = (await real()) as { text: string };
      return torn
        ? { ...tail, text: tail.text.replace(/The Microsoft Exchange Server setup operation completed successfully\./g, "") }
        : tail;
    });
    const work = await at.work({ instead: log });
    await work.do("preflight-check", { package: sp3, differentVersions: "warn" });
    await work.do("nlb-drainstop", { mode: "stop" });
    await work.do("install-update", { package: sp3 });
    await work.do("restart-server");
    await work.do("verify-health", { package: sp3 });
    torn = true;
    (await work.refusalOf("verify-health", { package: sp3, settleMinutes: 1 })).message.should.match(/log does not say how it ended/);
  });

  it("cannot be fooled by a setup log of a former run", async () => {
    const at = world({ found: { build: "14.2.247.5" } });
    const sp3 = packageOf("servicePack3");
    let silent = false;
    const log = answering("files.tail", async (real) => (silent ? { exists: true, offset: 0, text: "" } : await real()));
    const work = await at.work({ instead: log });
    await work.do("preflight-check", { package: sp3, differentVersions: "warn" });
    await work.do("nlb-drainstop", { mode: "stop" });
    await work.do("install-update", { package: sp3 });
    silent = true;
    (await work.refusalOf("verify-health", { package: sp3, settleMinutes: 1 })).message.should.match(/wrote nothing/);
  });
});

describe("verify-health, by product and culture", () => {
  type Product = Parameters<typeof mediaFor>[0];
  const look = { settleMinutes: 1, tcpPorts: [25, 443], httpProbes: [{ path: "/owa/" }] };
  const verified = (product: Product, play: Pick<Play, "faults" | "meanwhile"> & { readonly options?: object }): Play => {
    const media = mediaFor(product);
    const { options = {}, ...rest } = play;
    const after = [...outOfService(media), ["install-update", { package: media }], ["restart-server", { settleMinutes: 5 }]] as const;
    return { ...beforeSetup(product), after, ...rest, step: ["verify-health", { package: media, ...look, ...options }] };
  };
  /** An installer that restarts the server by itself, and no step that waits for the boot: what Windows logs at it is judged. */
  const booted = (product: Product): Play => {
    const patch = patchFor(product);
    const after = [...outOfService(patch), ["install-update", { package: patch }]] as const;
    return { faults: ["installer-restarts"], after, step: ["verify-health", { package: patch, settleMinutes: 10, newErrors: "fail" }] };
  };
  const stopped = async (at: SmallWorld) => {
    await at.server().change("services.stop", { name: "MSExchangeServiceHost" });
    await at.server().change("services.setStartType", { name: "W3SVC", startType: "disabled" });
  };
  const failed = (findings: string) =>
    `verify-failed: CAS1 is not healthy 1 min after its update, ${findings}. Fix what is named, then verify it again and put it back.`;
  const build = (is: string, expected: string) =>
    `verify-failed: CAS1 is not healthy after 1 min, 1 finding: the build is ${is} instead of ${expected}. Nothing was installed on it in this run. Fix what is named, and check whether the flow leaves out an install step.`;
  // biome-ignore format: a table is read by its rows
  {
    // BITS, an updater of a browser and what Windows starts for a user come and go by themselves; Windows logs an error at each boot.
    tells("finds a member healthy", (product) => verified(product, {}), [
      ["every one", "every one", "unchanged: healthy; 1 error logged since before the update, 0 of them after the boot; no longer running, and not missed: WpnUserService_1b3f9, edgeupdate, BITS"],
    ]);
    tells("names the build that is not there", (product) => ({ ...beforeSetup(product), after: [["preflight-check"]], step: ["verify-health", { package: mediaFor(product), ...look }] }), [
      ["2010", "every one", build("14.2.247.5", "14.3.123.4")],
      ["2013", "every one", build("15.0.1473.3", "15.0.1497.2")],
      ["2016", "every one", build("15.1.2375.7", "15.1.2507.6")],
      ["2019", "every one", build("15.2.1544.4", "15.2.1748.10")],
      ["SE", "every one", build("15.2.1748.10", "15.2.2562.17")],
    ]);
    // By name, whatever they are called in the list of services of that culture.
    tells("names services that are worse than before", (product) => verified(product, { meanwhile: stopped }), [
      ["every one", "every one", failed("2 findings: MSExchangeServiceHost was running before and is stopped now; W3SVC is disabled, was automatic (to fix it: Set-Service W3SVC -StartupType automatic; for all of them: <Exchange>\\Bin\\ServiceControl.ps1 AfterPatch)")],
    ]);
    tells("names a restart that is pending again, and a web server with an old TLS", (product) => verified(product, { faults: ["restart-again", "old-tls"] }), [
      ["every one", "every one", failed("2 findings: a restart is pending on CAS1 (component-servicing): a server role, feature or update of Windows waits for a restart; https port 443, /owa/: no answer (it speaks none of the TLS versions of this probe (1.0 to 1.3): its TLS is too old or too new)")],
    ]);
    // Windows cannot put some of its own events into words, in whatever language.
    tells("names an event that the server has no text for", booted, [
      ["every one", "every one", "verify-failed: CAS1 is not healthy 10 min after its update, 1 finding: 1 error from Service Control Manager/7023 after the boot, for which the server has no text. Fix what is named, then verify it again and put it back."],
    ]);
  }
});
