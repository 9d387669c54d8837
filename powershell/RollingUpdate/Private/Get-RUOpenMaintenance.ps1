function Get-RUOpenMaintenance {
    <#
    .SYNOPSIS
    The maintenance window that a computer must be in.
    #>
    param([Parameter(Mandatory = $true)][string]$Computer)
    $entry = Get-RUMaintenanceEntry -Instance (Get-RUMonitoredComputer -Computer $Computer)
    if ($entry) { return $entry }
    Write-RUFailure -Id 'scom-not-in-maintenance' -What 'the computer is not in maintenance mode in SCOM' -Hint 'Begin it instead.'
}
