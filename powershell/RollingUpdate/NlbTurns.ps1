# Changes NLB on this server: out of the cluster, back into it, and what it does after a boot. Nlb.ps1 reads its state.

function Start-RUNlbDrain {
    <#
    .SYNOPSIS
    Drains this server in NLB: new connections are refused, existing ones kept, and it stops when the last one is gone.
    .PARAMETER Fence
    The fencing number of the run that asks; 0 for none.
    .LINK
    https://learn.microsoft.com/powershell/module/networkloadbalancingclusters/stop-nlbclusternode
    #>
    param([long]$Fence = 0)
    Confirm-RUFence -Fence $Fence
    # For the cmdlet, which is used where WMI is down, in seconds. Without a limit the default would apply, which is not documented: NLB must never
    # cut the connections on its own. It is not documented either whether it returns before the drain is over: the caller looks at the state.
    $drain = @{ Drain = $true; Timeout = 86400 }
    Invoke-RUNlbTurn -Cmdlet Stop-NlbClusterNode -With $drain -Method DrainStop -Wanted 'draining', 'stopped' -Fence $Fence
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
    # As documented, with a capital. Without -Force it would ask.
    $name = $State.Substring(0, 1).ToUpperInvariant() + $State.Substring(1).ToLowerInvariant()
    $inWmi = @{ ClusterModeOnStart = ($State -eq 'started'); ClusterModeSuspendOnStart = ($State -eq 'suspended') }
    Invoke-RUNlbTurn -Cmdlet Set-NlbClusterNode -With @{ InitialHostState = $name; Force = $true } -Method LoadAllSettings -Setting $inWmi -Fence $Fence
}

function Invoke-RUNlbTurn {
    <#
    .SYNOPSIS
    Turns NLB on this server by a WMI method, or by a cmdlet if WMI does not show the node; the default state by a cmdlet, if there is one.
    .DESCRIPTION
    The methods of WMI are about this host alone, and have no limit of time: the cmdlet that drains stops the host after its own, and may wait
    until then, whatever has become of the session.
    A cmdlet also asks or tells the other hosts, and may fail on one of them after it has done its work here: then another look decides.
    .PARAMETER With
    Further parameters of the cmdlet, besides the node.
    .PARAMETER Setting
    What is written to the node's settings in WMI first; the method is then that of the settings, not of the node.
    .PARAMETER Wanted
    The host is in one of these states once it has been turned, and was in none of them before. Empty if the turn is about the default state:
    then the default state is compared with what the cmdlet was told.
    .PARAMETER Unless
    The states in which there is nothing to do. Default: the wanted ones.
    .PARAMETER Fence
    As in Get-RUNlbView.
    #>
    param(
        [Parameter(Mandatory = $true)]
        [ValidateSet('Stop-NlbClusterNode', 'Start-NlbClusterNode', 'Suspend-NlbClusterNode', 'Resume-NlbClusterNode', 'Set-NlbClusterNode')]
        [string]$Cmdlet,
        [hashtable]$With = @{},
        [Parameter(Mandatory = $true)][string]$Method,
        [hashtable]$Setting,
        [string[]]$Wanted = @(),
        [string[]]$Unless = $Wanted,
        [long]$Fence = 0
    )
    $view = Get-RUNlbView -Fence $Fence
    if (@('DrainStop', 'Stop', 'Start') -contains $Method) { Confirm-RUNlbObedient -View $view }
    if ($Unless -contains $view.State) { return }
    if ($Setting -and $view.ByWmi) {
        $instance = Get-RUNlbWmiSetting -Node $view.Own
        Set-RUInstance -Instance $instance -Property $Setting
        return Invoke-RUNlbMethod -Instance $instance -Method $Method
    }
    if ($view.Wmi -and -not $Setting) { return Invoke-RUNlbMethod -Instance $view.Wmi -Method $Method }
    $told = (Get-RUNlbTarget -Node $view.Own) + $With
    try {
        # By name: it must be visible which commands can be called here.
        $null = switch ($Cmdlet) {
            'Stop-NlbClusterNode' { Stop-NlbClusterNode @told }
            'Start-NlbClusterNode' { Start-NlbClusterNode @told }
            'Suspend-NlbClusterNode' { Suspend-NlbClusterNode @told }
            'Resume-NlbClusterNode' { Resume-NlbClusterNode @told }
            'Set-NlbClusterNode' { Set-NlbClusterNode @told }
        }
    }
    catch {
        if ($Wanted) { $isTurned = Test-RUNlbTurned -Wanted $Wanted }
        else { $isTurned = (Get-RUText (Get-RUNlbView).Own.InitialHostState) -eq $With.InitialHostState }
        if ($isTurned) { return }
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
