import should from "should";
import { defaultSettings } from "../../../../lib/run/settings";
import { hashOf, planOf } from "../../../../lib/run/rules";
import { VirtualClock } from "../../../../lib/time/virtual-clock";
import { asked, atOnce } from "../play";
import { refusal } from "../refusal";
import { SmallArray } from "../small-array";

const array = new SmallArray(["CAS1", "CAS2", "CAS3"], 1);
const plan = (differently: object = {}) => planOf({ ...asked, array: array.setup, ...differently });

describe("the plan of a run", () => {
  it("says how many members the array has only where not all of them were asked for", () => {
    plan().should.not.have.property("outOf");
    plan({ members: ["CAS1", "CAS2", "CAS3"] }).should.not.have.property("outOf");
    plan({ members: ["CAS2"] }).should.have.property("outOf", 3);
  });

  it("says how many members are at work at the same time only where that was asked for", () => {
    plan().should.not.have.property("atOnce");
    plan(atOnce(2)).should.have.property("atOnce", { set: "2", batches: [2, 1], most: 2 });
  });

  it("has no more at work at the same time than the array can spare", () => {
    plan(atOnce(3)).should.have.property("atOnce", { set: "3", batches: [2, 1], most: 2 });
  });

  it("has the members the other way round where that is set", () => {
    plan({ settings: { ...defaultSettings, order: "reversed" } })
      .members.map(({ name }) => name)
      .should.eql(["CAS3", "CAS2", "CAS1"]);
  });

  it("asks for the default host only where there is an order", () => {
    const settings = { ...defaultSettings, order: "default-host-last" } as const;
    plan().should.not.have.property("defaultHostLast");
    plan({ settings }).should.have.property("defaultHostLast", true);
    plan({ settings, members: ["CAS2"] }).should.not.have.property("defaultHostLast");
  });

  it("has the members in the order of the array, whatever the order and the letters in which they were asked for", () => {
    plan({ members: ["cas3", "CAS1"] })
      .members.map(({ name }) => name)
      .should.eql(["CAS1", "CAS3"]);
  });

  it("knows how fast its clock goes where that is not a real one", () => {
    const fast = Object.assign(new VirtualClock(), { speed: 300 });
    const setup = { ...array.setup, connection: { ...array.setup.connection, clock: fast } };
    plan({ array: setup }).should.have.property("speed", 300);
    const real: { speed?: number } & VirtualClock = Object.assign(new VirtualClock(), {});
    delete real.speed;
    plan({ array: { ...array.setup, connection: { ...array.setup.connection, clock: real } } }).should.not.have.property("speed");
  });

  it("keeps the key of its trigger with a hash of what that asked for, and no key where there was none", () => {
    should(plan().key).be.null();
    const key = plan({ key: "ticket-7", body: { note: "a" } }).key;
    should(key).have.property("value", "ticket-7");
    should(key).have.property("bodyHash", hashOf({ note: "a" }));
    hashOf({ note: "a" }).should.not.equal(hashOf({ note: "b" }));
    hashOf(undefined).should.be.a.String();
  });

  it("refuses members that the array does not have, each of them, with the names that there are", () => {
    const why = refusal(() => plan({ members: ["CAS1", "CAS7", "CAS8"] }));
    should(why).match({ code: "unknown-member", status: 400 });
    why.message.should.match(/CAS7, CAS8/).and.not.match(/CAS1,/);
    JSON.stringify(why).should.match(/CAS7/);
  });

  it("refuses an array that cannot be updated, and says all that is wrong with it", () => {
    const why = refusal(() => plan({ array: { ...array.setup, members: [], minInService: 1 } }));
    should(why).match({ code: "array-not-usable", status: 409 });
    why.message.should.match(/CAS-ARRAY/);
  });
});
