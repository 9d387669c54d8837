import { said } from "../../../shared/english";
import should from "should";
import type { RestartResult } from "../../../../lib/steps/restart/restart-server";
import { minutes } from "../../../../lib/time";
import { answering, packageOf, world } from "../harness";
import type { WorkOnMember, SmallWorld } from "../harness";
import { beforeSetup, mediaFor, outOfService, tells } from "../products-and-cultures";
import type { Play } from "../products-and-cultures";

const update = packageOf("rollup6");

async function out(at: SmallWorld, options: object = {}): Promise<WorkOnMember> {
  const work = await at.work(options);
  await work.do("preflight-check", { pendingRestart: "warn" });
  await work.do("nlb-drainstop", { mode: "stop" });
  await work.do("nlb-set-default-state", { state: "stopped" });
  return work;
}

/** The seeds of the lab whose installer does, and does not, ask for a restart. */
async function installed(
  asks: boolean,
  faults: Parameters<typeof world>[0] = {},
  options: object = {},
): Promise<{ at: SmallWorld; work: WorkOnMember }> {
  for (let seed = 1; seed < 20; seed++) {
    const at = world({ seed, ...faults });
    const work = await out(at, options);
    const result = await work.do("install-update", { package: update });
    if ((result as { restart?: string }).restart === (asks ? "needed" : "no")) return { at, work };
  }
  throw new Error("No seed does that.");
}

const restarts = (work: WorkOnMember): number => work.changes.filter((change) => change === "system.restart").length;

