import should from "should";
import type { ArraySetup } from "../../../../lib/run/array-setup";
import { summaryOf } from "../../../../lib/server/catalogue";
import { OperationFailed } from "../../../../lib/server/errors";
import type { Layer } from "../../../../lib/server/server";
import { layered } from "../../../../lib/server/server";
import { minutes, seconds } from "../../../../lib/time/duration";
import { said, saidReason } from "../../../shared/english";
import { outcomes, play } from "../play";
import { SmallArray } from "../small-array";
import { procedure } from "../small-steps";

const reads = ["nlb.host", "scom.maintenance", "forefront.status", "services.list", "update.installed"] as const;
const steps = Object.values(procedure);

/** The array, with a read on CAS1 that fails as often as said, from when the member is taken on. */
function failing(array: SmallArray, read: string, times: number, errorId = "busy"): ArraySetup {
  let left = times;
  const layer: Layer = (next) => async (server, operation, args, call) => {
    if (operation !== read || server !== "CAS1" || left-- <= 0) return await next(server, operation, args, call);
    throw new OperationFailed({ server, operation, what: "the provider failed", errorId });
  };
  const { connection } = array.setup;
  return { ...array.setup, connection: { ...connection, invoke: layered(connection.invoke, layer) } };
}

describe("how a member was found", () => {
  it("is how it stands ten minutes after a boot: services that still start are not restored as stopped", async () => {
    for (const [ago, waits] of [
      [minutes(1), minutes(9)],
      [minutes(11), 0],
    ] as const) {
      const array = new SmallArray();
      const began = array.clock.now();
      array.at("CAS1").bootedAt = new Date(began - ago).toISOString();
      const { run } = await play(array, steps, { members: ["CAS1"] });
      should(run.state.outcome).equal("finished");
      const took = (run.state.members[0]?.startedAt ?? 0) - began;
      took.should.be.within(waits - seconds(10), waits + seconds(30));
      run.state.warnings
        .filter(({ text }) => /has just booted: it is given \d+ min/.test(said(text)))
        .length.should.equal(waits > 0 ? 1 : 0);
    }
  });

  for (const read of reads) {
    it(`is known although ${read} fails once: it is read again`, async () => {
      const array = new SmallArray();
      const played = await play(array, steps, { array: failing(array, read, 1), members: ["CAS1"] });
      should(played.run.state.outcome).equal("finished");
      const [member] = played.run.state.members;
      should(member?.found?.unknown).eql([]);
      should(member?.found?.readings).have.property(read).which.is.not.null();
    });

    it(`is not known where ${read} goes on failing: the member is not taken out, in a dry run neither`, async () => {
      for (const dryRun of [false, true]) {
        const array = new SmallArray();
        const { run } = await play(array, steps, { array: failing(array, read, 1000), dryRun });
        should(run.state.reason?.code).equal("found-not-known");
        saidReason(run.state.reason!).should.containEql(
          `not known how CAS1 was found: the provider failed (asked: ${said(summaryOf(read))}). So nothing is changed`,
        );
        array.sent.should.eql([]);
        should(run.state.members[0]?.wouldChange).eql([]);
        array.at("CAS1").nlb.should.equal("converged");
      }
    });
  }

  it("is waited for while its management does not answer for half a minute", async () => {
    const array = new SmallArray();
    array.at("CAS1").reachable = false;
    void array.clock.sleep(seconds(20)).then(() => (array.at("CAS1").reachable = true));
    const played = await play(array, steps, { members: ["CAS1"] });
    outcomes(played).should.eql(["updated"]);
    should(played.run.state.members[0]?.found?.facts).containEql({ defaultState: "started" });
  });

  it("is complete where there is no SCOM at all", async () => {
    const array = new SmallArray();
    const played = await play(array, steps, { array: failing(array, "scom.maintenance", 1000, "no-scom-server"), members: ["CAS1"] });
    outcomes(played).should.eql(["updated"]);
    should(played.run.state.members[0]?.left?.facts).not.have.property("scom");
  });
});
