import "should";
import type { Service } from "../../../../lib/server/operations/services";
import { changedSince } from "../../../../lib/steps/services";
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
