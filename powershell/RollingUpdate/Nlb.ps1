# The state of NLB on this server, from WMI; and what WMI does not know, from NLB's cmdlets: the other hosts, the connections, the default state.
# NlbTurns.ps1 changes it.

function Get-RUNlbHost {
    <#
    .SYNOPSIS
    NLB on this server, as the server itself reports it.
    .OUTPUTS
    One record: state, text, isDefaultHost, priority, defaultState, persistsLastState, cluster, convergedWith (names, one per line). The last
    ones are empty if they are not known.
    .LINK
    https://learn.microsoft.com/powershell/module/networkloadbalancingclusters/get-nlbclusternode
    #>
    param()
    $view = Get-RUNlbView
    if ($view.ByWmi) {
        $setting = Get-RUNlbWmiSetting -Node $view.Own
        # The cluster's name is in another class; the node's own name begins with the address of the cluster.
        $cluster = [string]$view.Own.Name
        $cluster = $cluster.Substring(0, [Math]::Max(0, $cluster.LastIndexOf(':')))
        $start = 'Stopped'
        if ($setting.ClusterModeOnStart) { $start = 'Started' }
        elseif ($setting.ClusterModeSuspendOnStart) { $start = 'Suspended' }
        # Except for the suspended state, this does not show which states are kept across a boot.
        $persists = $null
    }
    else {
        $cluster = Get-RUText $view.Own.Cluster
        $start = Get-RUText $view.Own.InitialHostState
        $persists = Get-RUNlbPersistence
    }
    New-Object PSObject -Property @{
        state             = $view.State
        text              = $view.Text
        isDefaultHost     = ($view.State -eq 'converged' -and ($view.Text -match 'default' -or $view.Code -eq 1008))
        priority          = [int]$view.Own.HostPriority
        defaultState      = $start.ToLowerInvariant()
        persistsLastState = $persists
        cluster           = $cluster
        convergedWith     = (Get-RUNlbConverged -View $view)
    }
}

function Get-RUNlbConnection {
    <#
    .SYNOPSIS
    The open client connections that NLB tracks on this server.
    .OUTPUTS
    First a record with clients (addresses, each counted once) and total; then one for each port of this server with port and connections.
    .LINK
    https://learn.microsoft.com/powershell/module/networkloadbalancingclusters/get-nlbclusterdriverinfo
    #>
    param()
    Import-RUModule -Name NetworkLoadBalancingClusters -Hint 'Install the management tools of Network Load Balancing: WMI does not count connections.'
    $clients = @{}
    $ports = @{}
    $total = 0
    foreach ($connection in @(Get-NlbClusterDriverInfo -OpenConnections -ErrorAction Stop)) {
        $client = Get-RUText $connection.SourceIPAddress
        $port = (Get-RUText $connection.DestinationPorts) -as [int]
        # Only the printed table is documented. With other names each connection would be one of the same client to port 0.
        if (-not $client -or -not $port) {
            Write-RUFailure -Id 'nlb-unknown-connections' -What 'the connections that NLB lists have no client or no port' -Hint 'Look at Get-NlbClusterDriverInfo -OpenConnections on this server.'
        }
        $clients[$client] = $true
        $ports[$port] = 1 + [int]$ports[$port]
        $total++
    }
    New-Object PSObject -Property @{ clients = $clients.Count; total = $total }
    foreach ($port in @($ports.Keys | Sort-Object)) {
        New-Object PSObject -Property @{ port = $port; connections = $ports[$port] }
    }
}

