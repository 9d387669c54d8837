function Get-RUNewestRecord {
    <#
    .SYNOPSIS
    The record number of the newest event of a log; 0 where it is empty.
    .PARAMETER LogName
    Application or System.
    #>
    param([Parameter(Mandatory = $true)][string]$LogName)
    try { $newest = @(Get-WinEvent -LogName $LogName -MaxEvents 1 -ErrorAction Stop) }
    catch {
        if ($_.FullyQualifiedErrorId -notlike 'NoMatchingEventsFound*') { throw }
        return [long]0
    }
    [long]$newest[0].RecordId
}
