import should from "should";
import { seconds } from "../../../../lib/time/duration";
import { aLab, converged, refusalOf, settled, until } from "./a-lab";

const states = async (...servers: ReturnType<typeof aLab>["cas1"][]) =>
  (await Promise.all(servers.map((server) => server.read("nlb.host", {})))).map(({ text }) => text);

describe("An NLB cluster in the lab", () => {
  it("is converged at first, with the host of the lowest priority as default host", async () => {
    const { cas1, cas2, cas3 } = aLab();
    (await states(cas1, cas2, cas3)).should.deepEqual(["converged as default host (1008)", "converged (1007)", "converged (1007)"]);
    (await cas2.read("nlb.host", {})).convergedWith?.should.deepEqual([1, 2, 3]);
  });

  it("converges for about ten seconds when a host leaves, and has another default host then", async () => {
    const { lab, clock, cas1, cas2, cas3 } = aLab();
    await cas1.change("nlb.stop", {});
    const from = clock.now();
    (await states(cas1, cas2, cas3)).should.deepEqual(["stopped (1005)", "converging (1006)", "converging (1006)"]);
    await converged(lab, cas2, cas3);
    (clock.now() - from).should.be.within(seconds(8), seconds(20));
    (await states(cas2, cas3)).should.deepEqual(["converged as default host (1008)", "converged (1007)"]);
    (await cas3.read("nlb.host", {})).convergedWith?.should.deepEqual([2, 3]);
    should((await cas1.read("nlb.host", {})).convergedWith).deepEqual([]);
  });

  it("converges as a whole when a default state is set", async () => {
    const { cas1, cas2, cas3 } = aLab();
    await cas2.change("nlb.setDefaultState", { state: "stopped" });
    (await states(cas1, cas2, cas3)).should.deepEqual(["converging (1006)", "converging (1006)", "converging (1006)"]);
    (await cas1.read("nlb.host", {})).defaultState.should.equal("started");
  });

  it("goes on serving while it converges, and serves from a new host only once it has converged", async () => {
    const { lab, cas1 } = aLab();
    await settled(lab, cas1, "nlb.stop", {});
    await cas1.change("nlb.start", {});
    lab.truth().serving.at(-1)?.members.should.deepEqual(["CAS2", "CAS3"]);
    await settled(lab, cas1, "nlb.start", {});
    lab.truth().serving.at(-1)?.members.should.deepEqual(["CAS1", "CAS2", "CAS3"]);
  });

  it("takes no orders on a suspended host until it is resumed, which leaves it stopped", async () => {
    const { cas1 } = aLab();
    await cas1.change("nlb.suspend", {});
    for (const op of ["nlb.start", "nlb.stop", "nlb.drain"] as const) (await refusalOf(cas1.change(op, {}))).should.equal("nlb-suspended");
    await cas1.change("nlb.resume", {});
    (await states(cas1)).should.deepEqual(["stopped (1005)"]);
  });

  it("misses a host that has gone down after five seconds, and goes on without it", async () => {
    const { lab, clock, cas1, cas2, cas3 } = aLab();
    await cas1.change("system.restart", { bootedAt: (await cas1.read("system.info", {})).bootedAt });
    (await states(cas2, cas3)).should.deepEqual(["converged (1007)", "converged (1007)"]);
    await clock.sleep(seconds(5));
    (await states(cas2, cas3)).should.deepEqual(["converging (1006)", "converging (1006)"]);
    await converged(lab, cas2, cas3);
    (await states(cas2)).should.deepEqual(["converged as default host (1008)"]);
  });

  it("lets the default state decide after a boot", async () => {
    for (const [state, expected] of [
      ["stopped", "stopped"],
      ["started", "converged"],
      ["suspended", "suspended"],
    ] as const) {
      const { lab, cas1 } = aLab();
      await cas1.change("nlb.setDefaultState", { state });
      await settled(lab, cas1, "system.restart", { bootedAt: (await cas1.read("system.info", {})).bootedAt });
      await until(
        lab,
        () => cas1.read("nlb.host", {}),
        (host) => host.state === expected,
        seconds(20),
      );
    }
  });

  it("keeps a suspended host suspended over a boot", async () => {
    const { lab, cas1 } = aLab();
    await cas1.change("nlb.suspend", {});
    await settled(lab, cas1, "system.restart", { bootedAt: (await cas1.read("system.info", {})).bootedAt });
    (await states(cas1)).should.deepEqual(["suspended (1013)"]);
  });

  it("writes convergences and new settings to the System log", async () => {
    const { lab, cas1, cas2 } = aLab();
    const { cursor } = await cas2.read("events.cursor", {});
    await cas1.change("nlb.setDefaultState", { state: "stopped" });
    await converged(lab, cas2);
    const { events } = await cas2.read("events.since", { cursor, levels: ["information"] });
    events.map(({ provider, id }) => `${provider} ${id}`).should.deepEqual(["Microsoft-Windows-NLB 36", "Microsoft-Windows-NLB 28"]);
  });
});