describe("restart-server", () => {
  it("restarts when the installer has asked for it, proves the boot, and not a second time", async () => {
    const { at, work } = await installed(true);
    const { bootedAt } = at.member;
    const result = await work.do<RestartResult>("restart-server");
    result.changed.should.be.true();
    at.member.bootedAt.should.not.equal(bootedAt);
    should(result.bootedAt).equal(at.member.bootedAt);
    should(work.sent.at(-1)).containEql({ op: "system.restart", undo: null });
    work.progress.some(({ text }) => /^boot: not answering for \d+ (s|min)$/.test(said(text))).should.be.true();
    (await work.do("restart-server")).changed.should.be.false();
    restarts(work).should.equal(1);
  });

  it("waits until the services run again", async () => {
    const { at, work } = await installed(true);
    await work.do("restart-server");
    should(at.member.services.MSExchangeTransport?.status).equal("running");
  });

  it("waits for a member that it had told to restart before its process died, and does not tell it again", async () => {
    const { at, work } = await installed(true);
    void work.do("restart-server").catch(() => undefined);
    await at.pass(minutes(1));
    at.member.reachable.should.be.false();
    const again = await work.again<RestartResult>("restart-server");
    const text = "restarted: this run had told it to before it was interrupted";
    again.should.containEql({ changed: true, text, bootedAt: at.member.bootedAt });
    restarts(work).should.equal(1);
  });

  it("does not restart when nothing asks for it", async () => {
    const { work } = await installed(false);
    (await work.do("restart-server")).should.containEql({ changed: false, text: "no restart is needed" });
    restarts(work).should.equal(0);
  });

  it("restarts for a new strong reason, but not for one that was there before the update", async () => {
    const work = await out(world({ found: { pendingReboot: true } }));
    (await work.do("restart-server")).changed.should.be.false();

    const fresh = { reasons: [{ cause: "windows-update", weight: "strong", text: "an update waits" }] };
    let booted = false;
    const at = world();
    const instead = answering("system.pendingReboot", (real) => (booted ? fresh : real()));
    const other = await out(at, { instead });
    booted = true;
    (await other.do("restart-server")).text.should.match(/an update waits/);
    restarts(other).should.equal(1);
  });

  it("does not restart for a new weak reason", async () => {
    const weak = { reasons: [{ cause: "file-renames", weight: "weak", text: "a printer driver" }] };
    let later = false;
    const work = await out(world(), { instead: answering("system.pendingReboot", (real) => (later ? weak : real())) });
    later = true;
    (await work.do("restart-server")).changed.should.be.false();
  });

  it("restarts once when it is told to always", async () => {
    const { work } = await installed(false);
    (await work.do("restart-server", { when: "always" })).changed.should.be.true();
    (await work.do("restart-server", { when: "always" })).changed.should.be.false();
    restarts(work).should.equal(1);
  });

  it("refuses to restart a member that serves", async () => {
    const work = await world().work();
    (await work.refusalOf("restart-server", { when: "always" })).code.should.equal("not-out");
    work.changes.should.eql([]);
  });

  it("fails when the member does not come back", async () => {
    const { work } = await installed(true, { faults: ["reboot-hangs"] });
    const refusal = await work.refusalOf("restart-server", { limitMinutes: 30 });
    refusal.code.should.equal("restart-limit");
    refusal.message.should.match(/30 min/);
  });

  it("fails when the boot time stays the old one, although the server answers", async () => {
    const never = answering("system.restart", () => undefined);
    const work = await out(world(), { instead: never });
    (await work.refusalOf("restart-server", { when: "always", limitMinutes: 10 })).message.should.match(/no new boot time within 10 min/);
  });

  it("does not take it for a boot when the boot time moves by seconds, as it does when the clock is set", async () => {
    let going: WorkOnMember | null = null;
    let last = { bootedAt: "" };
    let lateLooks = 0;
    // It answers twice before it goes down.
    const slow = answering("system.info", async (real) => {
      if (going !== null && restarts(going) > 0 && lateLooks++ < 2)
        return { ...last, bootedAt: new Date(Date.parse(last.bootedAt) + 4000).toISOString() };
      last = (await real()) as typeof last;
      return last;
    });
    const { at, work } = await installed(true, {}, { instead: slow });
    going = work;
    should((await work.do<RestartResult>("restart-server")).bootedAt).equal(at.member.bootedAt);
    lateLooks.should.be.above(1);
  });

  it("stops a member at once that serves after its boot, and says so", async () => {
    const { at, work } = await installed(true, { faults: ["serves-too-early"] });
    await work.do("restart-server");
    at.member.nlb.should.equal("stopped");
    work.changes.slice(-2).should.eql(["system.restart", "nlb.stop"]);
    should(work.sent.at(-1)).containEql({ undo: null });
    work.warnings.at(-1)!.should.match(/^CAS1 was in service in NLB \(converging\) \d+ s after its boot, before it was verified\./);
    work.warnings.at(-1)!.should.match(/takes its last state again after a boot, .*; this may be the reason\.$/);
    const sinceBoot = at.lab.truth().serving.filter(({ atMs }) => atMs > Date.parse(at.member.bootedAt));
    sinceBoot.filter(({ taking }) => taking.includes("CAS1")).should.eql([]);
  });

  for (const [persistsLastState, why] of [
    [null, /somebody or something has started it, unless NLB has taken its last state again/],
    [false, /does not take its last state again after a boot, so somebody or something has started it\.$/],
  ] as const) {
    it(`fails where somebody has started it and it took traffic, and names no setting of NLB as the reason (last state kept: ${persistsLastState})`, async () => {
      let going: { at: SmallWorld; work: WorkOnMember } | null = null;
      let clients: number | null = null;
      const instead = answering("nlb.host", async (real) => {
        const host = (await real()) as { state: string };
        const { at, work } = going ?? {};
        const upFor = at === undefined ? 0 : at.lab.clock.now() - Date.parse(at.member.bootedAt);
        if (at === undefined || work === undefined || restarts(work) === 0 || clients !== null || upFor < minutes(2))
          return { ...host, persistsLastState };
        await at.server().change("nlb.start", {});
        await at.pass(minutes(3));
        ({ clients } = at.member);
        return { ...((await real()) as object), persistsLastState };
      });
      going = await installed(true, {}, { instead });
      const refusal = await going.work.refusalOf("restart-server");
      refusal.code.should.equal("serves-unverified");
      refusal.message.should.match(/CAS1 had come into service unverified and was stopped again/);
      should(clients).be.above(0);
      going.work.warnings.join().should.match(why);
      going.work.warnings.join().should.match(/in service in NLB \(converged\) \d+ min after its boot/);
      going.work.warnings.join().should.match(new RegExp(`; ${clients} clients? (was|were) cut\\.`));
      going.at.member.nlb.should.equal("stopped");
    });
  }

  it("says that the default state brings a member in at each boot, where it is Started", async () => {
    const at = world();
    const work = await at.work();
    await work.do("preflight-check", { pendingRestart: "warn" });
    await work.do("nlb-drainstop", { mode: "stop" });
    await work.do("restart-server", { when: "always" });
    work.warnings.join().should.match(/Its default state is started, so NLB starts at each boot/);
    work.warnings.join().should.not.match(/last state/);
  });

  it("goes on with a warning when a service does not come up: verify-health decides", async () => {
    const { work } = await installed(true, { faults: ["service-stays-down"] });
    (await work.do("restart-server", { settleMinutes: 5 })).changed.should.be.true();
    work.warnings.join().should.match(/MSExchangeServiceHost/);
    (await work.refusalOf("verify-health", { package: update, settleMinutes: 5 })).code.should.equal("verify-failed");
  });

  it("does not restart again when the installer has restarted the server itself", async () => {
    const at = world({ faults: ["installer-restarts"] });
    const work = await out(at);
    await work.do("install-update", { package: update });
    const result = await work.do<RestartResult>("restart-server");
    result.should.containEql({ changed: false, bootedAt: at.member.bootedAt });
    restarts(work).should.equal(0);
  });
});

