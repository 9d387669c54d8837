# How NLB stands on this server, and which connections it tracks: by the cmdlets of NLB, and by WMI where there are none. NlbTurns.ps1
# changes it.

function Get-RUNlbHost {
    <#
    .SYNOPSIS
    NLB on this server, as the server itself reports it.
    .OUTPUTS
    One record: state, text, isDefaultHost, priority, defaultState, persistsLastState, cluster, convergedWith (names, a line each). Nothing
    in the last ones where it is not known.
    .LINK
    https://learn.microsoft.com/powershell/module/networkloadbalancingclusters/get-nlbclusternode
    #>
    param()
    $view = Get-RUNlbView
    if ($view.ByWmi) {
        $setting = Get-RUNlbWmiSetting -Node $view.Own
        # Settings of the cluster's name are in another class; the node's own name begins with the address of the cluster.
        $cluster = [string]$view.Own.Name
        $cluster = $cluster.Substring(0, [Math]::Max(0, $cluster.LastIndexOf(':')))
        $start = 'Stopped'
        if ($setting.ClusterModeOnStart) { $start = 'Started' }
        elseif ($setting.ClusterModeSuspendOnStart) { $start = 'Suspended' }
        # Which states are kept over a boot, but for the suspended one, is not told there.
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
    First a record with clients (addresses, counted once each) and total; then one for each port of this server with port and connections.
    .LINK
    https://learn.microsoft.com/powershell/module/networkloadbalancingclusters/get-nlbclusterdriverinfo
    #>
    param()
    Import-RUModule -Name NetworkLoadBalancingClusters -Hint 'Install the management tools of Network Load Balancing: WMI does not count connections.'
    $clients = @{}
    $ports = @{}
    $total = 0
    foreach ($connection in @(Get-NlbClusterDriverInfo -OpenConnections -ErrorAction Stop)) {
        $clients[(Get-RUText $connection.SourceIPAddress)] = $true
        $port = [int](Get-RUText $connection.DestinationPorts)
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
    NLB as this server sees it: its own node, and the others where the cmdlets are there.
    .DESCRIPTION
    Refuses unless the server has exactly one node: with none there is nothing to turn, with several nobody has said which.
    .PARAMETER Fence
    For a change that follows: the fencing number of the run that asks. It is compared once more after the look, in which another run may
    have come: the cmdlets ask other hosts as well, and one that is down costs many seconds.
    .OUTPUTS
    An object with Own (the node), State, Text, Code (of WMI, or nothing), Nodes (all that the cmdlets show), IsWhole (they had nothing to
    complain of) and ByWmi: there are no cmdlets, and Own is an instance of MicrosoftNLB_Node.
    #>
    param([long]$Fence = 0)
    $byWmi = -not (Test-RUNlbModule)
    $nodes = @()
    $trouble = @()
    if ($byWmi) { $own = @(Get-RUNlbWmiNode) }
    else {
        # The cmdlet asks the other hosts too, and complains of one that is down or that this session may not ask: that says nothing of this one.
        $nodes = @(Get-NlbClusterNode -HostName $env:COMPUTERNAME -ErrorAction SilentlyContinue -ErrorVariable trouble)
        # Names are as they were typed when the cluster was built. The filter of the cmdlet is not used: without one it gives every node.
        $own = @($nodes | Where-Object { Test-RUOwnName (Get-RUText $_.Name) })
    }
    if ($own.Length -eq 0) {
        # The cmdlets complain of a server that is in no cluster as of one that does not answer; WMI tells the two apart.
        if ($trouble -and @(Get-RUNlbWmiNode).Length -gt 0) { throw $trouble[0] }
        Write-RUFailure -Id 'nlb-no-node' -What 'this server is in no NLB cluster' -Hint 'Look with the NLB Manager whether it is a member, and by which name.' -Category ObjectNotFound
    }
    if ($own.Length -gt 1) {
        Write-RUFailure -Id 'nlb-several-nodes' -What "this server has $($own.Length) nodes of NLB" -Hint 'A server that is in several NLB clusters is not supported: turn its nodes by hand.'
    }
    if ($byWmi) {
        $code = [long]$own[0].StatusCode
        $text = "status code $code"
        $state = ConvertTo-RUNlbState -Code $code
    }
    else {
        $code = Get-RUNlbStatusCode -Priority $own[0].HostPriority
        $text = Get-RUText $own[0].State
        $state = ConvertTo-RUNlbState -Text $text -Code $code
    }
    Confirm-RUFence -Fence $Fence
    New-Object PSObject -Property @{ Own = $own[0]; State = $state; Text = $text; Code = $code; Nodes = $nodes; IsWhole = -not $trouble; ByWmi = $byWmi }
}

function Test-RUNlbModule {
    <#
    .SYNOPSIS
    Whether this server has the cmdlets of NLB; they are loaded then.
    .DESCRIPTION
    Server 2008 has none, nor has a later one on which NLB's management tools are not installed: there WMI takes their place.
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
    What the cmdlets print while a host drains is documented nowhere, what WMI says then is: its 1009 wins over any text but suspended.
    Otherwise the text decides where it is known, and WMI where it is not. Texts are compared loosely: 'Converged(default)'.
    .PARAMETER Text
    The state as the cmdlets print it; may be empty.
    .PARAMETER Code
    The status code of MicrosoftNLB_Node; nothing where it is not known.
    .LINK
    https://learn.microsoft.com/previous-versions/windows/desktop/wlbsprov/microsoftnlb-node
    #>
    param([string]$Text, $Code)
    # Converged or not: what the hosts have been told differs, which no code says.
    if ($Text -match 'misconfig') { return 'unknown' }
    $said = 'unknown'
    if ($Text -match 'suspend') { $said = 'suspended' }
    elseif ($Text -match 'drain|stopping') { $said = 'draining' }
    elseif ($Text -match 'converging') { $said = 'converging' }
    elseif ($Text -match 'converged') { $said = 'converged' }
    elseif ($Text -match 'stopped') { $said = 'stopped' }
    if ($said -eq 'suspended' -or $Code -eq $null) { return $said }
    if ([long]$Code -eq 1009) { return 'draining' }
    if ($said -ne 'unknown') { return $said }
    switch ([long]$Code) {
        1005 { 'stopped' }
        1006 { 'converging' }
        1007 { 'converged' }
        1008 { 'converged' }
        1013 { 'suspended' }
        default { 'unknown' }
    }
}

function Get-RUNlbStatusCode {
    <#
    .SYNOPSIS
    What WMI says of this server in NLB, as a second opinion beside the text of the cmdlets; nothing where it cannot be asked.
    .PARAMETER Priority
    The host priority: which node is meant where there are several.
    .OUTPUTS
    The status code of MicrosoftNLB_Node.
    #>
    param([int]$Priority)
    # Winmgmt may well be stopped and disabled by an installer; the text of the cmdlets has to do then.
    try { $nodes = @(Get-RUNlbWmiNode) } catch { return }
    if ($nodes.Length -gt 1) { $nodes = @($nodes | Where-Object { [int]$_.HostPriority -eq $Priority }) }
    if ($nodes.Length -eq 1) { [long]$nodes[0].StatusCode }
}

function Get-RUNlbConverged {
    <#
    .SYNOPSIS
    The hosts that have converged as this one sees it, itself included.
    .DESCRIPTION
    The cmdlets ask each host about itself. Two default hosts do not hear each other, and then nobody can be said to have converged with
    this one. A state that is none of the known ones is that of a host which could not be asked: then it is not known.
    .PARAMETER View
    As Get-RUNlbView gives it.
    .OUTPUTS
    Names, a line each; nothing where it is not known; an empty text where this host is out.
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
    Whether NLB starts as it was last, whatever its default state is.
    .DESCRIPTION
    The driver tells which states it keeps over a boot. Names are told apart: keeping only the suspended state changes nothing for a host
    that is started or stopped. A bare True does not say which states are meant and may mean the suspended one alone; since a host that
    comes back into service too early is worse than a warning too many, it counts.
    .OUTPUTS
    Nothing where the driver does not tell.
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
    This server's own nodes of NLB as WMI knows them: one for each cluster in which it is.
    .OUTPUTS
    Instances of MicrosoftNLB_Node; none where this Windows has no NLB.
    .NOTES
    Instances of other hosts are enumerated only where remote control is allowed; their status code is 0, and no method works on them.
    .LINK
    https://learn.microsoft.com/previous-versions/windows/desktop/wlbsprov/microsoftnlb-node
    #>
    # Asking for a class in a namespace that is not there would be an error as any other: look first.
    if (@(Get-RUInstance -Namespace 'root' -Class __NAMESPACE -Filter "Name='MicrosoftNLB'").Length -eq 0) { return }
    Get-RUInstance -Namespace 'root\MicrosoftNLB' -Class MicrosoftNLB_Node |
        Where-Object { [long]$_.StatusCode -ne 0 -and (Test-RUOwnName $_.ComputerName) }
}

function Get-RUNlbWmiSetting {
    <#
    .SYNOPSIS
    The settings of a node of NLB in WMI.
    .PARAMETER Node
    The MicrosoftNLB_Node of this server.
    .OUTPUTS
    An instance of MicrosoftNLB_NodeSetting; its Name is that of the node.
    .LINK
    https://learn.microsoft.com/previous-versions/windows/desktop/wlbsprov/microsoftnlb-nodesetting
    #>
    param([Parameter(Mandatory = $true)]$Node)
    $settings = @(Get-RUInstance -Namespace 'root\MicrosoftNLB' -Class MicrosoftNLB_NodeSetting | Where-Object { $_.Name -eq $Node.Name })
    if ($settings.Length -ne 1) {
        Write-RUFailure -Id 'nlb-no-settings' -What "WMI shows $($settings.Length) settings for the node $($Node.Name) of NLB" -Hint 'Look at the host parameters with the NLB Manager.'
    }
    $settings[0]
}
