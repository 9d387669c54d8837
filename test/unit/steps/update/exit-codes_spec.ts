import "should";
import {
  exitCodes as ofWindowsInstaller,
  exitCodesOfSetup,
  exitCodesOfWindowsUpdate,
  meaningOf,
} from "../../../../lib/steps/update/exit-codes";
import { said, saidIfAny } from "../../../shared/english";

const exitCodes = [...ofWindowsInstaller, ...exitCodesOfWindowsUpdate, ...exitCodesOfSetup];

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

  it("are those of setup where it was setup, which is not the Windows Installer", () => {
    said(meaningOf(1, "setup").text).should.equal("it has failed");
    said(meaningOf(1).text).should.equal("not a code that the Windows Installer knows");
    said(meaningOf(4711, "setup").text).should.equal("not a code with which setup is known to end");
  });
});
