# Changes NLB on this server: out of the cluster, back into it, and what it does after a boot. Nlb.ps1 reads its state.

function Start-RUNlbDrain {
    <#
    .SYNOPSIS
    Drains this server in NLB: new connections are refused, existing ones kept, and it stops when the last one is gone.
    .DESCRIPTION
    By WMI only, whose method has no limit of time. Stop-NlbClusterNode -Drain waits itself, at most for its limit, and then stops the host: it could
    do so long after the session has ended and the host was put back.
    .PARAMETER Fence
    The fencing number of the run that asks; 0 for none.
    .LINK
    https://learn.microsoft.com/previous-versions/windows/desktop/wlbsprov/microsoftnlb-node-drainstop
    #>
    param([long]$Fence = 0)
    Confirm-RUFence -Fence $Fence
    Invoke-RUNlbTurn -Method DrainStop -Wanted 'draining', 'stopped' -Fence $Fence
}

function Stop-RUNlbHost {
    <#
    .SYNOPSIS
    Stops this server in NLB at once; its connections are cut.
    .PARAMETER Fence
    The fencing number of the run that asks; 0 for none.
    .LINK
    https://learn.microsoft.com/powershell/module/networkloadbalancingclusters/stop-nlbclusternode
    #>
    param([long]$Fence = 0)
    Confirm-RUFence -Fence $Fence
    Invoke-RUNlbTurn -Cmdlet Stop-NlbClusterNode -Method Stop -Wanted 'stopped' -Fence $Fence
}

function Start-RUNlbHost {
    <#
    .SYNOPSIS
    Starts this server in NLB: it converges with the others and takes connections again. A drain is canceled.
    .PARAMETER Fence
    The fencing number of the run that asks; 0 for none.
    .LINK
    https://learn.microsoft.com/powershell/module/networkloadbalancingclusters/start-nlbclusternode
    #>
    param([long]$Fence = 0)
    Confirm-RUFence -Fence $Fence
    Invoke-RUNlbTurn -Cmdlet Start-NlbClusterNode -Method Start -Wanted 'converging', 'converged' -Fence $Fence
}

function Suspend-RUNlbHost {
    <#
    .SYNOPSIS
    Stops this server in NLB, which then refuses to start until it is resumed.
    .PARAMETER Fence
    The fencing number of the run that asks; 0 for none.
    .LINK
    https://learn.microsoft.com/powershell/module/networkloadbalancingclusters/suspend-nlbclusternode
    #>
    param([long]$Fence = 0)
    Confirm-RUFence -Fence $Fence
    Invoke-RUNlbTurn -Cmdlet Suspend-NlbClusterNode -Method Suspend -Wanted 'suspended' -Fence $Fence
}

function Resume-RUNlbHost {
    <#
    .SYNOPSIS
    Ends the suspension of this server in NLB, which is then stopped.
    .PARAMETER Fence
    The fencing number of the run that asks; 0 for none.
    .LINK
    https://learn.microsoft.com/powershell/module/networkloadbalancingclusters/resume-nlbclusternode
    #>
    param([long]$Fence = 0)
    Confirm-RUFence -Fence $Fence
    # All but suspended.
    $others = 'converged', 'converging', 'draining', 'stopped', 'unknown'
    $wanted = 'stopped', 'converging', 'converged'
    Invoke-RUNlbTurn -Cmdlet Resume-NlbClusterNode -Method Resume -Wanted $wanted -Unless $others -Fence $Fence
}

