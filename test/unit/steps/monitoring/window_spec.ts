import should from "should";
import type { Layer } from "../../../../lib/server/server";
import { scomMaintenance } from "../../../../lib/steps/monitoring/scom-maintenance";
import { answering, world } from "../harness";

describe("The window of a member that comes back", () => {
  it("is not ended before what keeps it up has come to its end", async () => {
    const at = world();
    const work = await at.work();
    await work.do("scom-maintenance", { action: "begin", minutes: 240 });
    const order: string[] = [];
    const context = work.context();
    const endUpkeep = async (op: Parameters<typeof context.endUpkeep>[0]) => {
      await at.pass(90_000);
      await context.endUpkeep(op);
      order.push("upkeep ended");
    };
    const server = Object.create(context.server) as typeof context.server;
    Object.assign(server, {
      change: (...args: Parameters<typeof context.server.change>) => {
        order.push(args[0]);
        return context.server.change(...args);
      },
    });
    const options = { action: "end" } as Parameters<typeof scomMaintenance.run>[1];
    await scomMaintenance.run({ ...context, server, endUpkeep }, options);
    order.should.eql(["upkeep ended", "scom.end"]);
  });

  for (const [lastsMs, extends_] of [
    [240 * 60_000 - 1, true],
    [240 * 60_000, false],
    [240 * 60_000 + 1, false],
  ] as const)
    it(`was found long enough from the planned time on (${lastsMs} ms are left)`, async () => {
      const clock = "2026-01-10T22:00:00.000Z";
      const endsAt = new Date(Date.parse(clock) + lastsMs).toISOString();
      const there = { on: true, inEffect: true, endsAt, reason: "PlannedOther", comment: "", parts: null, clock };
      const instead: Layer = answering("scom.maintenance", () => there);
      const work = await world().work({ instead });
      // What is read at the beginning is the window that was there before.
      await work.do("scom-maintenance", { action: "begin", minutes: 240 }).catch(() => undefined);
      should(work.changes.includes("scom.extend")).equal(extends_);
    });
});
