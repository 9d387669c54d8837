function Set-RUMaintenanceEndTime {
    <#
    .SYNOPSIS
    Gives a maintenance window another end.
    .DESCRIPTION
    SCOM thinks in UTC. Reason and comment are handed over again as they are. There is no cmdlet that ends a window: an end that is now does.
    .LINK
    https://learn.microsoft.com/powershell/module/operationsmanager/set-scommaintenancemode
    #>
    param([Parameter(Mandatory = $true)]$Entry, [Parameter(Mandatory = $true)][DateTime]$EndTime)
    $null = Set-SCOMMaintenanceMode -MaintenanceModeEntry $Entry -EndTime $EndTime -Reason $Entry.Reason -Comment $Entry.Comments -ErrorAction Stop
}
