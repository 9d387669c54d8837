function Suspend-RUNlbHost {
    <#
    .SYNOPSIS
    Stops this server in NLB and lets it refuse to start until it is resumed.
    .PARAMETER Fence
    The fencing number of the run that asks; 0 for none.
    .LINK
    https://learn.microsoft.com/powershell/module/networkloadbalancingclusters/suspend-nlbclusternode
    #>
    param([long]$Fence = 0)
    Confirm-RUFence -Fence $Fence
    $view = Get-RUNlbView -Fence $Fence
    if ($view.State -eq 'suspended') { return }
    if ($view.ByWmi) { return Invoke-RUNlbMethod -Instance $view.Own -Method Suspend }
    $target = Get-RUNlbTarget -Node $view.Own
    try { $null = Suspend-NlbClusterNode @target }
    catch {
        if (Test-RUNlbTurned -Wanted 'suspended') { return }
        throw
    }
}
