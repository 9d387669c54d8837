import { setTimeout as pause } from "node:timers/promises";
import should from "should";
import { needsPowerShell } from "../../shared/powershell";
import { MemberShell, refusal, Stage } from "../module/member";
import { pausedOn } from "../windows/world/subjects/services";

/** What the stand-ins would not let pass. Where they were lenient, tests of the module would prove little. */
describe("the stand-ins of NLB, services and events", function () {
  this.timeout(60_000);
  let stage: Stage;
  const id = async (script: string) => (await refusal(stage.shell.script(script))).id;

  before(needsPowerShell);
  beforeEach(async () => {
    stage = await Stage.open();
    await stage.shell.script("Import-Module NetworkLoadBalancingClusters -Global; $null = Get-Service");
  });
  afterEach(() => stage.close());

  it("know no parameter that the published cmdlets do not have", async () => {
    for (const command of [
      "Stop-NlbClusterNode -ComputerName CAS1",
      "Set-NlbClusterNode -Confirm",
      "Get-WinEvent -StartTime 1",
      "Get-Service -StartType Auto",
    ]) {
      should([command, await id(command)]).match([command, /^NamedParameterNotFound/]);
    }
  });

  it("ask where it would be asked", async () => {
    should(await id("Get-NlbClusterNode -NodeName CAS1 | Set-NlbClusterNode -InitialHostState Stopped")).match(/NonInteractive/);
    should(stage.resident.host.defaultState).equal("started");
  });

  it("take nodes, not their names or pictures", async () => {
    for (const wrong of ["'CAS1'", "(New-Object PSObject -Property @{ Name = 'CAS1' })"]) {
      should(await id(`Stop-NlbClusterNode -InputObject ${wrong}`)).match(/^ParameterArgumentTransformationError/);
    }
    should(await id("Set-NlbClusterNode -HostName CAS1 -InterfaceName 'Ethernet 2' -InitialHostState Running -Force")).match(
      /^CannotConvertArgument|^ParameterArgumentTransformationError/,
    );
  });

  it("let nobody turn another host from within a session", async () => {
    for (const script of [
      "Stop-NlbClusterNode -HostName CAS2",
      "Get-NlbClusterNode | Where-Object { $_.Name -eq 'CAS2' } | Stop-NlbClusterNode",
    ]) {
      should(await id(script)).match(/^NlbFailure/);
    }
    should(stage.residentOf("CAS2").host.mode).equal("started");
  });

  it("hit every node without a filter, as the cmdlet does", async () => {
    should(await stage.shell.script("Get-NlbClusterNode -HostName CAS1 | ForEach-Object { $_.Name }")).eql(["CAS1", "CAS2", "CAS3"]);
  });

  it("wait until a drain is over, and cut the clients when its time is, in seconds", async () => {
    let isBack = false;
    const drain = stage.shell.script("$null = Stop-NlbClusterNode -HostName CAS1 -Drain -Timeout 10").then(() => {
      isBack = true;
    });
    while (stage.resident.host.mode !== "draining") await pause(50);
    await pause(500);
    should(isBack).be.false();
    stage.wait(9);
    should(stage.resident.host.mode).equal("draining");
    stage.wait(2);
    should(stage.resident.host.mode).equal("stopped");
    should(stage.world.outside.clients.cuts).not.be.empty();
    await drain;
  });

  it("stop a host when the time of its drain is over, though it was put back meanwhile", async () => {
    const { host } = stage.resident;
    const drain = stage.shell.script("$null = Stop-NlbClusterNode -HostName CAS1 -Drain -Timeout 100");
    while (host.mode !== "draining") await pause(50);
    stage.happen(() => stage.world.cluster.start(host));
    stage.wait(90);
    should(host.mode).equal("started");
    stage.wait(20);
    should(host.mode).equal("stopped");
    await drain;
  });

  it("hand out the objects of SCOM with windows of their own, by name or all of them", async () => {
    const server = new MemberShell("SCOM1", stage.windows.environment(stage.windows.monitoring));
    try {
      const lasts = await server.script(`Import-Module OperationsManager -Global; New-SCOMManagementGroupConnection -ComputerName localhost
        $computer = @(Get-SCOMClassInstance -DisplayName CAS1.contoso.com)[0]
        Start-SCOMMaintenanceMode -Instance $computer -EndTime (Get-Date).ToUniversalTime().AddMinutes(60) -Reason PlannedOther -Comment x
        Get-SCOMMaintenanceMode -Instance $computer | Set-SCOMMaintenanceMode -EndTime (Get-Date).ToUniversalTime().AddMinutes(90) -Comment x
        foreach ($one in @($computer) + @($computer.GetRelatedMonitoringObjects('Recursive'))) {
          $window = Get-SCOMMaintenanceMode -Instance $one
          [int][Math]::Round(($window.ScheduledEndTime - $window.StartTime).TotalMinutes) }
        @(Get-SCOMClass -Name Microsoft.Windows.Computer | Get-SCOMClassInstance).Length`);
      should(lasts).eql([90, 60, 60, 60, 503]);
    } finally {
      server.close();
    }
  });

  it("stop dependent services as well, as the class of .NET does", async () => {
    await stage.shell.script("$null = (Get-Service FSCController).Stop()");
    stage.wait(30);
    should(stage.resident.machine.services.isStopped("MSExchangeTransport")).be.true();
  });

  it("start no service that runs or is paused, and continue none that is not paused", async () => {
    pausedOn(stage.resident.machine).add("W3SVC");
    for (const [call, code] of [
      ["(Get-Service W3SVC).Start()", 1056],
      ["(Get-Service FSCController).Start()", 1056],
      ["(Get-Service FSCController).Continue()", 1061],
    ] as const) {
      const said =
        await stage.shell.script(`try { $null = ${call}; $code = 0 } catch { $code = $_.Exception.GetBaseException().NativeErrorCode }
        @{ call = '${call}'; code = [int]$code }`);
      should(said).containDeep([{ call, code }]);
    }
    should([...pausedOn(stage.resident.machine)]).eql(["W3SVC"]);
  });

  it("find no events with an error of their own, and no log of another name", async () => {
    should(
      await id("Get-WinEvent -LogName System -FilterXPath '*[System[(EventRecordID > 99999999) and (Level=1)]]' -ErrorAction Stop"),
    ).match(/^NoMatchingEventsFound/);
    should(await id("Get-WinEvent -LogName Sytem -ErrorAction Stop")).match(/^NoMatchingLogsFound/);
  });
});
