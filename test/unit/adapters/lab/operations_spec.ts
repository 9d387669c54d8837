import "should";
import { packages } from "../../../../lib/adapters/lab";
import type { ArgsOf, ChangeOp } from "../../../../lib/server/catalogue";
import { catalogue, changeOf, nameOfRead, operationNames, operationOf } from "../../../../lib/server/catalogue";
import { checked } from "../../../../lib/server/layers/checked";
import { dryRun } from "../../../../lib/server/layers/dry-run";
import { takePicture } from "../../../../lib/server/picture";
import type { Server } from "../../../../lib/server/server";
import { layered, Server as ServerOf } from "../../../../lib/server/server";
import { seen } from "../../../../lib/server/settled";
import { aLab, settled } from "./a-lab";

type World = ReturnType<typeof aLab>;
type Arguments<Op extends ChangeOp> = (server: Server) => ArgsOf<Op> | Promise<ArgsOf<Op>>;

const none = () => ({});
const maintenance = { minutes: 60, reason: "PlannedApplicationMaintenance" as const, comment: "Rolling update" };
const begun = ({ lab, cas1 }: World) => settled(lab, cas1, "scom.begin", maintenance);
const transportStopped = async ({ lab, cas1 }: World) => {
  for (const name of ["MSExchangeTransport", "FSCController"]) await settled(lab, cas1, "services.stop", { name });
};
const order = {
  id: "backup",
  work: { kind: "command" as const, file: "C:\\Scripts\\backup.cmd", arguments: [] },
  limitMinutes: 60,
  brings: null,
};
const { copyFrom, sha256 } = packages.rollup6;

/** Each change of the catalogue with its arguments, and with what must have been done before. */
const changes: { readonly [Op in ChangeOp]: { readonly args: Arguments<Op>; readonly first?: (world: World) => Promise<void> } } = {
  "system.restart": { args: async (server) => ({ bootedAt: (await server.read("system.info", {})).bootedAt }) },
  "nlb.drain": { args: none },
  "nlb.stop": { args: none },
  "nlb.start": { args: none, first: ({ lab, cas1 }) => settled(lab, cas1, "nlb.stop", {}) },
  "nlb.suspend": { args: none },
  "nlb.resume": { args: none, first: ({ lab, cas1 }) => settled(lab, cas1, "nlb.suspend", {}) },
  "nlb.setDefaultState": { args: () => ({ state: "stopped" }) },
  "forefront.disable": { args: none, first: transportStopped },
  "forefront.enable": {
    args: none,
    first: async (world) => {
      await transportStopped(world);
      await settled(world.lab, world.cas1, "forefront.disable", {});
    },
  },
  "scom.begin": { args: () => maintenance },
  "scom.extend": { args: () => ({ minutes: 240 }), first: begun },
  "scom.setEnd": { args: () => ({ endsAt: "2026-01-11T02:00:00.000Z" }), first: begun },
  "scom.end": { args: none, first: begun },
  "services.start": { args: () => ({ name: "MSExchangePop3" }) },
  "services.stop": { args: () => ({ name: "MSExchangeTransport" }) },
  "services.setStartType": { args: () => ({ name: "MSExchangePop3", startType: "automatic" }) },
  "files.copy": { args: () => ({ from: copyFrom, to: "C:\\Temp\\rollup.msp", sha256 }) },
  "job.start": { args: () => order },
  "job.cancel": {
    args: () => ({ id: "backup" }),
    first: async ({ cas1 }) => {
      await cas1.change("job.start", order);
    },
  },
};

describe("In the lab", () => {
  for (const op of operationNames) {
    if (operationOf(op).kind === "read") continue;
    const { args: argsFor, first } = changes[op as ChangeOp] as {
      args: Arguments<ChangeOp>;
      first?: (world: World) => Promise<void>;
    };

    it(`${op} is seen in ${nameOfRead(changeOf(op as ChangeOp).seen[0].read)} within its time, and does no harm a second time`, async () => {
      const world = aLab();
      await first?.(world);
      const args = await argsFor(world.cas1);
      const before = await seen(world.cas1, op as ChangeOp, args);
      before.should.equal("not", "nothing would be proven");
      await settled(world.lab, world.cas1, op as ChangeOp, args);
      const after = await stateOf(world.cas1);
      await settled(world.lab, world.cas1, op as ChangeOp, args);
      (await stateOf(world.cas1)).should.deepEqual(after);
    });

    it(`${op} is foreseen by a dry run, which changes nothing`, async () => {
      const world = aLab();
      await first?.(world);
      const dry = new ServerOf(
        "CAS1",
        layered(
          world.lab.invoke,
          checked,
          dryRun(() => {}),
        ),
      );
      const args = await argsFor(world.cas1);
      const done = world.lab.truth().operations.filter(({ kind }) => kind === "change").length;
      await dry.change(op as ChangeOp, args);
      (await seen(dry, op as ChangeOp, args)).should.equal("settled");
      world.lab
        .truth()
        .operations.filter(({ kind }) => kind === "change")
        .should.have.length(done);
    });
  }

  it("a member shows a whole picture of itself", async () => {
    const { facts, unknown } = await takePicture(aLab().cas1);
    unknown.should.deepEqual([]);
    facts.should.deepEqual({ nlb: "converged", defaultState: "started", forefront: "enabled", scom: "monitored", version: "14.3.123.4" });
  });

  it("a member refuses arguments that the catalogue does not know", async () => {
    await aLab()
      .lab.invoke("CAS1", "scom.begin", { ...maintenance, minutes: 4 }, {})
      .should.be.rejected();
  });

  it("every answer comes after a moment, and no later than the catalogue allows", async () => {
    const { lab, cas1 } = aLab();
    const before = lab.clock.now();
    await cas1.read("nlb.host", {});
    (lab.clock.now() - before).should.be.within(50, catalogue["nlb.host"].withinMs);
  });

  it("a call is given up at once when its signal is aborted, and nothing was changed", async () => {
    const { lab, cas1 } = aLab();
    const abort = new AbortController();
    const call = cas1.change("nlb.stop", {}, { signal: abort.signal });
    abort.abort(new Error("the step was restarted"));
    await call.should.be.rejectedWith("the step was restarted");
    lab.truth().operations.should.deepEqual([]);
  });
});

/** What a second time must leave alone: the facts, the boot time and the services. */
async function stateOf(server: Server) {
  const { facts } = await takePicture(server);
  const { bootedAt } = await server.read("system.info", {});
  return { facts, bootedAt, job: (await server.read("job.poll", { id: "backup" })).state };
}
