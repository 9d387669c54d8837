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
