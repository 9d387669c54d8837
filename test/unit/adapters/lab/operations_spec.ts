import "should";
import type { ArgsOf, ChangeOp } from "../../../../lib/server/catalogue";
import { catalogue, changeOf, nameOfRead, operationNames, operationOf } from "../../../../lib/server/catalogue";
import { checked } from "../../../../lib/server/layers/checked";
import { dryRun } from "../../../../lib/server/layers/dry-run";
import { takePicture } from "../../../../lib/server/picture";
import type { Server } from "../../../../lib/server/server";
import { layered, Server as ServerOf } from "../../../../lib/server/server";
import { seen } from "../../../../lib/server/settled";
import { arrivesOf, tells, toldTo } from "../../../shared/tells";
import { aLab, settled } from "./a-lab";

type OpenedLab = ReturnType<typeof aLab>;
type Arguments<Op extends ChangeOp> = (server: Server) => ArgsOf<Op> | Promise<ArgsOf<Op>>;

const begun = ({ lab, cas1 }: OpenedLab) => settled(lab, cas1, "scom.begin", catalogue["scom.begin"].example);
const transportStopped = async ({ lab, cas1 }: OpenedLab) => {
  for (const name of ["MSExchangeTransport", "FSCController"]) await settled(lab, cas1, "services.stop", { name });
};

/** What must have been done before the change can be seen, and arguments that only the member itself can give. */
const changes: { readonly [Op in ChangeOp]?: { readonly args?: Arguments<Op>; readonly first?: (world: OpenedLab) => Promise<void> } } = {
  "system.restart": { args: async (server) => ({ bootedAt: (await server.read("system.info", {})).bootedAt }) },
  "nlb.start": { first: ({ lab, cas1 }) => settled(lab, cas1, "nlb.stop", {}) },
  "nlb.resume": { first: ({ lab, cas1 }) => settled(lab, cas1, "nlb.suspend", {}) },
  "forefront.disable": { first: transportStopped },
  "forefront.enable": {
    first: async (world) => {
      await transportStopped(world);
      await settled(world.lab, world.cas1, "forefront.disable", {});
    },
  },
  // The example is of the usual length: it is seen of a window that is shorter.
  "scom.extend": { first: ({ lab, cas1 }) => settled(lab, cas1, "scom.begin", { ...catalogue["scom.begin"].example, minutes: 60 }) },
  "scom.setEnd": { first: begun },
  "scom.end": { first: begun },
  "job.cancel": {
    first: async ({ cas1 }) => cas1.change("job.start", { ...catalogue["job.start"].example, ...catalogue["job.cancel"].example }),
  },
};

describe("In the lab", () => {
  for (const op of operationNames) {
    if (operationOf(op).kind !== "change") continue;
    const { first, args: argsFor = () => operationOf(op).example as never } = (changes[op as ChangeOp] ?? {}) as {
      readonly args?: Arguments<ChangeOp>;
      readonly first?: (world: OpenedLab) => Promise<void>;
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

  for (const op of tells) {
    it(`${op} leaves the lab nowhere but in its truth, without what may be secret in it`, async () => {
      const { lab, cas1 } = aLab();
      await cas1.tell(op, toldTo(op, { url: "https://chat.example.com/hooks/a-secret" }));
      const told = lab.truth().operations.filter(({ kind }) => kind === "tell");
      told.should.match([{ member: "CAS1", op, args: { id: arrivesOf(op).id } }]);
      JSON.stringify(told).should.not.match(/a-secret/);
    });
  }

  it("a member shows a whole picture of itself", async () => {
    const { facts, unknown } = await takePicture(aLab().cas1);
    unknown.should.deepEqual([]);
    facts.should.deepEqual({ nlb: "converged", defaultState: "started", forefront: "enabled", scom: "monitored", version: "14.3.123.4" });
  });

  it("a member refuses arguments that the catalogue does not know", async () => {
    await aLab()
      .lab.invoke("CAS1", "scom.begin", { ...catalogue["scom.begin"].example, minutes: 4 }, {})
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
  return { facts, bootedAt, job: (await server.read("job.poll", { id: catalogue["job.start"].example.id })).state };
}
