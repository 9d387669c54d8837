import "should";
import { minutes, seconds } from "../../../../lib/time/duration";
import { aLab, settled, until } from "./a-lab";

const clients = async (...servers: ReturnType<typeof aLab>["cas1"][]) =>
  (await Promise.all(servers.map((server) => server.read("nlb.connections", {})))).map((connections) => connections.clients);
const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);

describe("The clients of the lab", () => {
  it("are spread over the members, some dozens each", async () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const { cas1, cas2, cas3 } = aLab({ seed });
      for (const count of await clients(cas1, cas2, cas3)) count.should.be.within(20, 70);
    }
  });

  it("have connections on the ports of the role, each of them at least one", async () => {
    const { total, clients, ports } = await aLab().cas1.read("nlb.connections", {});
    ports.map(({ port }) => port).should.deepEqual([80, 135, 443]);
    sum(ports.map(({ connections }) => connections)).should.equal(total);
    total.should.be.aboveOrEqual(clients);
  });

  it("stay with a member that drains until they leave, and then it stops", async () => {
    const { lab, clock, cas1, cas2, cas3 } = aLab();
    const [had = 0] = await clients(cas1);
    const all = sum(await clients(cas1, cas2, cas3));
    await cas1.change("nlb.drain", {});
    const from = clock.now();
    await clock.sleep(seconds(10));
    const [soon = 0] = await clients(cas1);
    soon.should.be.within(had / 2, had);
    (await cas1.read("nlb.host", {})).state.should.equal("draining");
    await until(
      lab,
      () => cas1.read("nlb.host", {}),
      ({ state }) => state === "stopped",
    );
    (clock.now() - from).should.be.within(minutes(4), minutes(20));
    (await clients(cas1, cas2, cas3))[0]?.should.equal(0);
    sum(await clients(cas1, cas2, cas3)).should.equal(all);
    lab.truth().clientsCut.should.deepEqual([]);
  });

  it("stay when a drain is called off", async () => {
    const { cas1, clock } = aLab();
    await cas1.change("nlb.drain", {});
    await clock.sleep(minutes(1));
    const [left = 0] = await clients(cas1);
    await cas1.change("nlb.start", {});
    await clock.sleep(minutes(20));
    (await clients(cas1))[0]?.should.be.aboveOrEqual(left);
  });

  it("are cut by a stop, which is told by the truth, and find another member within half a minute", async () => {
    const { lab, clock, cas1, cas2, cas3 } = aLab();
    const counts = await clients(cas1, cas2, cas3);
    await cas1.change("nlb.stop", {});
    lab.truth().clientsCut.should.match([{ member: "CAS1", clients: counts[0], why: "NLB was stopped" }]);
    await clock.sleep(seconds(30));
    (await clients(cas1))[0]?.should.equal(0);
    sum(await clients(cas2, cas3)).should.equal(sum(counts));
  });

  it("are cut by an installer and by a restart on a member that is still in service", async () => {
    const { lab, clock, cas2, cas3 } = aLab();
    const work = { kind: "exe" as const, file: "C:\\Updates\\Exchange2010-KB2936871-x64-EN.msp", arguments: [] };
    await cas2.change("job.start", { id: "now", work, limitMinutes: 60, brings: null });
    await cas3.change("system.restart", { bootedAt: (await cas3.read("system.info", {})).bootedAt });
    await clock.sleep(minutes(1));
    const cuts = lab.truth().clientsCut.map(({ member, why }) => `${member}: ${why}`);
    cuts.sort().should.deepEqual(["CAS2: the web service stopped", "CAS3: the server went down"]);
  });

  it("come back by and by to a member that serves again", async () => {
    const { lab, clock, cas1 } = aLab();
    const [had = 0] = await clients(cas1);
    await settled(lab, cas1, "nlb.stop", {});
    await settled(lab, cas1, "nlb.start", {});
    (await clients(cas1))[0]?.should.be.below(had / 4);
    await clock.sleep(minutes(13));
    (await clients(cas1)).should.deepEqual([had]);
  });
});
