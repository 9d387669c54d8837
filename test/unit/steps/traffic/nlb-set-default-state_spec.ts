import should from "should";
import { nlbSetDefaultState } from "../../../../lib/steps/traffic/nlb-set-default-state";
import { answering, world } from "../harness";
import { tells } from "../products-and-cultures";

const drain = { limitMinutes: 60 };

describe("nlb-set-default-state", () => {
  it("sets the state, records the found one as undo, and waits until the whole array has converged", async () => {
    const at = world();
    const work = await at.work();
    await work.do("nlb-drainstop", drain);
    (await work.do("nlb-set-default-state", { state: "stopped" })).should.containEql({ changed: true, facts: { defaultState: "stopped" } });
    at.member.defaultState.should.equal("stopped");
    should(work.sent.at(-1)?.undo).eql(["nlb.setDefaultState", { state: "started" }]);
    const { members } = at.lab.truth();
    should([members.CAS2?.nlb, members.CAS3?.nlb]).eql(["converged", "converged"]);
  });

  it("gives the found state back, which has no undo", async () => {
    const at = world({ found: { defaultState: "suspended" } });
    const work = await at.work();
    await work.do("nlb-set-default-state", { state: "stopped" });
    await work.do("nlb-set-default-state", { state: "as-found" });
    at.member.defaultState.should.equal("suspended");
    work.sent.map(({ undo }) => undo).should.eql([["nlb.setDefaultState", { state: "suspended" }], null]);
  });

  it("leaves the state alone and refuses when it could not be read how it was found", async () => {
    const work = await world().work();
    const context = work.context();
    await nlbSetDefaultState
      .run({ ...context, found: () => undefined }, { state: "as-found", convergeWithinMinutes: 5 })
      .should.be.rejectedWith({ code: "found-not-known" });
    work.changes.should.eql([]);
  });

  it("waits for one other member that converges, where it has nothing to change, and for nothing where none does", async () => {
    const at = world();
    const work = await at.work();
    await work.do("nlb-set-default-state", { state: "stopped" });
    const before = at.lab.clock.now();
    (await work.do("nlb-set-default-state", { state: "stopped" })).changed.should.be.false();
    (at.lab.clock.now() - before).should.be.below(2_000);
    await at.server("CAS2").change("nlb.stop", {});
    await at.pass(60_000);
    await at.server("CAS2").change("nlb.start", {});
    should(at.lab.truth().members.CAS2?.nlb).equal("converging");
    (await work.do("nlb-set-default-state", { state: "stopped" })).changed.should.be.false();
    should(at.lab.truth().members.CAS2?.nlb).equal("converged");
  });

  it("waits for the array also when the change was made before it was started again", async () => {
    const at = world();
    const work = await at.work();
    await at.server().change("nlb.setDefaultState", { state: "stopped" });
    const began = at.lab.clock.now();
    (await work.do("nlb-set-default-state", { state: "stopped" })).changed.should.be.false();
    (at.lab.clock.now() - began).should.be.above(5000);
    should(at.lab.truth().members.CAS2?.nlb).equal("converged");
  });

  it("fails when the array does not converge again", async () => {
    const never = answering("nlb.host", async (real) => {
      const host = (await real()) as { defaultState: string };
      return host.defaultState === "stopped" ? { ...host, state: "converging" } : host;
    });
    (await (await world().work({ instead: never })).refusalOf("nlb-set-default-state", { state: "stopped" })).code.should.equal(
      "not-converged",
    );
  });
});

describe("nlb-set-default-state, by product and culture", () => {
  const deaf = { instead: answering("nlb.setDefaultState", () => undefined) };
  // NLB has the same states on every Windows; they are told in the words of its settings.
  // biome-ignore format: a table is read by its rows
  {
    tells("sets it", () => ({ step: ["nlb-set-default-state", { state: "stopped" }] }), [
      ["every one", "every one", "changed: default state is stopped"],
    ]);
    tells("gives it back as found", () => ({ found: { defaultState: "suspended" }, after: [["nlb-set-default-state", { state: "stopped" }]], step: ["nlb-set-default-state", { state: "as-found" }] }), [
      ["every one", "every one", "changed: default state is suspended"],
    ]);
    tells("says that it has not taken effect", () => ({ work: deaf, step: ["nlb-set-default-state", { state: "stopped" }] }), [
      ["every one", "every one", "operation-failed: …stopped…"],
    ]);
  }
});
