import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import should from "should";
import { steps } from "../../../lib/steps";
import { asExpected, serversOf, tells } from "./products-and-cultures";

const specs = readdirSync(__dirname, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith("_spec.ts"))
  .map((file) => readFileSync(join(__dirname, file), "utf8"));

describe("The table of products and cultures", () => {
  for (const name of steps.keys())
    it(`is there for ${name}`, () => {
      specs.some((spec) => spec.includes(`describe("${name}, by product and culture"`)).should.be.true();
    });

  it("names each server once: every product in every culture", () => {
    serversOf(["every one", "every one"]).should.have.length(25);
    serversOf(["2010 SE", "de-DE fi-FI"]).should.eql(["2010 de-DE", "2010 fi-FI", "SE de-DE", "SE fi-FI"]);
    const table = (...rows: Parameters<typeof tells>[2]) => tells("says nothing", () => ({ step: ["nlb-start"] }), rows);
    should(() => table(["2010 2013 2016 2019", "every one"])).throw(/Not exactly once in the table: SE en-US, SE de-DE/);
    should(() => table(["every one", "every one"], ["2010", "ja-JP"])).throw(/Not exactly once in the table: 2010 ja-JP\./);
    should(() => table(["2007", "every one"])).throw(/There is no 2007 among 2010/);
  });

  it("leaves open what chance decides, and nothing else", () => {
    asExpected("after … min (##:##)", "after 11 min (22:01)").should.equal("after … min (##:##)");
    for (const other of ["after 11 min (22:1)", "after 11 min (22:01).", "after 11 s (22:01)", "before 11 min (22:01)"])
      asExpected("after … min (##:##)", other).should.equal(other);
    asExpected("a…\nwarns: b", "a\nwarns: c\nwarns: b").should.equal("a\nwarns: c\nwarns: b");
  });
});
