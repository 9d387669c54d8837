import "should";
import { Unreachable } from "../../../lib/server/errors";
import type { Service } from "../../../lib/server/operations";
import { seen } from "../../../lib/server/settled";
import { AnsweringServer } from "../../shared/answering";
import { maintenance, nlbHost } from "../../shared/readings";

const host = (...differently: Parameters<typeof nlbHost>) => new AnsweringServer("CAS1", { "nlb.host": nlbHost(...differently) });

describe("A change", () => {
  it("is not seen while its read answers as before", async () => {
    (await seen(host(), "nlb.drain", {})).should.equal("not");
  });

  it("is under way once the server shows that it has begun", async () => {
    (await seen(host({ state: "draining" }), "nlb.drain", {})).should.equal("under-way");
    (await seen(host({ state: "converging" }), "nlb.start", {})).should.equal("under-way");
  });

  it("of a service is under way while the service takes its time, and only of that one", async () => {
    const service = (name: string, status: Service["status"]): Service => ({
      name,
      status,
      displayName: name,
      startType: "automatic",
      dependsOn: [],
      delayed: false,
      trigger: false,
      perUser: "no",
    });
    const services = (status: Service["status"]) =>
      new AnsweringServer("CAS1", { "services.list": { services: [service("A", status), service("B", "running")] } });
    (await seen(services("stopping"), "services.stop", { name: "a" })).should.equal("under-way");
    (await seen(services("starting"), "services.start", { name: "a" })).should.equal("under-way");
    (await seen(services("running"), "services.stop", { name: "a" })).should.equal("not");
    (await seen(services("stopping"), "services.stop", { name: "B" })).should.equal("not");
    (await seen(services("stopping"), "services.start", { name: "a" })).should.equal("not");
  });

  it("has settled once its read answers as the catalogue says", async () => {
    (await seen(host({ state: "stopped" }), "nlb.drain", {})).should.equal("settled");
    (await seen(host(), "nlb.start", {})).should.equal("settled");
  });

  it("that says nothing of being under way has settled, or is not seen", async () => {
    (await seen(host({ state: "draining" }), "nlb.stop", {})).should.equal("not");
  });

  it("is judged by its own arguments", async () => {
    (await seen(host({ defaultState: "stopped" }), "nlb.setDefaultState", { state: "stopped" })).should.equal("settled");
    (await seen(host({ defaultState: "stopped" }), "nlb.setDefaultState", { state: "started" })).should.equal("not");
  });

  it("is looked for where it says that it is seen", async () => {
    const server = new AnsweringServer("CAS1", { "files.stat": { exists: false, size: null, sha256: null, signature: "none" } });
    (await seen(server, "files.copy", { from: "a", to: "C:\\ur.msp", sha256: "0".repeat(64) })).should.equal("not");
    server.asked.should.eql([{ op: "files.stat", args: { path: "C:\\ur.msp" } }]);
  });

  it("of a restart has settled once the server has booted since", async () => {
    const info = { computer: "CAS1", os: "", powershell: "2.0", clock: "2026-01-10T22:00:00.000Z", freeDiskMb: 1 };
    const booted = (bootedAt: string) => new AnsweringServer("CAS1", { "system.info": { ...info, bootedAt } });
    const before = "2026-01-01T00:00:00.000Z";
    (await seen(booted(before), "system.restart", { bootedAt: before })).should.equal("not");
    (await seen(booted("2026-01-10T21:58:00.000Z"), "system.restart", { bootedAt: before })).should.equal("settled");
  });

  it("of a restart is not seen in a boot time that has only moved with the clock", async () => {
    const info = { computer: "CAS1", os: "", powershell: "2.0", clock: "2026-01-10T22:00:00.000Z", freeDiskMb: 1 };
    const server = new AnsweringServer("CAS1", { "system.info": { ...info, bootedAt: "2026-01-01T00:00:02.000Z" } });
    (await seen(server, "system.restart", { bootedAt: "2026-01-01T00:00:00.000Z" })).should.equal("not");
  });

  it("of a maintenance window's end has settled while the window lasts a little less, since the clock goes on", async () => {
    const ends = (endsAt: string) => new AnsweringServer("CAS1", { "scom.maintenance": maintenance({ on: true, inEffect: true, endsAt }) });
    (await seen(ends("2026-01-10T22:25:00Z"), "scom.extend", { minutes: 30 })).should.equal("settled");
    (await seen(ends("2026-01-10T22:24:59.999Z"), "scom.extend", { minutes: 30 })).should.equal("not");
    (await seen(ends("2026-01-10T22:02:59.999Z"), "scom.extend", { minutes: 6 })).should.equal("not");
  });

  it("cannot be judged while the server does not answer", async () => {
    const silent = new AnsweringServer("CAS1", { "nlb.host": new Unreachable({ server: "CAS1", operation: "nlb.host", what: "gone" }) });
    await seen(silent, "nlb.drain", {}).should.be.rejectedWith(Unreachable);
  });
});
