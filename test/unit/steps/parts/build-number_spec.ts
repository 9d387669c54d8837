import "should";
import { canUpgrade, compareBuilds, madeFor } from "../../../../lib/steps/parts/build-lines";
import { fitsBuild, hasBuild, hasVersion } from "../../../../lib/steps/parts/build-number";

describe("Build numbers", () => {
  it("are compared by their numbers, with or without padding", () => {
    compareBuilds("15.01.2507.006", "15.1.2507.6").should.equal(0);
    compareBuilds("14.3.99.0", "14.3.123.4").should.be.below(0);
  });

  it("tell that a member has an update: the same build, or a newer one of the same line", () => {
    hasBuild("14.3.195.1", "14.3.195.1").should.be.true();
    hasBuild("14.3.513.0", "14.3.195.1").should.be.true();
    hasBuild("14.3.123.4", "14.3.195.1").should.be.false();
    hasBuild("15.2.1118.7", "15.1.2507.6").should.be.false();
    hasBuild(null, "14.3.195.1").should.be.false();
  });

  /** What a member has, what an update and a setup bring, and whether the member has them. */
  const lines: readonly (readonly [what: string, build: string, expected: string, update: boolean, setup: boolean])[] = [
    ["2010: the same rollup", "14.3.195.1", "14.3.195.1", true, true],
    ["2010: a later rollup has what came before it", "14.3.513.0", "14.3.195.1", true, true],
    ["2010: an earlier rollup", "14.3.123.4", "14.3.195.1", false, false],
    ["2010: a rollup of another service pack", "14.3.123.4", "14.2.390.3", false, true],
    ["2013: a later update of the same CU", "15.0.1497.48", "15.0.1497.42", true, true],
    ["2013: a later CU", "15.0.1497.2", "15.0.1473.6", false, true],
    ["2016: a later update of the same CU", "15.1.2507.39", "15.1.2507.6", true, true],
    ["2016: a later CU", "15.1.2507.6", "15.1.2375.37", false, true],
    ["2016 for 2013", "15.1.2507.6", "15.0.1497.48", false, false],
    ["2019: a later update of the same CU", "15.2.1544.27", "15.2.1544.25", true, true],
    ["2019: a later CU", "15.2.1748.10", "15.2.1544.25", false, true],
    ["2019 with padding", "15.02.1748.039", "15.2.1748.10", true, true],
    ["2019 for 2016", "15.2.1748.10", "15.1.2507.61", false, false],
    ["SE: a later update of the same release", "15.2.2562.29", "15.2.2562.17", true, true],
    ["SE for 2019", "15.2.2562.17", "15.2.1748.39", false, false],
    ["a product that is not in the table, by its first two numbers", "2.4.0.118", "2.4.0.99", true, true],
    ["a product that is not in the table, older", "2.4.0.99", "2.4.0.118", false, false],
    ["another version of a product that is not in the table", "2.5.0.1", "2.4.0.118", false, false],
    ["a product that is not in the table for one that is", "16.0.1.1", "15.2.1748.10", false, false],
    ["one that is in the table for a product that is not", "15.2.1748.10", "13.0.1.1", false, false],
    ["2019 for SE", "15.2.1748.39", "15.2.2562.17", false, false],
  ];
  for (const [what, build, expected, update, setup] of lines)
    it(`are compared within a line only (${what})`, () => {
      hasBuild(build, expected).should.equal(update);
      hasVersion(build, expected).should.equal(setup);
    });

  it("tell what updates are made for, and which product setup upgrades", () => {
    ["14.3.513.0", "15.0.1497.48", "15.02.1748.039", "15.2.2562.17", "2.4.0.118"]
      .map(madeFor)
      .should.eql(["14.3", "15.0.1497", "15.2.1748", "15.2.2562", "2.4"]);
    canUpgrade("15.2.1748.10", "15.2.2562.17").should.be.true();
    canUpgrade("15.2.2562.17", "15.2.1748.10").should.be.false();
    canUpgrade("15.1.2507.6", "15.2.1748.10").should.be.false();
    canUpgrade("15.2.2562.17", "15.3.1.0").should.be.true();
  });

  it("fit a package by whole numbers, not by letters", () => {
    fitsBuild("14.3.123.4", "14.3.").should.be.true();
    fitsBuild("14.30.1.1", "14.3").should.be.false();
    fitsBuild("14.3.123.4", "").should.be.true();
    fitsBuild(null, "14.").should.be.false();
  });
});
