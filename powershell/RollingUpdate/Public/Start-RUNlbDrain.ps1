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
    $view = Get-RUNlbView -Fence $Fence
    Confirm-RUNlbObedient -View $view
    if ($view.State -eq 'stopped' -or $view.State -eq 'draining') { return }
    if ($view.ByWmi) { return Invoke-RUNlbMethod -Instance $view.Own -Method DrainStop }
    $target = Get-RUNlbTarget -Node $view.Own
    # In seconds. Without a limit its default would decide, which is not documented: NLB must never cut the connections by itself.
    # Whether the cmdlet comes back before the drain is over is not documented either: whoever calls looks at the state.
    try { $null = Stop-NlbClusterNode @target -Drain -Timeout 86400 }
    catch {
        if (Test-RUNlbTurned -Wanted 'draining', 'stopped') { return }
        throw
    }
}