function Set-RUNlbDefaultState {
    <#
    .SYNOPSIS
    Sets the state that NLB takes on this server after a boot. The whole cluster converges again.
    .PARAMETER State
    started, stopped or suspended.
    .PARAMETER Fence
    The fencing number of the run that asks; 0 for none.
    .LINK
    https://learn.microsoft.com/powershell/module/networkloadbalancingclusters/set-nlbclusternode
    #>
    param(
        [Parameter(Mandatory = $true)][ValidateSet('started', 'stopped', 'suspended')][string]$State,
        [long]$Fence = 0
    )
    Confirm-RUFence -Fence $Fence
    $view = Get-RUNlbView -Fence $Fence
    $node = $view.Own
    if ($view.ByWmi) {
        try {
            if (Set-RUNlbWmiStart -Node $node -State $State) { return }
            Write-RUFailure -Id 'nlb-unchanged' -What "the default state was to become $State, and WMI shows another one" -Hint 'Set it in NLB Manager.'
        }
        catch {
            if ($_.FullyQualifiedErrorId -like 'nlb-refused*') { throw }
            $node = @(Get-RUNlbCmdletNode -Ill $_)[0]
            if ($null -eq $node) { throw }
        }
    }
    # As documented, with a capital. Without -Force it would ask.
    $name = $State.Substring(0, 1).ToUpperInvariant() + $State.Substring(1).ToLowerInvariant()
    $told = Get-RUNlbTarget -Node $node
    # It tells the other hosts, and may fail on one of them after it has done its work here.
    try { $null = Set-NlbClusterNode @told -InitialHostState $name -Force }
    catch {
        if ((Get-RUText @(Get-RUNlbCmdletNode -Ill $_)[0].InitialHostState) -eq $name) { return }
        throw
    }
}

function Set-RUNlbWmiStart {
    <#
    .SYNOPSIS
    Sets the default state by WMI, and returns whether WMI shows it then.
    .DESCRIPTION
    The properties are documented as read-only, and as the way to configure a host: whether they have changed, a look tells.
    .PARAMETER Node
    The MicrosoftNLB_Node of this server.
    .PARAMETER State
    started, stopped or suspended.
    .LINK
    https://learn.microsoft.com/previous-versions/windows/desktop/wlbsprov/configuring-host-parameters
    #>
    param([Parameter(Mandatory = $true)]$Node, [Parameter(Mandatory = $true)][string]$State)
    $wanted = @{ ClusterModeOnStart = ($State -eq 'started'); ClusterModeSuspendOnStart = ($State -eq 'suspended') }
    $setting = Get-RUNlbWmiSetting -Node $Node
    Set-RUInstance -Instance $setting -Property $wanted
    Invoke-RUNlbMethod -Instance $setting -Method LoadAllSettings
    $now = Get-RUNlbWmiSetting -Node $Node
    [bool]$now.ClusterModeOnStart -eq $wanted.ClusterModeOnStart -and [bool]$now.ClusterModeSuspendOnStart -eq $wanted.ClusterModeSuspendOnStart
}

function Invoke-RUNlbTurn {
    <#
    .SYNOPSIS
    Turns NLB on this server by a WMI method, or by a cmdlet if WMI gives errors.
    .DESCRIPTION
    The methods of WMI are about this host alone. A cmdlet also asks or tells the other hosts, and may fail on one of them after it has done its
    work here: then another look decides.
    .PARAMETER Method
    The method of MicrosoftNLB_Node.
    .PARAMETER Cmdlet
    Takes the place of the method. Without one, the turn is refused where WMI gives errors.
    .PARAMETER Wanted
    The host is in one of these states once it has been turned, and was in none of them before.
    .PARAMETER Unless
    The states in which there is nothing to do. Default: the wanted ones.
    .PARAMETER Fence
    As in Get-RUNlbView.
    #>
    param(
        [Parameter(Mandatory = $true)][string]$Method,
        [ValidateSet('', 'Stop-NlbClusterNode', 'Start-NlbClusterNode', 'Suspend-NlbClusterNode', 'Resume-NlbClusterNode')]
        [string]$Cmdlet = '',
        [Parameter(Mandatory = $true)][string[]]$Wanted,
        [string[]]$Unless = $Wanted,
        [long]$Fence = 0
    )
    $view = Get-RUNlbView -Fence $Fence
    if (@('DrainStop', 'Stop', 'Start') -contains $Method) { Confirm-RUNlbObedient -View $view }
    if ($Unless -contains $view.State) { return }
    if ($view.ByWmi) { return Invoke-RUNlbMethod -Instance $view.Own -Method $Method }
    if (-not $Cmdlet) {
        Write-RUFailure -Id 'nlb-needs-wmi' -What "NLB on this server is $($view.State), and was not told to drain: WMI gives errors, and only WMI can drain without a limit of time" -Hint 'Start the service Winmgmt and try again, or stop the host at once.'
    }
    $told = Get-RUNlbTarget -Node $view.Own
    try {
        # By name: it must be visible which commands can be called here.
        $null = switch ($Cmdlet) {
            'Stop-NlbClusterNode' { Stop-NlbClusterNode @told }
            'Start-NlbClusterNode' { Start-NlbClusterNode @told }
            'Suspend-NlbClusterNode' { Suspend-NlbClusterNode @told }
            'Resume-NlbClusterNode' { Resume-NlbClusterNode @told }
        }
    }
    catch {
        if (Test-RUNlbTurned -Wanted $Wanted) { return }
        throw
    }
}