describe("restart-server, by product and culture", () => {
  /** After setup, which always needs a restart (domain reference 4.4). */
  const afterSetup = (product: Parameters<typeof mediaFor>[0], play: Pick<Play, "faults" | "step">): Play => {
    const media = mediaFor(product);
    return { ...beforeSetup(product), after: [...outOfService(media), ["install-update", { package: media }]], ...play };
  };
  const late = "warns: 5 min after its boot this service is not running yet: MSExchangeServiceHost.";
  // biome-ignore format: a table is read by its rows
  {
    tells("restarts since setup has asked for it", (product) => afterSetup(product, { step: ["restart-server"] }), [
      ["2010", "every one", "changed: restarted: Microsoft Exchange Server 2010 Service Pack 3 asked for it"],
      ["2013", "every one", "changed: restarted: Cumulative Update 23 for Exchange Server 2013 asked for it"],
      ["2016", "every one", "changed: restarted: Cumulative Update 23 for Exchange Server 2016 asked for it"],
      ["2019", "every one", "changed: restarted: Cumulative Update 15 for Exchange Server 2019 asked for it"],
      ["SE", "every one", "changed: restarted: Microsoft Exchange Server Subscription Edition asked for it"],
    ]);
    tells("names a service that stays down", (product) => afterSetup(product, { faults: ["service-stays-down"], step: ["restart-server", { settleMinutes: 5 }] }), [
      ["2010", "every one", "changed: restarted: Microsoft Exchange Server 2010 Service Pack 3 asked for it", late],
      ["2013", "every one", "changed: restarted: Cumulative Update 23 for Exchange Server 2013 asked for it", late],
      ["2016", "every one", "changed: restarted: Cumulative Update 23 for Exchange Server 2016 asked for it", late],
      ["2019", "every one", "changed: restarted: Cumulative Update 15 for Exchange Server 2019 asked for it", late],
      ["SE", "every one", "changed: restarted: Microsoft Exchange Server Subscription Edition asked for it", late],
    ]);
    tells("needs no reason that was there before", () => ({ found: { pendingReboot: true }, after: [["preflight-check", { pendingRestart: "warn" }]], step: ["restart-server"] }), [
      ["every one", "every one", "unchanged: no restart is needed"],
    ]);
    tells("fails where the member does not come back", (product) => afterSetup(product, { faults: ["reboot-hangs"], step: ["restart-server", { limitMinutes: 30 }] }), [
      ["every one", "every one", "restart-limit: CAS1 has not come back within 30 min after it was told to restart. Look at its console: does it hang while it shuts down, or is it installing updates?", "warns: CAS1 has not answered for 10 min. The run goes on waiting as its step says; if it should be up by now, look at its console."],
    ]);
  }
});
