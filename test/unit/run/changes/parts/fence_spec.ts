import should from "should";
import { showFence } from "../../../../../lib/run/changes";
import type { Fenced } from "../../../../../lib/server/errors";
import { Server } from "../../../../../lib/server/server";
import { said } from "../../../../shared/english";
import { SmallArray } from "../../small-array";
import { SmallState } from "../small-state";

describe("The number of a run, when it is shown to the members", () => {
  let array: SmallArray;
  beforeEach(() => {
    array = new SmallArray();
  });
  const show = () =>
    showFence(
      ["CAS1", "CAS2", "CAS3"].map((name) => new Server(name, array.invoke)),
      new SmallState(array).state,
    );

  it("is refused where a later run has been: the error is that of the member, and names others only where there are any", async () => {
    array.at("CAS2").fence = 9;
    const one = (await show().catch((error: unknown) => error)) as Fenced;
    should(one).match({ code: "fenced", server: "CAS2" });
    said(one.what).should.equal("9 has been seen here");
    array.at("CAS3").fence = 8;
    said(((await show().catch((error: unknown) => error)) as Fenced).what).should.equal("9 has been seen here; the same on CAS3");
  });

  it("does not take a fault of this program for a member that does not answer", async () => {
    array.beforeAnswer = (member) => {
      if (member === "CAS2") throw new TypeError("a fault");
    };
    await show().should.be.rejectedWith(TypeError);
  });

  it("is not shown any more when the run has been stopped", async () => {
    const servers = [new Server("CAS1", array.invoke)];
    await showFence(servers, new SmallState(array).state, AbortSignal.abort(new Error("stopped"))).should.be.rejectedWith("stopped");
    array.shown.should.eql([]);
  });
});
