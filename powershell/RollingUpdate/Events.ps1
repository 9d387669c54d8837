# The Application and System logs, read from a cursor on: the number of the newest known event of each log.

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

function Get-RUEvent {
    <#
    .SYNOPSIS
    Events of the Application and System logs after a cursor.
    .PARAMETER AfterApplication
    The number in the Application log after which events are read.
    .PARAMETER AfterSystem
    The same for the System log.
    .PARAMETER Level
    Which levels: critical, error, warning, information.
    .PARAMETER AtMost
    The maximum number of events; of each log the oldest come first.
    .OUTPUTS
    A record for each, by time: log, record, id, provider, level, at, message (2000 characters at most; empty where the provider is not
    registered; what is known of an event that Windows cannot put into words). Within a log they stay in the order of their numbers, so that whoever goes on from the last one misses none.
    #>
    param(
        [Parameter(Mandatory = $true)][long]$AfterApplication,
        [Parameter(Mandatory = $true)][long]$AfterSystem,
        [Parameter(Mandatory = $true)][ValidateSet('critical', 'error', 'warning', 'information')][string[]]$Level,
        [Parameter(Mandatory = $true)][int]$AtMost
    )
    $one = @(Get-RULogEvent -LogName Application -After $AfterApplication -Level $Level -AtMost $AtMost)
    $other = @(Get-RULogEvent -LogName System -After $AfterSystem -Level $Level -AtMost $AtMost)
    $i = 0
    $j = 0
    while ($i + $j -lt $AtMost -and ($i -lt $one.Length -or $j -lt $other.Length)) {
        $isOne = $j -ge $other.Length -or ($i -lt $one.Length -and $one[$i].TimeCreated -le $other[$j].TimeCreated)
        if ($isOne) { ConvertTo-RUEvent -LogEvent $one[$i++] -LogName Application }
        else { ConvertTo-RUEvent -LogEvent $other[$j++] -LogName System }
    }
}

function Get-RULogEvent {
    <#
    .SYNOPSIS
    Events of one log, oldest first.
    .DESCRIPTION
    Filtered on the server, by numbers only. If a log was emptied, its numbers begin again: a log whose newest event is older than the
    cursor has been emptied since, and everything in it is new. If it has grown past the cursor again, that cannot be detected.
    .PARAMETER LogName
    Application or System.
    .PARAMETER After
    The record number after which events are read.
    .PARAMETER Level
    critical, error, warning, information.
    .PARAMETER AtMost
    The maximum number of events.
    .LINK
    https://learn.microsoft.com/powershell/module/microsoft.powershell.diagnostics/get-winevent
    #>
    param(
        [Parameter(Mandatory = $true)][string]$LogName,
        [long]$After,
        [Parameter(Mandatory = $true)][string[]]$Level,
        [int]$AtMost
    )
    # 0 is "always logged", which some providers use for information.
    $numbers = @{ critical = 1; error = 2; warning = 3; information = 4, 0 }
    $tests = [string]::Join(' or ', @($Level | ForEach-Object { $numbers[$_] } | ForEach-Object { "Level=$_" }))
    if ((Get-RUNewestRecord -LogName $LogName) -lt $After) { $After = 0 }
    $filter = "*[System[(EventRecordID > $After) and ($tests)]]"
    Read-RULog -Query @{ LogName = $LogName; FilterXPath = $filter; Oldest = $true; MaxEvents = $AtMost }
}

function Get-RUNewestRecord {
    <#
    .SYNOPSIS
    The record number of the newest event of a log; 0 if it is empty.
    .PARAMETER LogName
    Application or System.
    #>
    param([Parameter(Mandatory = $true)][string]$LogName)
    $newest = @(Read-RULog -Query @{ LogName = $LogName; MaxEvents = 1 })
    if ($newest.Length -eq 0) { return [long]0 }
    [long]$newest[0].RecordId
}

function Read-RULog {
    <#
    .SYNOPSIS
    Events as Get-WinEvent gives them; none if nothing matches.
    .DESCRIPTION
    Get-WinEvent reports an event that it cannot put into words by an error, whose id is its localized message, and then gives the event with a
    text that says nothing. It gets one that says what is known. After any other error no event comes.
    .PARAMETER Query
    Parameters of Get-WinEvent.
    .LINK
    https://github.com/PowerShell/PowerShell/issues/7664
    #>
    param([Parameter(Mandatory = $true)][System.Collections.IDictionary]$Query)
    $trouble = $null
    # Errors among the events: their place says which event they are about.
    foreach ($one in @(Get-WinEvent @Query -ErrorAction Continue 2>&1)) {
        if ($one -is [System.Management.Automation.ErrorRecord]) {
            if ($one.FullyQualifiedErrorId -notlike 'NoMatchingEventsFound*') { $trouble = $one }
            continue
        }
        if ($trouble) {
            $one.Message = Get-RUWordlessText -LogEvent $one -Why $trouble.Exception.Message
            $trouble = $null
        }
        $one
    }
    if ($trouble) { throw $trouble }
}

function Get-RUWordlessText {
    <#
    .SYNOPSIS
    What is known of an event that Windows cannot put into words.
    .PARAMETER LogEvent
    As Get-WinEvent gives it.
    .PARAMETER Why
    What Windows said.
    #>
    param([Parameter(Mandatory = $true)]$LogEvent, [string]$Why)
    $text = "event $($LogEvent.Id) of $($LogEvent.ProviderName), which Windows could not put into words ($Why)"
    # They are read from the log only now, which may fail as well.
    try { $values = [string]::Join(', ', @(@($LogEvent.Properties) | ForEach-Object { [string]$_.Value })) } catch { $values = '' }
    if ($values) { $text += "; its values: $values" }
    $text
}

function ConvertTo-RUEvent {
    <#
    .SYNOPSIS
    A flat record of an event.
    .PARAMETER LogEvent
    As Get-WinEvent gives it.
    .PARAMETER LogName
    The log that contains it.
    #>
    param([Parameter(Mandatory = $true)]$LogEvent, [Parameter(Mandatory = $true)][string]$LogName)
    $level = 'information'
    # By number: names of levels are in the server's language.
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