function Get-RUNlbView {
    <#
    .SYNOPSIS
    NLB as this server sees it: its own node, and the others if the cmdlets show them.
    .DESCRIPTION
    Refuses unless the server has exactly one node: with none there is nothing to turn, with several it is not clear which.
    .PARAMETER Fence
    For a change that follows: the fencing number of the run that asks. It is compared once more after the look, since another run may have
    come meanwhile: the cmdlets ask other hosts too, and each one that is down costs many seconds.
    .OUTPUTS
    An object with Own (the node), State, Text, Code (from WMI, or nothing), Nodes (all that the cmdlets show), IsWhole (the cmdlets reported no
    error), Wmi (the node as an instance of MicrosoftNLB_Node, or nothing) and ByWmi: the cmdlets do not show it, and Own is that of WMI too.
    #>
    param([long]$Fence = 0)
    # WMI asks no other host, and its codes are documented. An installer may have stopped and disabled Winmgmt: then the cmdlets have to be enough.
    $ill = $null
    $inWmi = @()
    try { $inWmi = @(Get-RUNlbWmiNode) } catch { $ill = $_ }
    $nodes = @()
    $trouble = @()
    $own = @()
    $hasCmdlets = Test-RUNlbModule
    if ($hasCmdlets) {
        # The cmdlet asks the other hosts too, and reports one that is down or that this session may not ask: that says nothing about this one.
        $nodes = @(Get-NlbClusterNode -HostName $env:COMPUTERNAME -ErrorAction SilentlyContinue -ErrorVariable trouble)
        # Names are as they were typed when the cluster was built. The cmdlet's filter is not used: without one it returns every node.
        $own = @($nodes | Where-Object { Test-RUOwnName (Get-RUText $_.Name) })
    }
    $byWmi = $own.Length -eq 0
    if ($byWmi) {
        # The cmdlets report the same error for a server in no cluster and for one that does not answer; WMI tells them apart.
        if ($ill -and ($trouble -or -not $hasCmdlets)) { throw $ill }
        $own = $inWmi
    }
    if ($own.Length -eq 0) {
        Write-RUFailure -Id 'nlb-no-node' -What 'this server is in no NLB cluster' -Hint 'Check in NLB Manager whether it is a member, and under which name.' -Category ObjectNotFound
    }
    if ($own.Length -gt 1) {
        Write-RUFailure -Id 'nlb-several-nodes' -What "this server has $($own.Length) NLB nodes" -Hint 'A server that is in several NLB clusters is not supported: change its nodes by hand.'
    }
    $code = $null
    $wmi = Select-RUNlbWmiNode -Node $inWmi -Priority $own[0].HostPriority
    if ($wmi) { $code = [long]$wmi.StatusCode }
    $text = "status code $code"
    if (-not $byWmi) { $text = Get-RUText $own[0].State }
    $seen = @{
        Own = $own[0]; Text = $text; Code = $code; State = (ConvertTo-RUNlbState -Text $text -Code $code)
        Nodes = $nodes; IsWhole = -not $trouble; Wmi = $wmi; ByWmi = $byWmi
    }
    Confirm-RUFence -Fence $Fence
    New-Object PSObject -Property $seen
}

function Test-RUNlbModule {
    <#
    .SYNOPSIS
    Whether this server has NLB's cmdlets; loads them.
    .DESCRIPTION
    Server 2008 has none, and neither has a later one without NLB's management tools: there WMI takes their place.
    #>
    try { Import-RUModule -Name NetworkLoadBalancingClusters -Hint 'Install the management tools of Network Load Balancing.' }
    catch {
        if ($_.FullyQualifiedErrorId -like 'missing-module*') { return $false }
        throw
    }
    $true
}

function ConvertTo-RUNlbState {
    <#
    .SYNOPSIS
    One of converged, converging, draining, stopped, suspended, unknown.
    .DESCRIPTION
    The codes of WMI are documented, and decide; what the cmdlets print is not, while a host drains for example. Two texts are about this host
    alone and come before them. Texts are compared loosely: 'Converged(default)'.
    .PARAMETER Text
    The state as the cmdlets print it; may be empty.
    .PARAMETER Code
    The status code of MicrosoftNLB_Node; nothing if it is not known.
    .LINK
    https://learn.microsoft.com/previous-versions/windows/desktop/wlbsprov/microsoftnlb-node
    #>
    param([string]$Text, $Code)
    # Converged or not: the hosts have different settings, which no code shows.
    if ($Text -match 'misconfig') { return 'unknown' }
    if ($Text -match 'suspend') { return 'suspended' }
    switch ([long]$Code) {
        1005 { return 'stopped' }
        1006 { return 'converging' }
        1007 { return 'converged' }
        1008 { return 'converged' }
        1009 { return 'draining' }
        1013 { return 'suspended' }
    }
    if ($Text -match 'drain|stopping') { return 'draining' }
    if ($Text -match 'converging') { return 'converging' }
    if ($Text -match 'converged') { return 'converged' }
    if ($Text -match 'stopped') { return 'stopped' }
    'unknown'
}

function Select-RUNlbWmiNode {
    <#
    .SYNOPSIS
    The one of this server's nodes in WMI that has a priority; nothing if that is not clear.
    .PARAMETER Node
    As Get-RUNlbWmiNode returns them.
    .PARAMETER Priority
    The host priority, which says which node is meant if there are several.
    #>
    param([object[]]$Node = @(), [int]$Priority)
    if ($Node.Length -gt 1) { $Node = @($Node | Where-Object { [int]$_.HostPriority -eq $Priority }) }
    if ($Node.Length -eq 1) { $Node[0] }
}

function Get-RUNlbConverged {
    <#
    .SYNOPSIS
    The converged hosts as this one sees them, itself included.
    .DESCRIPTION
    The cmdlets ask each host about itself. Two default hosts do not hear each other; then no host can be said to have converged with this
    one. An unknown state belongs to a host that could not be asked; then the answer is not known.
    .PARAMETER View
    As Get-RUNlbView returns it.
    .OUTPUTS
    Names, one per line; nothing if they are not known; an empty text if this host is out.
    #>
    param([Parameter(Mandatory = $true)]$View)
    if ($View.State -eq 'stopped' -or $View.State -eq 'suspended') { return '' }
    if ($View.ByWmi -or -not $View.IsWhole) { return }
    $names = @()
    $defaults = 0
    foreach ($node in @($View.Nodes)) {
        $text = Get-RUText $node.State
        $state = ConvertTo-RUNlbState -Text $text
        if ($state -eq 'unknown') { return }
        if ($state -ne 'converged') { continue }
        $names += Get-RUText $node.Name
        if ($text -match 'default') { $defaults++ }
    }
    if ($defaults -gt 1) { return Get-RUText $View.Own.Name }
    [string]::Join("`n", $names)
}