function Confirm-RUNlbObedient {
    <#
    .SYNOPSIS
    Refuses where NLB is suspended on this server.
    .PARAMETER View
    As Get-RUNlbView gives it.
    #>
    param([Parameter(Mandatory = $true)]$View)
    if ($View.State -eq 'suspended') {
        Write-RUFailure -Id 'nlb-suspended' -What 'NLB is suspended here and accepts no commands' -Hint 'Resume it first (nlb.resume).'
    }
}

function Get-RUNlbTarget {
    <#
    .SYNOPSIS
    The parameters that tell NLB's cmdlets which node is meant.
    .DESCRIPTION
    Windows PowerShell takes the node itself. In PowerShell 7 the module works through Windows PowerShell and returns only a copy of a node,
    which the cmdlets do not accept: there it takes the names of the server and of the network interface.
    .PARAMETER Node
    As Get-NlbClusterNode returned it.
    .OUTPUTS
    A hashtable of parameters.
    #>
    param([Parameter(Mandatory = $true)]$Node)
    if ($Node.PSObject.TypeNames[0] -like 'Deserialized.*') {
        @{ HostName = $env:COMPUTERNAME; InterfaceName = (Get-RUText $Node.InterfaceName); ErrorAction = 'Stop' }
    }
    else { @{ InputObject = $Node; ErrorAction = 'Stop' } }
}

function Test-RUNlbTurned {
    <#
    .SYNOPSIS
    Whether this host has been turned although the cmdlet failed; refuses if NLB is suspended, since that is then the cause.
    .DESCRIPTION
    The cmdlets also ask the other hosts, and may fail on one of them after they have done their work here. Their message is in the server's
    language, so the state decides.
    .PARAMETER Wanted
    The states in which it was not before, and is if it was turned.
    #>
    param([Parameter(Mandatory = $true)][string[]]$Wanted)
    $view = Get-RUNlbView
    if ($Wanted -contains $view.State) { return $true }
    Confirm-RUNlbObedient -View $view
    $false
}

function Invoke-RUNlbMethod {
    <#
    .SYNOPSIS
    Turns NLB on this server through WMI.
    .PARAMETER Instance
    A MicrosoftNLB_Node or MicrosoftNLB_NodeSetting of this server.
    .PARAMETER Method
    Start, Stop, DrainStop, Suspend, Resume; LoadAllSettings.
    .NOTES
    1000 done, 1001 already so, 1002 it canceled a drain, 1005 was already stopped, 1013 suspended.
    .LINK
    https://learn.microsoft.com/previous-versions/windows/desktop/wlbsprov/standard-return-values
    #>
    param([Parameter(Mandatory = $true)]$Instance, [Parameter(Mandatory = $true)][string]$Method)
    $code = [long](Invoke-RUInstanceMethod -Instance $Instance -Method $Method).ReturnValue
    if (@(1000, 1001, 1002, 1005) -contains $code) { return }
    if ($code -eq 1013) {
        Write-RUFailure -Id 'nlb-suspended' -What 'NLB is suspended here and accepts no commands' -Hint 'Resume it first (nlb.resume).'
    }
    $hint = 'Look in the System log for events from Microsoft-Windows-NLB.'
    if ($code -eq 1050) { $hint = 'NLB applies the change only when the server is restarted.' }
    if ($code -eq 1014) { $hint = 'The network adapter of NLB has no connection.' }
    Write-RUFailure -Id 'nlb-refused' -What "NLB refused $Method with the code $code" -Hint $hint
}
