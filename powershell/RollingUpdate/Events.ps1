function Get-RUEvent {
    <#
    .SYNOPSIS
    Events of the Application and System logs after a cursor.
    .PARAMETER AfterApplication
    The number in the Application log after which events are wanted.
    .PARAMETER AfterSystem
    The same for the System log.
    .PARAMETER Level
    Which levels: critical, error, warning, information.
    .PARAMETER AtMost
    Not more than so many; of each log the oldest come first.
    .OUTPUTS
    A record for each, by time: log, record, id, provider, level, at, message (2000 characters at most; empty where the provider is not
    registered). Within a log they stay in the order of their numbers, so that who goes on from the last one misses none.
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
