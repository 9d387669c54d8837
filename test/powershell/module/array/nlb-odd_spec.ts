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

  /** Lets Get-NlbClusterNode show these nodes, and WMI this status code (or nothing). */
  const show = async (nodes: readonly Record<string, unknown>[], code: number | null = null) => {
    const list = nodes.map((node) => `New-Object PSObject -Property (ConvertFrom-Json '${JSON.stringify(node)}' -AsHashtable)`).join("; ");
    await stage.shell.script(`function global:Get-NlbClusterNode { param($HostName) ${list} }`);
    const own =
      code === null
        ? "throw 'no WMI'"
        : `New-Object PSObject -Property @{ ComputerName = 'cas1.contoso.com'; StatusCode = ${code}; HostPriority = 1 }`;
    await stage.shell.script(`function global:Get-WmiObject { param($Class, $Namespace, $Filter) ${own} }`);
  };
  const node = (State: string, more: Record<string, unknown> = {}) => ({
    Name: "CAS1",
    State,
    HostPriority: 1,
    Cluster: "array",
    InitialHostState: "Started",
    ...more,
  });

  it("says so where the server is in no cluster", async () => {
    await show([node("Converged", { Name: "CAS2" })]);
    should((await refusal(stage.shell.invoke("nlb.host"))).id).equal("nlb-no-node");
  });

  it("says so where the cmdlets only complain, as they do of a server with NLB's tools that is in no cluster", async () => {
    await stage.shell.script(
      "function global:Get-NlbClusterNode { [CmdletBinding()] param($HostName) Write-Error 'not bound' -ErrorId unbound }",
    );
    await stage.shell.script("& (Get-Module RollingUpdate) { function script:Get-RUNlbWmiNode { } }");
    should((await refusal(stage.shell.invoke("nlb.host"))).id).equal("nlb-no-node");
    await stage.shell.script("& (Get-Module RollingUpdate) { function script:Get-RUNlbWmiNode { throw 'WMI is ill' } }");
    should((await refusal(stage.shell.invoke("nlb.host"))).id).not.equal("nlb-no-node");
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
    await show([node("Converged"), node("Stopped", { Cluster: "other" })]);
    should((await refusal(stage.shell.invoke("nlb.stop"))).id).equal("nlb-several-nodes");
  });

  it("finds its own node by full names and without case, and by no other name that begins alike", async () => {
    await show([node("Converged", { Name: "cas1.contoso.com" }), node("Converged", { Name: "CAS10" })]);
    should((await look()).convergedWith).eql(["cas1.contoso.com", "CAS10"]);
  });

  it("is found where the server's name is longer than NetBIOS allows", async () => {
    await stage.shell.script("& (Get-Module RollingUpdate) { function script:Get-RURegistryValue { 'exchange-cas-server-01' } }");
    for (const Name of ["Exchange-CAS-Server-01.contoso.com", "CAS1"]) {
      await show([node("Stopped", { Name }), node("Converged", { Name: "exchange-cas-server-02" })]);
      should((await look()).state).equal("stopped");
    }
  });

  it("is read and turned while another host does not answer; with whom it has converged is not known then", async () => {
    await stage.shell.script(`
      $global:realNodes = (Get-Command Get-NlbClusterNode).ScriptBlock
      function global:Get-NlbClusterNode { [CmdletBinding()] param($HostName)
        & $global:realNodes -HostName $HostName | Where-Object { $_.Name -ne 'CAS2' }
        Write-Error 'RPC' -ErrorId rpc }`);
    should(await look()).match({ state: "converged", convergedWith: null });
    await stage.shell.invoke("nlb.drain");
    should(stage.resident.host.mode).equal("draining");
  });

  it("is not turned by a run that another one has overtaken while it looked", async () => {
    await stage.shell.script(`
      $global:realNodes = (Get-Command Get-NlbClusterNode).ScriptBlock
      function global:Get-NlbClusterNode { [CmdletBinding()] param($HostName)
        & (Get-Module RollingUpdate) { Confirm-RUFence -Fence $global:other }
        & $global:realNodes -HostName $HostName }`);
    for (const [index, name] of ["Stop-RUNlbHost", "Start-RUNlbDrain", "Suspend-RUNlbHost"].entries()) {
      const Fence = 10 * (index + 1);
      await stage.shell.script(`$global:other = ${Fence + 1}`);
      should((await refusal(stage.shell.call(name, { Fence }))).id).equal("fenced");
    }
    should(stage.resident.host.mode).equal("started");
  });

  const readings: readonly (readonly [text: string, code: number | null, state: string])[] = [
    ["Converged(default)", null, "converged"],
    ["converged", 1007, "converged"],
    ["Converging", 1006, "converging"],
    ["Converging", 1009, "draining"],
    ["Stopping", null, "draining"],
    ["Stopped", 1009, "draining"],
    ["Stopped", 1005, "stopped"],
    ["Stopped", 1007, "converged"],
    ["Suspended", 1009, "suspended"],
    ["Converged", 1009, "draining"],
    ["Suspended", 1013, "suspended"],
    ["Wird beendet", 1009, "draining"],
    ["Zusammengeführt", 1008, "converged"],
    ["Misconfigured", 1007, "unknown"],
    ["Unreachable", 0, "unknown"],
    ["", 1013, "suspended"],
  ];
  it("reads the state from WMI, and from the text where WMI does not tell", async () => {
    for (const [text, code, state] of readings) {
      await show([node(text)], code);
      const host = await look();
      should([text, code, host.state]).eql([text, code, state]);
      should(host.text).equal(text);
    }
  });

  it("knows a default host by the code of WMI as well", async () => {
    await show([node("Zusammengeführt")], 1008);
    should((await look()).isDefaultHost).be.true();
  });

  it("tells states that are kept over a boot apart by their names", async () => {
    for (const [states, kept] of [
      ["'Suspended'", false],
      ["'Started', 'Stopped'", true],
      ["$true", true],
      ["$false", false],
      ["$null", false],
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

  it("is turned by WMI, which waits for nobody and has no limit after which it would stop; the default state is set by a cmdlet", async () => {
    for (const name of ["Stop", "Start", "Suspend", "Resume"])
      await stage.shell.script(`function global:${name}-NlbClusterNode { throw 'it waits' }`);
    const { host } = stage.resident;
    const modes = [];
    for (const op of ["nlb.drain", "nlb.stop", "nlb.start", "nlb.suspend", "nlb.resume"] as const) {
      await stage.shell.invoke(op);
      modes.push(host.mode);
    }
    should(modes).eql(["draining", "stopped", "started", "suspended", "stopped"]);
    await stage.shell.script("function global:Set-WmiInstance { throw 'it is said to be read-only' }");
    await stage.shell.invoke("nlb.setDefaultState", { state: "stopped" });
    should(host.defaultState).equal("stopped");
  });

  it("is read and turned by WMI where the cmdlets give nothing but errors, as in a session that has no credentials for others", async () => {
    await stage.shell.script("function global:Get-NlbClusterNode { [CmdletBinding()] param($HostName) Write-Error 'RPC' -ErrorId rpc }");
    should(await look()).match({ state: "converged", priority: 1, defaultState: "started", convergedWith: null });
    await stage.shell.invoke("nlb.drain");
    should(stage.resident.host.mode).equal("draining");
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
    should((await refusal(stage.shell.invoke("nlb.drain"))).id).equal("nlb-suspended");
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
    // Draining apart: the cmdlet would wait for the last client.
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
    const picture = await look();
    should(picture).eql(stage.world.cluster.look(stage.resident.host));
    await stage.shell.invoke("nlb.setDefaultState", { state: "stopped" });
    should(stage.resident.host.defaultState).equal("stopped");
    illProvider.add(stage.resident.host);
    await stage.shell.invoke("nlb.stop");
    should(stage.resident.host.mode).equal("stopped");
    await stage.shell.invoke("nlb.suspend");
    await stage.shell.invoke("nlb.resume");
    await stage.shell.invoke("nlb.start");
    should(stage.resident.host.mode).equal("started");
  });
});
