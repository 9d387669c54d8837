import "should";
import { compareBuilds, fitsBuild, hasBuild } from "../../../../lib/steps/parts/build-number";

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

  it("fit a package by whole numbers, not by letters", () => {
    fitsBuild("14.3.123.4", "14.3.").should.be.true();
    fitsBuild("14.30.1.1", "14.3").should.be.false();
    fitsBuild("14.3.123.4", "").should.be.true();
    fitsBuild(null, "14.").should.be.false();
  });
});
