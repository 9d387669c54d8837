function ConvertTo-RUEvent {
    <#
    .SYNOPSIS
    A flat record of an event.
    .PARAMETER LogEvent
    As Get-WinEvent gives it.
    .PARAMETER LogName
    The log in which it is.
    #>
    param([Parameter(Mandatory = $true)]$LogEvent, [Parameter(Mandatory = $true)][string]$LogName)
    $level = 'information'
    # By number: the name of a level is in the language of the server.
    switch ([int]$LogEvent.Level) {
        1 { $level = 'critical' }
        2 { $level = 'error' }
        3 { $level = 'warning' }
    }
    $message = [string]$LogEvent.Message
    if ($message.Length -gt 2000) { $message = $message.Substring(0, 2000) }
    New-Object PSObject -Property @{
        log      = $LogName
        record   = [long]$LogEvent.RecordId
        id       = [int]$LogEvent.Id
        provider = [string]$LogEvent.ProviderName
        level    = $level
        at       = (ConvertTo-RUInstant $LogEvent.TimeCreated)
        message  = $message
    }
}
