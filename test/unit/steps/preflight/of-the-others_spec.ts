import "should";
import { Unreachable } from "../../../../lib/server";
import type { Layer } from "../../../../lib/server/server";
import type { Progress } from "../../../../lib/run/step";
import { othersNotFit } from "../../../../lib/steps/preflight/of-the-others";
import type { PreflightOptions } from "../../../../lib/steps/preflight/options";
import { AnsweringServer } from "../../../shared/answering";
import { optionsOf } from "../../../shared/node-fields";
import { packageOf, world } from "../harness";
import { seeing } from "../seeing";

const toCome = ["CAS2", "CAS3"];
/** CAS3 gives no answer. */
const silent: Layer = (next) => (server, op, args, call) =>
  server === "CAS3" ? Promise.reject(new Unreachable({ server, operation: op, what: "no answer" })) : next(server, op, args, call);

describe("preflight-check, of those that come after the first member", () => {
  it("refuses the first one where others are not fit, and names them and why: nothing has been touched yet", async () => {
    const work = await world({ others: { freeDiskMb: 900 } }).work({ toCome });
    const refused = await work.refusalOf("preflight-check");
    refused.code.should.equal("not-fit");
    refused.message.should.match(
      /^This member is fit, but CAS2 and CAS3, which come after it, are not: CAS2, 1 finding: free disk space: .*; CAS3, 1 finding: free disk space: .*Nothing was touched\.$/s,
    );
    work.changes.should.eql([]);
  });

  it("refuses it for an update that they do not have yet, too", async () => {
    const work = await world({ others: { freeDiskMb: 900 } }).work({ toCome });
    (await work.refusalOf("preflight-check", { package: packageOf("rollup6") })).message.should.match(/CAS2, 1 finding: free disk space/);
  });

  it("does not say once more of each of them that their versions differ", async () => {
    const another: Layer = (next) => async (server, op, args, call) => {
      const told = await next(server, op, args, call);
      return server === "CAS3" && (op as string) === "update.installed" ? ({ ...(told as object), build: "14.3.195.1" } as never) : told;
    };
    const work = await world().work({ toCome, instead: another });
    const { message } = await work.refusalOf("preflight-check");
    message.should.match(/14\.3\.195\.1/);
    message.should.not.match(/come after it/);
  });

  it("asks nobody and says nothing where nobody is to come", async () => {
    const others = [new AnsweringServer("CAS2", {})];
    const reports: Progress[] = [];
    const { context } = seeing({}, { others });
    const report = (progress: Progress) => void reports.push(progress);
    const seen = { ...context, report, array: { ...context.array, toCome: [] } };
    (await othersNotFit(seen as never, optionsOf("preflight-check") as PreflightOptions)).should.eql([]);
    others.flatMap(({ asked }) => asked).should.eql([]);
    reports.should.eql([]);
  });

  it("says of one that does not answer just that", async () => {
    const work = await world().work({ toCome, instead: silent, minInService: 0 });
    (await work.refusalOf("preflight-check")).message.should.match(/: CAS3, 1 finding: reachable: could not be checked: [^;]*no answer/);
  });

  it("names them beside what is wrong with the first", async () => {
    const work = await world({ found: { freeDiskMb: 900 }, others: { freeDiskMb: 900 } }).work({ toCome: ["CAS3"] });
    (await work.refusalOf("preflight-check")).message.should.match(
      /^CAS1 is not fit to start, 1 finding: free disk space.* In all, CAS1 and CAS3 are not fit\. Of the others: CAS3, 1 finding: free disk space/s,
    );
  });

  it("looks at nobody whom the run does not update, nor in a dry run, which looks at each in its turn", async () => {
    const at = world({ others: { freeDiskMb: 900 } });
    (await (await at.work()).do("preflight-check")).text.should.equal("fit");
  });

  it("refuses for none that has the update already: nothing is done to it", async () => {
    const work = await world({ others: { build: "14.3.195.1", freeDiskMb: 900 } }).work({ toCome });
    (await work.do("preflight-check", { package: packageOf("rollup6"), differentVersions: "warn" })).text.should.match(/^fit/);
  });

  it("only warns of nothing: what does not refuse is said when their turn comes", async () => {
    const work = await world({ others: { pendingReboot: true } }).work({ toCome });
    (await work.do("preflight-check", { pendingRestart: "warn" })).text.should.equal("fit");
    work.warnings.should.eql([]);
  });
});
