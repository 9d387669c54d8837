function Get-RULogEvent {
    <#
    .SYNOPSIS
    Events of one log, oldest first.
    .DESCRIPTION
    Filtered where the log is, by numbers only. Where a log was emptied, its numbers begin anew: one whose newest event is older than the
    cursor was emptied after that, and all that is in it is new. One that has been emptied and has outgrown the cursor since cannot be told.
    .PARAMETER LogName
    Application or System.
    .PARAMETER After
    The record number after which they are wanted.
    .PARAMETER Level
    critical, error, warning, information.
    .PARAMETER AtMost
    Not more than so many.
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
    try { Get-WinEvent -LogName $LogName -FilterXPath $filter -Oldest -MaxEvents $AtMost -ErrorAction Stop }
    catch { if ($_.FullyQualifiedErrorId -notlike 'NoMatchingEventsFound*') { throw } }
}
