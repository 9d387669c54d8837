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
    if ($view.ByWmi) {
        $setting = Get-RUNlbWmiSetting -Node $view.Own
        Set-RUInstance -Instance $setting -Property @{
            ClusterModeOnStart        = ($State -eq 'started')
            ClusterModeSuspendOnStart = ($State -eq 'suspended')
        }
        return Invoke-RUNlbMethod -Instance $setting -Method LoadAllSettings
    }
    $target = Get-RUNlbTarget -Node $view.Own
    # Written as documented, first letter large. Without -Force it would ask.
    $name = $State.Substring(0, 1).ToUpperInvariant() + $State.Substring(1).ToLowerInvariant()
    try { $null = Set-NlbClusterNode @target -InitialHostState $name -Force }
    catch {
        # It tells the other hosts as well, and may fail on one of them when it is set here.
        if ((Get-RUText (Get-RUNlbView).Own.InitialHostState) -eq $name) { return }
        throw
    }
}
