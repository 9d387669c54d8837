# The state of NLB on this server, by what the server itself tells: WMI and the driver (NlbOwn.ps1). A look asks no other host.
# NlbTurns.ps1 changes it.

function Get-RUNlbHost {
    <#
    .SYNOPSIS
    NLB on this server, as the server itself reports it.
    .OUTPUTS
    One record: state, text, isDefaultHost (nothing if it is not known), priority, defaultState, persistsLastState (nothing if it is not
    known), cluster, convergedWith (host priorities, one per line; nothing if they are not known).
    .LINK
    https://learn.microsoft.com/previous-versions/windows/desktop/wlbsprov/microsoftnlb-node
    #>
    param()
    $view = Get-RUNlbView
    if ($view.ByWmi) {
        $setting = Get-RUNlbWmiSetting -Node $view.Own
        $cluster = Get-RUNlbClusterName -Node $view.Own
        $start = 'Stopped'
        if ($setting.ClusterModeOnStart) { $start = 'Started' }
        elseif ($setting.ClusterModeSuspendOnStart) { $start = 'Suspended' }
    }
    else {
        $cluster = Get-RUText $view.Own.Cluster
        $start = Get-RUText $view.Own.InitialHostState
    }
    # What a function that returns nothing gives is not $null: a session would make an empty text of it, and that says something else.
    $persists = Get-RUNlbPersistence
    if ($null -eq $persists) { $persists = $null }
    $hosts = $view.ConvergedWith
    if ($null -eq $hosts) { $hosts = $null }
    New-Object PSObject -Property @{
        state             = $view.State
        text              = $view.Text
        isDefaultHost     = $view.IsDefaultHost
        priority          = [int]$view.Own.HostPriority
        defaultState      = $start.ToLowerInvariant()
        persistsLastState = $persists
        cluster           = $cluster
        convergedWith     = $hosts
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
    NLB on this server as it is now: its own node and its state.
    .DESCRIPTION
    By WMI, whose codes are documented and which asks no other host. The cmdlets ask all hosts of the cluster, in a session without credentials
    for them, and leave errors in their logs: they are used only where WMI gives an error, for an installer may have stopped it.
    Refuses unless the server has exactly one node: with none there is nothing to turn, with several it is not clear which.
    .PARAMETER Fence
    For a change that follows: the fencing number of the run that asks. It is compared once more after the look, since another run may have
    come meanwhile.
    .OUTPUTS
    An object with Own (the node), State, Text, IsDefaultHost, ConvergedWith (the last two are nothing if they are not known) and ByWmi: Own is an
    instance of MicrosoftNLB_Node, and not a node of the cmdlets.
    #>
    param([long]$Fence = 0)
    $ill = $null
    $own = @()
    try { $own = @(Get-RUNlbWmiNode) } catch { $ill = $_ }
    if ($ill) { $own = @(Get-RUNlbCmdletNode -Ill $ill) }
    if ($own.Length -eq 0) {
        Write-RUFailure -Id 'nlb-no-node' -What 'this server is in no NLB cluster' -Hint 'Check in NLB Manager whether it is a member, and under which name.' -Category ObjectNotFound
    }
    if ($own.Length -gt 1) {
        Write-RUFailure -Id 'nlb-several-nodes' -What "this server has $($own.Length) NLB nodes" -Hint 'A server that is in several NLB clusters is not supported: change its nodes by hand.'
    }
    if ($ill) {
        $text = Get-RUText $own[0].State
        $told = @{ State = (ConvertFrom-RUNlbText -Text $text); Text = $text }
        $told.IsDefaultHost = ($told.State -eq 'converged' -and $text -match 'default')
        $told.ConvergedWith = Get-RUNlbConverged -State $told.State -Priority $own[0].HostPriority
    }
    else { $told = Get-RUNlbWmiState -Node $own[0] }
    $told.Own = $own[0]
    $told.ByWmi = -not $ill
    Confirm-RUFence -Fence $Fence
    New-Object PSObject -Property $told
}

function Get-RUNlbWmiState {
    <#
    .SYNOPSIS
    The state of this server's node, by its status code in WMI; and by its port rules where the code may be about another host.
    .DESCRIPTION
    1009 is worded as "one or more nodes are draining": whether this one does, its own port rules say. A host whose rules take new clients while
    the code is 1009, and which is among the hosts of a cluster that has converged, serves; the code then hides whether it is the default host.
    .PARAMETER Node
    As Get-RUNlbWmiNode gave it.
    .OUTPUTS
    A hashtable with State, Text (for people), IsDefaultHost and ConvergedWith; the last two are nothing if they are not known.
    .LINK
    https://learn.microsoft.com/previous-versions/windows/desktop/wlbsprov/microsoftnlb-node
    #>
    param([Parameter(Mandatory = $true)]$Node)
    $code = [long]$Node.StatusCode
    $known = @{ 1005 = 'stopped'; 1006 = 'converging'; 1007 = 'converged'; 1008 = 'converged'; 1009 = 'draining'; 1013 = 'suspended' }
    $told = @{ State = $known[[int]$code]; IsDefaultHost = ($code -eq 1008) }
    $told.Text = "$($told.State) ($code)"
    if ($code -eq 1008) { $told.Text = 'converged as default host (1008)' }
    if (-not $told.State) {
        $told.State = 'unknown'
        $told.Text = "status code $code"
    }
    $traffic = 'draining'
    if ($code -eq 1009) { $traffic = Get-RUNlbTraffic }
    if ($traffic -eq 'taken') { $told.State = 'converged' }
    $told.ConvergedWith = Get-RUNlbConverged -State $told.State -Priority $Node.HostPriority
    if ($traffic -eq 'draining') { return $told }
    $told.IsDefaultHost = $null
    $told.Text = 'converged, while another host drains (1009)'
    if ($traffic -eq 'taken' -and $told.ConvergedWith) { return $told }
    $told.State = 'unknown'
    $told.ConvergedWith = $null
    $told.Text = 'status code 1009: a host of the cluster drains, and it is not known whether it is this one'
    if ($traffic -eq 'taken') { $told.Text = 'status code 1009: another host drains, and with whom this one has converged cannot be read' }
    $told
}

function Get-RUNlbCmdletNode {
    <#
    .SYNOPSIS
    This server's own nodes as the cmdlets show them, for a server whose WMI gives errors.
    .DESCRIPTION
    The cmdlet asks the other hosts too, and reports one that is down or that this session may not ask: that says nothing about this one.
    .PARAMETER Ill
    The error of WMI. It is passed on if the cmdlets are missing, or show nothing and report an error: they report the same one for a server in no
    cluster and for one that does not answer.
    .LINK
    https://learn.microsoft.com/powershell/module/networkloadbalancingclusters/get-nlbclusternode
    #>
    param([Parameter(Mandatory = $true)]$Ill)
    if (-not (Test-RUNlbModule)) { throw $Ill }
    $trouble = @()
    $nodes = @(Get-NlbClusterNode -HostName $env:COMPUTERNAME -ErrorAction SilentlyContinue -ErrorVariable trouble)
    # Names are as they were typed when the cluster was built. The cmdlet's filter is not used: without one it returns every node.
    $own = @($nodes | Where-Object { Test-RUOwnName (Get-RUText $_.Name) })
    if ($own.Length -eq 0 -and $trouble) { throw $Ill }
    $own
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

function ConvertFrom-RUNlbText {
    <#
    .SYNOPSIS
    One of converged, converging, draining, stopped, suspended, unknown, by what the cmdlets print for a node.
    .DESCRIPTION
    What they print while a host drains is not documented. Texts are compared loosely: 'Converged(default)'.
    #>
    param([string]$Text)
    # Converged or not: the hosts have different settings.
    if ($Text -match 'misconfig') { return 'unknown' }
    if ($Text -match 'suspend') { return 'suspended' }
    if ($Text -match 'drain|stopping') { return 'draining' }
    if ($Text -match 'converging') { return 'converging' }
    if ($Text -match 'converged') { return 'converged' }
    if ($Text -match 'stopped') { return 'stopped' }
    'unknown'
}
