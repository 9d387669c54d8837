function Resume-RUNlbHost {
    <#
    .SYNOPSIS
    Ends the suspension of this server in NLB; it is stopped then.
    .PARAMETER Fence
    The fencing number of the run that asks; 0 for none.
    .LINK
    https://learn.microsoft.com/powershell/module/networkloadbalancingclusters/resume-nlbclusternode
    #>
    param([long]$Fence = 0)
    Confirm-RUFence -Fence $Fence
    $view = Get-RUNlbView -Fence $Fence
    if ($view.State -ne 'suspended') { return }
    if ($view.ByWmi) { return Invoke-RUNlbMethod -Instance $view.Own -Method Resume }
    $target = Get-RUNlbTarget -Node $view.Own
    try { $null = Resume-NlbClusterNode @target }
    catch {
        if (Test-RUNlbTurned -Wanted 'stopped', 'converging', 'converged') { return }
        throw
    }
}
