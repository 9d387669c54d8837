import should from "should";
import { servingByNlb } from "../../../../lib/gates/nlb";
import type { ResultOf } from "../../../../lib/server/catalogue";
import { AnsweringServer } from "../../../shared/answering";
import { needsPowerShell } from "../../../shared/powershell";
import { illProvider, saysDrainingOfAny } from "../../windows/world/subjects/nlb";
import { MemberShell, refusal, Stage } from "../member";

type Host = ResultOf<"nlb.host">;

describe("NLB on a member that knows of itself alone", function () {
  this.timeout(60_000);
  let stage: Stage;
  const look = async () => (await stage.shell.invoke("nlb.host")) as Host;
  /** What nlb.exe prints. */
  const printed = (output: string) =>
    stage.shell.script(
      `& (Get-Module RollingUpdate) { function script:Invoke-RUTool { New-Object PSObject -Property @{ ExitCode = 0; Output = '${output}' } } }`,
    );

  before(needsPowerShell);
  beforeEach(async () => {
    stage = await Stage.open();
    await stage.shell.script("Import-Module NetworkLoadBalancingClusters -Global; Import-Module StandInWindows -Global");
  });
  afterEach(() => stage.close());

  it("tells all of itself without the cmdlet that asks the other hosts", async () => {
    await stage.shell.script("function global:Get-NlbClusterNode { throw 'it asks the others' }");
    for (const happens of [
      () => {},
      () => stage.world.cluster.drain(stage.resident.host),
      () => stage.world.cluster.stop(stage.resident.host),
    ]) {
      stage.happen(happens);
      should(await look()).eql(stage.world.cluster.look(stage.resident.host));
    }
  });

  const heads = {
    // Captured by Microsoft: KB812870, reprinted at betaarchive.com/wiki/index.php?title=Microsoft_KB_Archive/812870. Its list is "2".
    "of Windows 2000": `WLBS Cluster Control Utility V2.4 (c) 1997-2003 Microsoft Corporation.
Cluster 192.168.192.4
Host 2 has entered has entered a converging state 1 time(s) since joining the cluster
  and is still in a state of convergence.
Host 2 converged as DEFAULT with the following host(s) as part of the cluster:`,
    // Not captured: other words.
    "in another language": "Cluster 10.20.0.100\nHost 1 konvergiert mit den folgenden Hosts als Teil des Clusters:",
    "with another colon": "クラスター 10.20.0.100\nホスト 1 は、次のホストと収束しました：",
  };
  for (const [whose, head] of Object.entries(heads)) {
    it(`reads with whom it has converged from the numbers at the end of nlb query, ${whose}`, async () => {
      for (const [list, hosts] of [
        ["1", [1]],
        ["1, 2", [1, 2]],
        ["1,2,3\r\n", [1, 2, 3]],
        ["  1, 2, 3, 4,\n 12, 32\n\n", [1, 2, 3, 4, 12, 32]],
      ] as const) {
        await printed(`${head}\n${list}`);
        should([list, (await look()).convergedWith]).eql([list, hosts]);
      }
    });
  }

  it("claims nothing where nlb.exe is missing, or prints what cannot be such a list", async () => {
    const head = heads["of Windows 2000"];
    // In the capture of a host that converges, nothing comes after the colon, or a list without the host itself.
    for (const output of [
      "",
      head,
      `${head}\n2`,
      `${head}\n1, 33`,
      `${head}\n0, 1`,
      `${head}\n1, 1`,
      `${head}\n1, CAS2`,
      "1, 2",
      "Cluster 10\n1, 2",
      `${head}\n1\nOK`,
    ]) {
      await printed(output);
      should([output, (await look()).convergedWith]).eql([output, null]);
    }
    await stage.shell.script("& (Get-Module RollingUpdate) { function script:Get-RUTool { throw 'there is no nlb.exe' } }");
    should(await look()).match({ state: "converged", convergedWith: null });
    // Nor does it on the other side of a session.
    const sent = `[System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize((Get-RUNlbHost)))`;
    should(await stage.shell.script(`$there = ${sent}; ($null -eq $there.convergedWith), ($null -eq $there.persistsLastState)`)).eql([
      true,
      true,
    ]);
  });

  describe("while the code says that one or more hosts drain", () => {
    let others: readonly MemberShell[];
    beforeEach(() => {
      saysDrainingOfAny.add(stage.world.cluster);
      others = ["CAS2", "CAS3"].map((name) => new MemberShell(name, stage.windows.environment(name)));
    });
    afterEach(() => others.forEach((shell) => shell.close()));

    it("counts as serving unless it is the one that drains", async () => {
      await stage.shell.invoke("nlb.drain");
      stage.wait(30);
      const told = [];
      for (const shell of [stage.shell, ...others]) told.push((await shell.invoke("nlb.host")) as Host);
      should(told.map(({ state, isDefaultHost }) => [state, isDefaultHost])).eql([
        ["draining", false],
        ["converged", null],
        ["converged", null],
      ]);
      const open = { "probe.tcp": { open: true, ms: 1, error: null } } as const;
      const members = told.map((host, index) => new AnsweringServer(`CAS${index + 1}`, { "nlb.host": host, ...open }));
      const verdicts = await servingByNlb({ scheme: "tcp", port: 443 })(members);
      should(verdicts.map(({ code }) => code)).eql(["out", "serves", "serves"]);
    });

    it("is drained although another one drains", async () => {
      stage.happen(() => stage.world.cluster.drain(stage.residentOf("CAS2").host));
      stage.wait(30);
      await stage.shell.invoke("nlb.drain");
      should(stage.resident.host.mode).equal("draining");
    });

    it("is in a state that is not known where its port rules, or nlb.exe, do not tell", async () => {
      stage.happen(() => stage.world.cluster.drain(stage.residentOf("CAS2").host));
      stage.wait(30);
      const told: Host[] = [];
      await printed("");
      told.push(await look());
      // One rule was drained by hand; or the cluster has no rules, or not such a class.
      for (const rules of [
        "@{ PortState = 3; FilteringMode = 2 }, @{ PortState = 1; FilteringMode = 2 }",
        "@{ PortState = 1; FilteringMode = 3 }",
        "",
      ]) {
        await stage.shell.script(`& (Get-Module RollingUpdate) {
          if (-not $global:realRead) { $global:realRead = (Get-Command Get-RUInstance).ScriptBlock }
          function script:Get-RUInstance { param($Class, $Namespace, $Filter)
            if ($Class -eq 'MicrosoftNLB_PortRuleEx') { return ${rules === "" ? "" : `@(${rules}) | ForEach-Object { New-Object PSObject -Property $_ }`} }
            & $global:realRead @PSBoundParameters } }`);
        told.push(await look());
      }
      for (const host of told) {
        should(host).match({ state: "unknown", isDefaultHost: null, convergedWith: null });
        should(host.text).match(/^status code 1009: /);
      }
    });
  });

  it("is not drained while WMI gives errors: the cmdlet would stop it a day later, long after it was put back", async () => {
    illProvider.add(stage.resident.host);
    const { id, message, hint } = await refusal(stage.shell.invoke("nlb.drain"));
    should([id, stage.resident.host.mode]).eql(["nlb-needs-wmi", "started"]);
    should(message).match(/^NLB on this server is converged, and was not told to drain/);
    should(hint).match(/Winmgmt/);
    // It is not refused where there is nothing to do, nor are the others.
    for (const op of ["nlb.stop", "nlb.drain", "nlb.start"] as const) await stage.shell.invoke(op);
    should(stage.resident.host.mode).equal("started");
    stage.wait(86_400 * 2);
    should(stage.resident.host.mode).equal("started");
    illProvider.delete(stage.resident.host);
  });
});
