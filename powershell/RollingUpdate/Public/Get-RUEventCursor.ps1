function Get-RUEventCursor {
    <#
    .SYNOPSIS
    Where the event logs stand now: the number of the newest event of each, 0 for an empty log.
    .OUTPUTS
    One record: application, system, clock.
    #>
    param()
    New-Object PSObject -Property @{
        application = (Get-RUNewestRecord -LogName Application)
        system      = (Get-RUNewestRecord -LogName System)
        clock       = (ConvertTo-RUInstant (Get-RUClock))
    }
}