function Get-RUNlbPersistence {
    <#
    .SYNOPSIS
    Whether NLB starts in its last state, whatever its default state is.
    .DESCRIPTION
    The driver says which states it keeps across a boot. Names matter: keeping only the suspended state changes nothing for a host that is
    started or stopped. A bare True does not say which states are kept and may mean only the suspended one. It counts all the same, since a
    host that comes back into service too early is worse than one warning too many.
    .OUTPUTS
    Nothing if the driver does not say.
    .LINK
    https://learn.microsoft.com/powershell/module/networkloadbalancingclusters/get-nlbclusterdriverinfo
    #>
    try { $drivers = @(Get-NlbClusterDriverInfo -ErrorAction Stop | Where-Object { $_.PSObject.Properties['PersistedHostStates'] }) } catch { return }
    if ($drivers.Length -eq 0) { return }
    foreach ($driver in $drivers) {
        $states = [string]::Join(' ', @(@($driver.PersistedHostStates) | ForEach-Object { Get-RUText $_ }))
        if ($states -match 'true|started|stopped') { return $true }
    }
    $false
}

function Get-RUNlbWmiNode {
    <#
    .SYNOPSIS
    This server's own NLB nodes as WMI knows them: one for each of its clusters.
    .OUTPUTS
    Instances of MicrosoftNLB_Node; none if this server is in no cluster.
    .NOTES
    With the feature of NLB but without a cluster, the provider returns an error, as it does when it fails: whether NLB is bound tells them apart.
    Instances of other hosts are listed only if remote control is allowed; their status code is 0, and no method works on them.
    .LINK
    https://learn.microsoft.com/previous-versions/windows/desktop/wlbsprov/microsoftnlb-node
    #>
    # Asking for a class in a namespace that does not exist would be an error like any other: look first.
    if (@(Get-RUInstance -Namespace 'root' -Class __NAMESPACE -Filter "Name='MicrosoftNLB'").Length -eq 0) { return }
    try { $nodes = @(Get-RUInstance -Namespace 'root\MicrosoftNLB' -Class MicrosoftNLB_Node) }
    catch {
        if (Test-RUNlbUnbound) { return }
        throw
    }
    $nodes | Where-Object { [long]$_.StatusCode -ne 0 -and (Test-RUOwnName $_.ComputerName) }
}

function Test-RUNlbUnbound {
    <#
    .SYNOPSIS
    Whether it is certain that NLB is bound to no network adapter of this server: it is then in no cluster.
    .DESCRIPTION
    The cmdlets list all interfaces and say of each whether NLB is bound to it. Without them the registry decides: it has a key for each adapter
    to which NLB was ever bound.
    .LINK
    https://learn.microsoft.com/powershell/module/networkloadbalancingclusters/get-nlbclusternodenetworkinterface
    #>
    if (Test-RUNlbModule) {
        try { $bound = @(Get-NlbClusterNodeNetworkInterface -ErrorAction Stop | ForEach-Object { Get-RUText $_.NlbBound }) } catch { $bound = @() }
        if ($bound.Length -gt 0) { return @($bound | Where-Object { $_ -ne 'False' }).Length -eq 0 }
    }
    $parameters = 'HKLM:\SYSTEM\CurrentControlSet\Services\WLBS\Parameters'
    (Test-RURegistryKey -Path $parameters) -and @(Get-RURegistryChild -Path "$parameters\Interface").Length -eq 0
}

function Get-RUNlbWmiSetting {
    <#
    .SYNOPSIS
    The settings of a node of NLB in WMI.
    .PARAMETER Node
    The MicrosoftNLB_Node of this server.
    .OUTPUTS
    An instance of MicrosoftNLB_NodeSetting; it has the Name of the node.
    .LINK
    https://learn.microsoft.com/previous-versions/windows/desktop/wlbsprov/microsoftnlb-nodesetting
    #>
    param([Parameter(Mandatory = $true)]$Node)
    $settings = @(Get-RUInstance -Namespace 'root\MicrosoftNLB' -Class MicrosoftNLB_NodeSetting | Where-Object { $_.Name -eq $Node.Name })
    if ($settings.Length -ne 1) {
        Write-RUFailure -Id 'nlb-no-settings' -What "WMI shows $($settings.Length) settings for the NLB node $($Node.Name)" -Hint 'Look at the host parameters in NLB Manager.'
    }
    $settings[0]
}
