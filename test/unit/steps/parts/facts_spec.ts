import "should";
import { compareBuilds, fitsBuild, hasBuild } from "../../../../lib/steps/parts/build-number";
import { said, saidIfAny } from "../../../shared/english";
import { exitCodes, meaningOf } from "../../../../lib/steps/update/exit-codes";
import { startOrder, stopOrder, withDependents } from "../../../../lib/steps/services/services-order";
import { steps } from "../../../../lib/steps";
import { optionsOf } from "../../../shared/node-fields";

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

describe("Exit codes", () => {
  it("are each in the table once", () => {
    new Set(exitCodes.map(({ code }) => code)).size.should.equal(exitCodes.length);
  });

  it("say what they mean in a few words, and what to do in whole sentences", () => {
    exitCodes.map(({ text }) => said(text)).should.matchEach(/^[a-z].*[a-z]$/);
    exitCodes.flatMap(({ hint }) => (hint === undefined ? [] : [said(hint)])).should.matchEach(/^[A-Z].*\.$/);
  });

  it("say what to do with the ones that matter, and take an unknown one as a failure", () => {
    [0, 3010, 1641, 1618, 1603, 4711]
      .map((code) => meaningOf(code).means)
      .should.eql(["done", "restart-needed", "restart-under-way", "busy", "failed", "failed"]);
    said(meaningOf(1642).text).should.equal("the patch does not fit the installed version");
    saidIfAny(meaningOf(1642).hint).should.match(/service pack/);
    said(meaningOf(4711).text).should.equal("not a code that the Windows Installer knows");
  });
});

describe("The order of services", () => {
  const service = (name: string, ...dependsOn: string[]) => ({
    name,
    displayName: name,
    status: "running" as const,
    startType: "automatic" as const,
    dependsOn,
  });
  const services = [
    service("Transport", "topology", "Controller"),
    service("Topology"),
    service("Controller"),
    service("Search", "Transport"),
  ];
  const names = (list: readonly { name: string }[]) => list.map(({ name }) => name);

  it("stops those first that need others, and starts them last, without regard to case", () => {
    const all = names(withDependents(services, ["CONTROLLER"]));
    all.should.eql(["Transport", "Controller", "Search"]);
    names(stopOrder(services, all)).should.eql(["Search", "Transport", "Controller"]);
    names(startOrder(services, all)).should.eql(["Controller", "Transport", "Search"]);
  });

  it("does not go round in a circle", () => {
    const circle = [service("A", "B"), service("B", "A")];
    names(stopOrder(circle, ["A", "B"])).should.have.length(2);
  });
});

describe("The list of steps", () => {
  it("has options that all have defaults in the fields of their nodes", () => {
    for (const name of steps.keys()) (() => optionsOf(name)).should.not.throw();
  });
});
