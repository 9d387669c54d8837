import should from "should";
import type { Found } from "../../../lib/adapters/lab";
import { world } from "./harness";

/** Each step that puts something back as it was found, on a member on which it has something to do. */
const restoring: readonly (readonly [step: string, options: Record<string, unknown>, found: Found, what: RegExp, instead: RegExp])[] = [
  [
    "nlb-set-default-state",
    { state: "as-found" },
    { defaultState: "stopped" },
    /default state in NLB.*now it is stopped/,
    /Choose Started or Stopped/,
  ],
  [
    "fscutility",
    { action: "as-found" },
    { forefront: "disabled", nlb: "stopped" },
    /Forefront.*now it is disabled/,
    /Choose “put back” or “take out”/,
  ],
  ["service-control", { action: "restore" }, {}, /the services/, /by their names/],
];

describe("as found", () => {
  for (const [step, options, found, what, instead] of restoring) {
    it(`is refused by ${step} where nobody knows how the member was found, and nothing is changed`, async () => {
      const work = await world({ found }).work({ foundEarlier: false });
      const { code, message } = await work.refusalOf(step, options);
      code.should.equal("found-not-known");
      message.should.match(/It is not known how .* of CAS1 was before/);
      message.should.match(what);
      message.should.match(instead);
      work.changes.should.eql([]);
    });

    it(`is done by ${step} where that is known`, async () => {
      const work = await world({ found }).work();
      (await work.do(step, options)).text.should.not.match(/not known how/);
    });
  }

  it("is known of hooks that this run has taken out itself, and asked of nobody who says what they are to be", async () => {
    for (const action of ["as-found", "enable"]) {
      const work = await world({ found: { nlb: "stopped" } }).work({ foundEarlier: false });
      await work.do("fscutility", { action: "disable" });
      (await work.do("fscutility", { action })).should.containEql({ facts: { forefront: "enabled" } });
    }
    const work = await world({ found: { nlb: "stopped", forefront: "disabled" } }).work({ foundEarlier: false });
    (await work.do("fscutility", { action: "enable" })).should.containEql({ facts: { forefront: "enabled" } });
  });

  it("does not end maintenance mode of which nobody knows who has begun it: it names the command", async () => {
    const at = world();
    await at.server().change("scom.begin", { minutes: 60, reason: "PlannedOther", comment: "" });
    const work = await at.work({ foundEarlier: false });
    const { code, message } = await work.refusalOf("scom-maintenance", { action: "end" });
    code.should.equal("found-not-known");
    message.should.match(/now it is on until .*Find out who has begun it/);
    message.should.match(/ScheduledEndTime|MaintenanceMode/);
    work.changes.should.eql([]);
  });

  it("is not asked where maintenance mode is off already", async () => {
    const work = await world().work({ foundEarlier: false });
    (await work.do("scom-maintenance", { action: "end" })).changed.should.be.false();
  });

  it("says so where no step is known to have touched services, instead of that all is well", async () => {
    const work = await world().work();
    should((await work.do("service-control", { action: "restore" })).text).match(/nothing was restored/);
  });
});
