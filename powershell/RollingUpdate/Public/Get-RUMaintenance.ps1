function Get-RUMaintenance {
    <#
    .SYNOPSIS
    Maintenance mode of a computer in SCOM.
    .DESCRIPTION
    Agents take maintenance up within five minutes and do not say when: it counts as in effect when those have passed.
    .PARAMETER Computer
    The full name of the computer, or its first label where that is clear.
    .OUTPUTS
    One object: on, inEffect, endsAt, reason, comment, clock (of the management server).
    .LINK
    https://learn.microsoft.com/system-center/scom/manage-maintenance-mode-overview
    #>
    param([Parameter(Mandatory = $true)][string]$Computer)
    $instance = Get-RUMonitoredComputer -Computer $Computer
    $entry = Get-RUMaintenanceEntry -Instance $instance
    $now = Get-RUClock
    $answer = @{ on = [bool]$instance.InMaintenanceMode; inEffect = $false; endsAt = $null; reason = $null; comment = $null; clock = ConvertTo-RUInstant $now }
    if ($entry) {
        # A time that does not say what it is, is UTC.
        $since = ConvertFrom-RUInstant (ConvertTo-RUInstant $entry.StartTime)
        $answer.inEffect = ($now - $since).TotalMinutes -ge 5
        $answer.endsAt = ConvertTo-RUInstant $entry.ScheduledEndTime
        $answer.reason = [string]$entry.Reason
        $answer.comment = [string]$entry.Comments
    }
    New-Object PSObject -Property $answer
}
