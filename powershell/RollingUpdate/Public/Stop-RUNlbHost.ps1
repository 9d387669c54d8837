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
    $view = Get-RUNlbView -Fence $Fence
    Confirm-RUNlbObedient -View $view
    if ($view.State -eq 'stopped') { return }
    if ($view.ByWmi) { return Invoke-RUNlbMethod -Instance $view.Own -Method Stop }
    $target = Get-RUNlbTarget -Node $view.Own
    try { $null = Stop-NlbClusterNode @target }
    catch {
        if (Test-RUNlbTurned -Wanted 'stopped') { return }
        throw
    }
}
