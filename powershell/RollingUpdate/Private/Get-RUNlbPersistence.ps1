function Get-RUNlbPersistence {
    <#
    .SYNOPSIS
    Whether NLB starts as it was last, whatever its default state is.
    .DESCRIPTION
    The driver tells which states it keeps over a boot. Names are told apart: keeping only the suspended state changes nothing for a host
    that is started or stopped. A bare True does not say which states are meant and may mean the suspended one alone; since a host that
    comes back into service too early is worse than a warning too many, it counts.
    .OUTPUTS
    Nothing where the driver does not tell.
    .LINK
    https://learn.microsoft.com/powershell/module/networkloadbalancingclusters/get-nlbclusterdriverinfo
    #>
    try { $drivers = @(Get-NlbClusterDriverInfo -ErrorAction Stop | Where-Object { $_.PSObject.Properties['PersistedHostStates'] }) } catch { return }
    if ($drivers.Length -eq 0) { return }
    foreach ($driver in $drivers) {
        $states = [string]::Join(' ', @(@($driver.PersistedHostStates) | ForEach-Object { Get-RUText $_ }))
        if ($states -match 'true|started|stopped') { return $true }
    }
    $false
}
