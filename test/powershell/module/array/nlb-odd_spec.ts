import should from "should";
import type { ResultOf } from "../../../../lib/server/catalogue";
import { needsPowerShell } from "../../../shared/powershell";
import { illProvider } from "../../windows/world/subjects/nlb";
import { refusal, Stage } from "../member";

type Host = ResultOf<"nlb.host">;

/** Before anything is put in their place, the real ones must be there: loading them would put them back. */
const loaded = "Import-Module NetworkLoadBalancingClusters -Global; Import-Module StandInWindows -Global";

describe("NLB on a member that is not as usual", function () {
  this.timeout(60_000);
  let stage: Stage;
  const look = async () => (await stage.shell.invoke("nlb.host")) as Host;

  before(needsPowerShell);
  beforeEach(async () => {
    stage = await Stage.open();
    await stage.shell.script(loaded);
  });
  afterEach(() => stage.close());

  /** Lets Get-NlbClusterNode show these nodes, while WMI gives errors. */
  const show = async (nodes: readonly Record<string, unknown>[]) => {
    const list = nodes.map((node) => `New-Object PSObject -Property (ConvertFrom-Json '${JSON.stringify(node)}' -AsHashtable)`).join("; ");
    await stage.shell.script(`function global:Get-NlbClusterNode { param($HostName) ${list} }`);
    await stage.shell.script("function global:Get-WmiObject { param($Class, $Namespace, $Filter) throw 'no WMI' }");
  };
  /** Lets WMI have these instances of MicrosoftNLB_Node. */
  const inWmi = async (...nodes: readonly Record<string, unknown>[]) => {
    const list = nodes.map((node) => `New-Object PSObject -Property (ConvertFrom-Json '${JSON.stringify(node)}' -AsHashtable)`).join("; ");
    await stage.shell.script(`
      $global:realInstances = (Get-Command Get-WmiObject).ScriptBlock
      function global:Get-WmiObject { param($Class, $Namespace, $Filter)
        if ($Class -eq 'MicrosoftNLB_Node') { ${list}; return }
        & $global:realInstances @PSBoundParameters -ErrorAction Stop }`);
  };
  const own = { Name: "10.20.0.100:1", ComputerName: "cas1.contoso.com", HostPriority: 1, StatusCode: 1008 };
  const node = (State: string, more: Record<string, unknown> = {}) => ({
    Name: "CAS1",
    State,
    HostPriority: 1,
    Cluster: "array",
    InitialHostState: "Started",
    ...more,
  });

  it("says so where WMI gives errors and the cmdlets show other hosts only", async () => {
    await show([node("Converged", { Name: "CAS2" })]);
    should((await refusal(stage.shell.invoke("nlb.host"))).id).equal("nlb-no-node");
  });

  it("is in a cluster though WMI does not know the name of the computer, which is documented as empty on a failure", async () => {
    await inWmi({ ...own, ComputerName: "" });
    should(await look()).match({ state: "converged", priority: 1 });
  });

  it("is itself, and no other host that WMI shows too where remote control is allowed", async () => {
    await inWmi(own, { Name: "10.20.0.100:2", ComputerName: "cas2.contoso.com", HostPriority: 2, StatusCode: 0 });
    should(await look()).match({ state: "converged", priority: 1 });
  });

  it("is not said to be in no cluster where WMI shows no state of it and NLB is bound", async () => {
    await inWmi({ ...own, StatusCode: 0 });
    should(await look()).match({ state: "converged", text: "Converged(default)" });
    await stage.shell.script("function global:Get-NlbClusterNode { [CmdletBinding()] param($HostName) Write-Error 'RPC' -ErrorId rpc }");
    should((await refusal(stage.shell.invoke("nlb.host"))).id).equal("nlb-unread");
  });

  it("says so where the server has NLB's feature and is in no cluster, though WMI only gives an error", async () => {
    stage.world.cluster.hosts.splice(stage.world.cluster.hosts.indexOf(stage.resident.host), 1);
    should((await refusal(stage.shell.invoke("nlb.host"))).id).equal("nlb-no-node");
    // The cmdlets do not say to what NLB is bound: its settings do.
    await stage.shell.script(
      "function global:Get-NlbClusterNodeNetworkInterface { [CmdletBinding()] param() Write-Error 'RPC' -ErrorId rpc }",
    );
    should((await refusal(stage.shell.invoke("nlb.host"))).id).equal("nlb-no-node");
  });

  it("says so where settings are left of a cluster in which the server once was", async () => {
    stage.world.cluster.hosts.splice(stage.world.cluster.hosts.indexOf(stage.resident.host), 1);
    await stage.shell.script("& (Get-Module RollingUpdate) { function script:Get-RURegistryChild { 'HKLM:\\left' } }");
    should((await refusal(stage.shell.invoke("nlb.host"))).id).equal("nlb-no-node");
  });

  it("does not say so where neither the cmdlets nor WMI answer and NLB is bound", async () => {
    illProvider.add(stage.resident.host);
    const failed = "[CmdletBinding()] param($HostName) Write-Error 'RPC' -ErrorId rpc";
    await stage.shell.script(`function global:Get-NlbClusterNode { ${failed} }`);
    should((await refusal(stage.shell.invoke("nlb.host"))).id).startWith("GetWMIManagementException");
    await stage.shell.script(`function global:Get-NlbClusterNodeNetworkInterface { ${failed} }`);
    should((await refusal(stage.shell.invoke("nlb.host"))).id).startWith("GetWMIManagementException");
    illProvider.delete(stage.resident.host);
  });

  it("refuses to choose between several nodes of one server", async () => {
    await inWmi(own, { ...own, Name: "10.20.0.200:1" });
    should((await refusal(stage.shell.invoke("nlb.stop"))).id).equal("nlb-several-nodes");
    await show([node("Converged"), node("Stopped", { Cluster: "other" })]);
    should((await refusal(stage.shell.invoke("nlb.stop"))).id).equal("nlb-several-nodes");
  });

  it("is found by the cmdlets by full names and without case, and by no other name that begins alike", async () => {
    await show([node("Converged", { Name: "cas1.contoso.com", HostPriority: 7 }), node("Converged", { Name: "CAS10" })]);
    should((await look()).priority).equal(7);
  });

  it("is found by the cmdlets where the server's name is longer than NetBIOS allows", async () => {
    await stage.shell.script("& (Get-Module RollingUpdate) { function script:Get-RURegistryValue { 'exchange-cas-server-01' } }");
    for (const Name of ["Exchange-CAS-Server-01.contoso.com", "CAS1"]) {
      await show([node("Stopped", { Name }), node("Converged", { Name: "exchange-cas-server-02" })]);
      should((await look()).state).equal("stopped");
    }
  });

  it("is not turned by a run that another one has overtaken while it looked", async () => {
    await stage.shell.script(`
      $global:realInstances = (Get-Command Get-WmiObject).ScriptBlock
      function global:Get-WmiObject { param($Class, $Namespace, $Filter)
        if ($Class -eq 'MicrosoftNLB_Node') { & (Get-Module RollingUpdate) { Confirm-RUFence -Fence $global:other } }
        & $global:realInstances @PSBoundParameters -ErrorAction Stop }`);
    for (const [index, name] of ["Stop-RUNlbHost", "Start-RUNlbDrain", "Suspend-RUNlbHost", "Set-RUNlbDefaultState"].entries()) {
      const Fence = 10 * (index + 1);
      await stage.shell.script(`$global:other = ${Fence + 1}`);
      const more: Record<string, string> = name === "Set-RUNlbDefaultState" ? { State: "stopped" } : {};
      should((await refusal(stage.shell.call(name, { Fence, ...more }))).id).equal("fenced");
    }
    should([stage.resident.host.mode, stage.resident.host.defaultState]).eql(["started", "started"]);
  });

  const readings = [
    ["Converged(default)", "converged"],
    ["converged", "converged"],
    ["Converging", "converging"],
    ["Stopping", "draining"],
    ["Stopped", "stopped"],
    ["Suspended", "suspended"],
    ["Misconfigured", "unknown"],
    ["Unreachable", "unknown"],
    ["Wird beendet", "unknown"],
  ] as const;
  it("is read by the text of the cmdlets where WMI gives errors", async () => {
    for (const [text, state] of readings) {
      await show([node(text)]);
      should(await look()).match({ state, text, isDefaultHost: text === "Converged(default)" });
    }
  });

  it("tells states that are kept over a boot apart by their names, and takes a bare True for no answer", async () => {
    for (const [states, kept] of [
      ["'Suspended'", false],
      ["'Started', 'Stopped'", true],
      ["$true", null],
      ["$false", false],
      ["$null", null],
    ] as const) {
      await stage.shell.script(
        `function global:Get-NlbClusterDriverInfo { New-Object PSObject -Property @{ PersistedHostStates = @(${states}) } }`,
      );
      should([states, (await look()).persistsLastState]).eql([states, kept]);
    }
    for (const tells of ["", "New-Object PSObject -Property @{ HostId = 1 }", "throw 'Zugriff verweigert'"]) {
      await stage.shell.script(`function global:Get-NlbClusterDriverInfo { ${tells} }`);
      should([tells, (await look()).persistsLastState]).eql([tells, null]);
    }
  });

  it("does not take what NLB wrote at an earlier boot for what it did at the last one", async () => {
    const { machine } = stage.resident;
    const event = { log: "System", provider: "Microsoft-Windows-NLB", level: "information", id: 78, message: "" } as const;
    machine.hardware.bootedAt = stage.world.timeline.now + 3_600_000;
    machine.events.write(event);
    should((await look()).persistsLastState).be.null();
  });

  it("is turned by WMI alone, which waits for nobody and has no limit after which it would stop", async () => {
    for (const name of ["Get", "Set", "Stop", "Start", "Suspend", "Resume"])
      await stage.shell.script(`function global:${name}-NlbClusterNode { throw 'it asks the others' }`);
    const { host } = stage.resident;
    const modes = [];
    for (const op of ["nlb.drain", "nlb.stop", "nlb.start", "nlb.suspend", "nlb.resume"] as const) {
      await stage.shell.invoke(op);
      modes.push(host.mode);
    }
    should(modes).eql(["draining", "stopped", "started", "suspended", "stopped"]);
    await stage.shell.invoke("nlb.setDefaultState", { state: "suspended" });
    should(host.defaultState).equal("suspended");
  });

  it("gets its default state by the cmdlet where WMI does not take it, or takes it and changes nothing", async () => {
    for (const [state, instead] of [
      ["stopped", "throw 'it is said to be read-only'"],
      ["suspended", ""],
    ] as const) {
      await stage.shell.script(`function global:Set-WmiInstance { [CmdletBinding()] param($InputObject, $Arguments) ${instead} }`);
      await stage.shell.invoke("nlb.setDefaultState", { state });
      should(stage.resident.host.defaultState).equal(state);
    }
  });

  it("does not count connections whose columns have other names than those that are published", async () => {
    // Published is a printed table only (Get-NlbClusterDriverInfo, example 6): what the properties are called is not.
    for (const names of ["SourceIPAddress = '10.0.0.1'; DestinationPort = 443", "Source = '10.0.0.1'; DestinationPorts = 443"]) {
      await stage.shell.script(
        `function global:Get-NlbClusterDriverInfo { [CmdletBinding()] param([switch]$OpenConnections) New-Object PSObject -Property @{ ${names} } }`,
      );
      should((await refusal(stage.shell.invoke("nlb.connections"))).id).equal("nlb-unknown-connections");
    }
  });

  it("looks at the state when a cmdlet fails, not at what it says", async () => {
    illProvider.add(stage.resident.host);
    await stage.shell.script(
      `function global:Stop-NlbClusterNode { param($InputObject, [switch]$Drain, $Timeout) $null = Invoke-World 'nlb.turn' @{ how = 'suspend' }; throw 'Zugriff verweigert' }`,
    );
    should((await refusal(stage.shell.invoke("nlb.stop"))).id).equal("nlb-suspended");
    await stage.shell.invoke("nlb.resume");
    await stage.shell.script("function global:Start-NlbClusterNode { throw 'Zugriff verweigert' }");
    should((await refusal(stage.shell.invoke("nlb.start"))).message).equal("Zugriff verweigert");
  });

  it("takes an order for carried out that was, though the cmdlet fails on another host then", async () => {
    illProvider.add(stage.resident.host);
    for (const name of ["Stop", "Start", "Suspend", "Resume", "Set"]) {
      await stage.shell.script(`
        $global:real${name} = (Get-Command ${name}-NlbClusterNode).ScriptBlock
        function global:${name}-NlbClusterNode { param($InputObject, [switch]$Drain, $Timeout, $InitialHostState, [switch]$Force)
          $null = & $global:real${name} @PSBoundParameters
          Write-Error 'Zugriff verweigert' -ErrorAction Stop }`);
    }
    const { host } = stage.resident;
    const modes = [];
    for (const op of ["nlb.stop", "nlb.start", "nlb.suspend", "nlb.resume"] as const) {
      await stage.shell.invoke(op);
      modes.push(host.mode);
    }
    should(modes).eql(["stopped", "started", "suspended", "stopped"]);
    await stage.shell.invoke("nlb.setDefaultState", { state: "stopped" });
    should(host.defaultState).equal("stopped");
  });

  it("names the host and its interface where nodes are mere pictures, as in PowerShell 7 on Windows", async () => {
    // Once through the serialiser, as between two processes.
    await stage.shell.script(`
      $global:realNodes = (Get-Command Get-NlbClusterNode).ScriptBlock
      function global:Get-NlbClusterNode { param($HostName)
        & $global:realNodes -HostName $HostName | ForEach-Object {
          [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($_, 2)) } }`);
    illProvider.add(stage.resident.host);
    should(await look()).eql({ ...stage.world.cluster.look(stage.resident.host), text: "Converged(default)" });
    await stage.shell.invoke("nlb.setDefaultState", { state: "stopped" });
    should(stage.resident.host.defaultState).equal("stopped");
    await stage.shell.invoke("nlb.stop");
    should(stage.resident.host.mode).equal("stopped");
    await stage.shell.invoke("nlb.suspend");
    await stage.shell.invoke("nlb.resume");
    await stage.shell.invoke("nlb.start");
    should(stage.resident.host.mode).equal("started");
  });
});
