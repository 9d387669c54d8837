import "should";
import type { Service } from "../../../../lib/server/operations/services";
import { changedSince, Missed } from "../../../../lib/steps/services";
import { service } from "./service";

const ofUser = (name: string): Service => ({ ...service(name), perUser: "instance" });

describe("A service that Windows makes for each user who signs in", () => {
  it("is the same one under the name that it has after the next sign-in, whatever its template and its end are called", () => {
    for (const [before, after] of [
      ["CDPUserSvc_1b3f9", "CDPUserSvc_2c777"],
      ["CDPUserSvc_x1", "CDPUserSvc_x2"],
      ["My_Helper_one", "My_Helper_two"],
    ] as const)
      changedSince([ofUser(before)], [ofUser(after)], []).should.eql({ findings: [], remarks: [] });
  });

  it("is another one where its template is another one: what is gone is remarked, and not missed", () => {
    const { findings, remarks } = changedSince([ofUser("My_Helper_one")], [ofUser("My_Other_one")], []);
    findings.should.eql([]);
    remarks.map(({ name, how }) => [name, how]).should.eql([["My_Helper_one", "gone"]]);
  });
});

describe("What is known of a service by its name alone", () => {
  const isMissed = (name: string, startType: Service["startType"]) => new Missed([]).isMissed({ ...service(name), startType });

  for (const name of ["MSExchangeTransport", "msftesql-Exchange", "W3SVC", "WAS", "IISADMIN", "WinRM", "Winmgmt"])
    it(`is that it is missed whatever starts it: ${name}`, () => isMissed(name, "manual").should.be.true());

  for (const name of ["TrustedInstaller", "BITS", "wuauserv", "sppsvc", "gupdate", "MapsBroker", "clr_optimization_v4.0.30319_64"])
    it(`is that it ends when it is idle, and is not missed then: ${name}`, () => isMissed(name, "automatic").should.be.false());

  it("is that it is of a user where it ends in a number of a session, and in nothing else", () => {
    isMissed("SyncHelper_1a2b3", "automatic").should.be.false();
    for (const name of ["Backup_20190_Agent", "SyncHelper_1a2", "SyncHelper_123456789", "_1a2b3"])
      isMissed(name, "automatic").should.be.true();
  });
});
