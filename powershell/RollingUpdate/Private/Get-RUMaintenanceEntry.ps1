function Get-RUMaintenanceEntry {
    <#
    .SYNOPSIS
    The maintenance window that a computer is in; nothing while it is monitored.
    #>
    param([Parameter(Mandatory = $true)]$Instance)
    if (-not $Instance.InMaintenanceMode) { return }
    @(Get-SCOMMaintenanceMode -Instance $Instance -ErrorAction Stop)[0]
}
