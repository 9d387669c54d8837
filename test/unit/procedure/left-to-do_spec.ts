import should from "should";
import { documentOf } from "../../../lib/run/record/document";
import { said } from "../../shared/english";
import { playFlow } from "./play";

const nightWith = async (setting: Parameters<typeof playFlow>[0]) => {
  const { run } = await playFlow(setting);
  const document = documentOf(run.state, { now: run.state.finishedAt ?? 0, report: null, say: said });
  return { document, member: document.members[1] };
};

describe("what a person reads after a night that went wrong", () => {
  it("a failed installer: a headline without the log, the end of the log from its first whole line on, the services to enable", async () => {
    const { document, member } = await nightWith({ faults: [{ name: "installer-fails", member: "CAS2" }] });
    document.summary.should.match(
      /^Stopped at CAS2: the installer ended with exit code 1603 \(fatal error during the installation\)\. 1 member was updated/,
    );
    document.summary.should.match(
      /Something is left to do on CAS2 \(nlb stopped, default state stopped, forefront disabled, scom maintenance\)\.$/,
    );
    should(member?.reason).match(/Its log \(C:\\Updates\\[^)]*\.msp\.log\) ends: “(MSI|…|Property|Action|\d)/);
    should(member?.reason).match(
      /It left 20 services disabled, among them MSExchangeAB, .*Read the end of C:\\Updates\\\S+\.msp\.log on CAS2\. Look for services/,
    );
    const mend = member?.leftToDo.find(({ what }) => what.includes("left disabled"));
    should(mend?.command).match(/'Winmgmt'.*Set-Service \$_ -StartupType automatic/);
  });

  it("a cluster that was split: whether it is whole again", async () => {
    const { member } = await nightWith({ faults: [{ name: "split-cluster", member: "CAS2" }] });
    should(member?.reason).match(
      /CAS2 was put back as it was found\. The cluster is still not whole; not known to serve: CAS1, CAS2, CAS3 and CAS4\./,
    );
  });

  it("a restart that hangs: the job that had ended is not called unknown, and the restart is in the list", async () => {
    const { member } = await nightWith({ faults: [{ name: "reboot-hangs", member: "CAS2" }] });
    should(member?.reason).not.match(/whether its job/);
    member!.leftToDo.map(({ what }) => what).should.matchAny(/^Restart CAS2 if it has not booted since/);
  });

  it("a member that vanishes: when it was last seen, and at what", async () => {
    const { member } = await nightWith({ faults: [{ name: "vanishes", member: "CAS2" }] });
    should(member?.reason).match(/when last seen, at \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC, the job was running/);
    member!.leftToDo
      .slice(0, 2)
      .map(({ what }) => what)
      .should.match([/^Does CAS2 answer again/, /^Has the job .* ended\?/]);
  });
});
