function Start-RUNlbHost {
    <#
    .SYNOPSIS
    Starts this server in NLB: it converges with the others and takes connections again. A drain is called off.
    .PARAMETER Fence
    The fencing number of the run that asks; 0 for none.
    .LINK
    https://learn.microsoft.com/powershell/module/networkloadbalancingclusters/start-nlbclusternode
    #>
    param([long]$Fence = 0)
    Confirm-RUFence -Fence $Fence
    $view = Get-RUNlbView -Fence $Fence
    Confirm-RUNlbObedient -View $view
    if ($view.State -eq 'converged' -or $view.State -eq 'converging') { return }
    if ($view.ByWmi) { return Invoke-RUNlbMethod -Instance $view.Own -Method Start }
    $target = Get-RUNlbTarget -Node $view.Own
    try { $null = Start-NlbClusterNode @target }
    catch {
        if (Test-RUNlbTurned -Wanted 'converging', 'converged') { return }
        throw
    }
}
