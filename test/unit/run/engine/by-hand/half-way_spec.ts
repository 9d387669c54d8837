import "should";
import { Runs } from "../../../../../lib/run/engine/runs";
import type { Step } from "../../../../../lib/run/step";
import { defaultSettings } from "../../../../../lib/run/settings";
import { Unreachable } from "../../../../../lib/server/errors";
import { english, said } from "../../../../shared/english";
import { byHandOn, play } from "../../play";
import { SmallArray } from "../../small-array";
import { procedure } from "../../small-steps";

const { stop, stay, install, verify, start, usual } = procedure;

/** A member on which the steps of a chain were done, before Node-RED was started again. */
async function after(steps: readonly Step[], array = new SmallArray()) {
  let carried = {};
  for (const step of steps) carried = { carried: (await array.runs.byHand({ ...byHandOn(array, "CAS1"), step, ...carried })).carried };
  const runs = new Runs(array.store, english);
  const left = async () => (await runs.leftHalfWay((name) => (name === "CAS-ARRAY" ? array.setup : null))).map(said);
  return { array, left };
}

describe("a chain of steps by hand that has not come to its end", () => {
  it("is named at the next start, with how its member differs by a look, and what puts it back", async () => {
    const { left } = await after([stop, stay]);
    (await left()).should.match([
      /^CAS1 .*steps by hand.*nlb stopped instead of converged, defaultState stopped instead of started.*one server by hand/,
    ]);
  });

  it("is named where its update is not verified, also if all else is as it was found: it may serve", async () => {
    const { array, left } = await after([stop, install]);
    array.at("CAS1").nlb = "converged";
    (await left()).should.match([/^CAS1 .*its update has started and is not verified/]);
  });

  it("is none where it has put the member back, or somebody else has", async () => {
    (await (await after([stop, stay, install, verify, start, usual])).left()).should.eql([]);
    const { array, left } = await after([stop]);
    array.at("CAS1").nlb = "converged";
    (await left()).should.eql([]);
  });

  it("is none where a run has worked on the member since, and is still one where a run has not come to it", async () => {
    const { array, left } = await after([stop]);
    await play(array, [start], { members: ["CAS1"] });
    array.at("CAS1").nlb = "stopped";
    (await left()).should.eql([]);

    const other = await after([stop]);
    other.array.at("CAS1").nlb = "converged";
    await play(other.array, [], { settings: { ...defaultSettings, order: "reversed" } });
    other.array.at("CAS1").nlb = "stopped";
    (await other.left()).should.match([/^CAS1 /]);
  });

  it("is named by its journal where its array is not there, and with what does not answer", async () => {
    const { array } = await after([stop]);
    const runs = new Runs(array.store, english);
    (await runs.leftHalfWay(() => null)).map(said).should.match([/^CAS1 .*nlb stopped instead of converged/]);
    array.beforeAnswer = (member, op) => {
      throw new Unreachable({ server: member, operation: op as never, what: "no answer" });
    };
    (await runs.leftHalfWay(() => array.setup)).map(said).should.match([/^CAS1 .*could not be read/]);
  });
});
