function Set-RUMaintenanceEndTime {
    <#
    .SYNOPSIS
    Gives a maintenance window another end.
    .DESCRIPTION
    SCOM thinks in UTC. Reason and comment are handed over again as they are. There is no cmdlet that ends a window: an end that is now does.
    Five minutes are the least that a window may last: one that is younger and may not end at once ends when they are over.
    .LINK
    https://learn.microsoft.com/powershell/module/operationsmanager/set-scommaintenancemode
    #>
    param([Parameter(Mandatory = $true)]$Entry, [Parameter(Mandatory = $true)][DateTime]$EndTime)
    # A second more, for what rounding takes away. A time that does not say what it is, is UTC.
    $earliest = (ConvertFrom-RUInstant (ConvertTo-RUInstant $Entry.StartTime)).AddSeconds(301)
    $doing = 'another end of maintenance mode'
    $window = @{ MaintenanceModeEntry = $Entry; Reason = $Entry.Reason; Comment = $Entry.Comments; ErrorAction = 'Stop' }
    try {
        try { $null = Set-SCOMMaintenanceMode @window -EndTime $EndTime }
        catch { Write-RUMaintenanceFailure -Record $_ -Doing $doing }
    }
    catch {
        # What was not answered may have been done: nothing more is sent then.
        if ($_.FullyQualifiedErrorId -notlike 'scom-refused*' -or $EndTime -ge $earliest) { throw }
        try { $null = Set-SCOMMaintenanceMode @window -EndTime $earliest }
        catch { Write-RUMaintenanceFailure -Record $_ -Doing $doing }
    }
}
