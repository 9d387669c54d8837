import should from "should";
import type { ResultOf } from "../../../../lib/server/catalogue";
import { needsPowerShell } from "../../../shared/powershell";
import { refusal, Stage } from "../member";

type Host = ResultOf<"nlb.host">;

describe("NLB on a member, by the module", function () {
  this.timeout(60_000);
  let stage: Stage;
  const look = async () => (await stage.shell.invoke("nlb.host")) as Host;
  const mode = () => stage.resident.host.mode;

  before(needsPowerShell);
  beforeEach(async () => {
    stage = await Stage.open();
  });
  afterEach(() => stage.close());

  it("tells what the lab knows of a host that serves", async () => {
    should(await look()).eql(stage.world.cluster.look(stage.resident.host));
  });

  it("tells what the lab knows of a host that is out", async () => {
    stage.happen(() => stage.world.cluster.stop(stage.resident.host));
    stage.wait(30);
    should(await look()).eql(stage.world.cluster.look(stage.resident.host));
    stage.happen(() => stage.world.cluster.suspend(stage.resident.host));
    should((await look()).state).equal("suspended");
  });

  it("drains, and never lets NLB cut the clients by itself", async () => {
    await stage.shell.invoke("nlb.drain");
    should((await look()).state).equal("draining");
    should(stage.world.outside.clients.cuts).be.empty();
    for (let n = 0; n < 20; n++) stage.wait(60);
    should((await look()).state).equal("stopped");
    should(stage.world.outside.clients.cuts).be.empty();
  });

  it("keeps draining as long as clients stay, for hours", async () => {
    await stage.close();
    stage = await Stage.open({ faults: [{ name: "drain-never-ends", member: "CAS1" }] });
    await stage.shell.invoke("nlb.drain");
    for (let n = 0; n < 40; n++) stage.wait(600);
    should((await look()).state).equal("draining");
    should(stage.world.outside.clients.cuts).be.empty();
  });

  it("stops at once, also in the middle of a drain", async () => {
    await stage.shell.invoke("nlb.drain");
    await stage.shell.invoke("nlb.stop");
    should(mode()).equal("stopped");
  });

  it("starts, and calls a drain off", async () => {
    await stage.shell.invoke("nlb.stop");
    await stage.shell.invoke("nlb.start");
    should((await look()).state).equal("converging");
    stage.wait(30);
    should((await look()).state).equal("converged");
    await stage.shell.invoke("nlb.drain");
    await stage.shell.invoke("nlb.start");
    should(mode()).equal("started");
  });

  it("suspends and resumes; a resumed host is stopped", async () => {
    await stage.shell.invoke("nlb.suspend");
    should(mode()).equal("suspended");
    await stage.shell.invoke("nlb.resume");
    should(mode()).equal("stopped");
    await stage.shell.invoke("nlb.resume");
    should(mode()).equal("stopped");
  });

  it("refuses to turn a suspended host", async () => {
    stage.happen(() => stage.world.cluster.suspend(stage.resident.host));
    for (const op of ["nlb.drain", "nlb.stop", "nlb.start"] as const) {
      const { id, hint } = await refusal(stage.shell.invoke(op));
      should([op, id]).eql([op, "nlb-suspended"]);
      should(hint).match(/[Rr]esume/);
    }
  });

  it("does nothing where it is so already", async () => {
    await stage.shell.invoke("nlb.start");
    await stage.shell.invoke("nlb.stop");
    stage.wait(30);
    const before = stage.windows.truth().operations.length;
    await stage.shell.invoke("nlb.stop");
    await stage.shell.invoke("nlb.drain");
    should(mode()).equal("stopped");
    should(stage.windows.truth().operations.length).equal(before);
  });

  for (const state of ["stopped", "suspended", "started"] as const) {
    it(`sets the default state to ${state}, and all converge again`, async () => {
      await stage.shell.invoke("nlb.setDefaultState", { state });
      const host = await look();
      should(host.defaultState).equal(state);
      should(host.state).equal("converging");
      stage.wait(30);
      should((await look()).convergedWith).eql([1, 2, 3]);
    });
  }

  it("counts connections and clients as the lab does", async () => {
    should(await stage.shell.invoke("nlb.connections")).eql(stage.world.outside.clients.connections(stage.resident.host));
    stage.happen(() => stage.world.cluster.stop(stage.resident.host));
    should(await stage.shell.invoke("nlb.connections")).eql({ clients: 0, total: 0, ports: [] });
  });

  it("turns no other host than its own", async () => {
    for (const op of ["nlb.drain", "nlb.stop", "nlb.suspend"] as const) await stage.shell.invoke(op);
    should(["CAS2", "CAS3"].map((name) => stage.residentOf(name).host.mode)).eql(["started", "started"]);
  });

  it("passes on an error of Windows as it is", async () => {
    stage.happen(() => stage.world.cluster.remove(stage.resident.host));
    should((await refusal(stage.shell.invoke("nlb.connections"))).id).match(/^NlbFailure/);
  });

  it("sees that hosts that do not hear each other have not converged together", async () => {
    await stage.close();
    stage = await Stage.open({ faults: [{ name: "split-cluster", member: "CAS3" }] });
    stage.happen(() => stage.world.cluster.stop(stage.residentOf("CAS3").host));
    stage.wait(60);
    const host = await look();
    should([host.isDefaultHost, host.convergedWith]).eql([true, [1]]);
  });

  it("knows with whom it has converged while another one is down", async () => {
    stage.happen(() => stage.world.restart(stage.residentOf("CAS2")));
    stage.wait(30);
    should(await look()).match({ state: "converged", convergedWith: [1, 3] });
  });

  it("tells that its last state is persisted where NLB has said so at the last boot, and claims nothing of a plain host", async () => {
    should((await look()).persistsLastState).be.null();
    await stage.close();
    stage = await Stage.open({ faults: [{ name: "serves-too-early", member: "CAS1" }] });
    should((await look()).persistsLastState).be.true();
  });
});
