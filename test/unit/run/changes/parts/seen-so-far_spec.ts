import should from "should";
import { SeenSoFar } from "../../../../../lib/run/changes/seen-so-far";
import type { Verdict } from "../../../../../lib/server/array";

const is = (member: string, code: Verdict["code"]): Verdict => ({
  member,
  serves: code === "serves",
  converging: code === "converging",
  code,
  why: code,
});

describe("What the looks of a run have shown so far", () => {
  it("is how long the array converges, from the first look that shows it until one that does not", () => {
    const seen = new SeenSoFar();
    should(seen.convergesForMs(5)).be.null();
    seen.note([is("CAS1", "serves"), is("CAS2", "converging")], 10);
    seen.note([is("CAS1", "converging"), is("CAS2", "serves")], 20);
    should(seen.convergesForMs(25)).equal(15);
    seen.note([is("CAS1", "serves"), is("CAS2", "unreachable")], 30);
    should(seen.convergesForMs(35)).be.null();
    seen.note([is("CAS1", "converging")], 40);
    should(seen.convergesForMs(41)).equal(1);
  });

  it("is who gave no answer at the last look, and how long each has given none", () => {
    const seen = new SeenSoFar();
    seen.note([is("CAS1", "unreachable"), is("CAS2", "out"), is("CAS3", "unreachable")], 10);
    seen.note([is("CAS1", "unreachable"), is("CAS2", "unreachable"), is("CAS3", "out")], 20);
    [...seen.silent].should.eql(["CAS1", "CAS2"]);
    ["CAS1", "CAS2", "CAS3", "CAS4"].map((name) => seen.silentForMs(name, 25)).should.eql([15, 5, 0, 0]);
  });

  it("is who served at the last answer: silence tells nothing new, anything else does", () => {
    const seen = new SeenSoFar();
    seen.note([is("CAS1", "serves"), is("CAS2", "converging"), is("CAS3", "out")], 1);
    [...seen.served].should.eql(["CAS1", "CAS2"]);
    seen.note([is("CAS1", "unreachable"), is("CAS2", "out"), is("CAS3", "unreachable")], 2);
    [...seen.served].should.eql(["CAS1"]);
    seen.note([is("CAS1", "no-answer"), is("CAS2", "serves")], 3);
    [...seen.served].should.eql(["CAS2"]);
  });
});
