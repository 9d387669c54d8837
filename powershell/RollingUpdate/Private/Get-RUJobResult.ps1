function Get-RUJobResult {
    <#
    .SYNOPSIS
    How a job stands that has left a result.
    .OUTPUTS
    A hashtable: state, exitCode, finishedAt, text.
    #>
    param([Parameter(Mandatory = $true)][System.Collections.IDictionary]$Result)
    $exitCode = $null
    if ($Result.ExitCode[0]) { $exitCode = [int]$Result.ExitCode[0] }
    @{ state = 'finished'; exitCode = $exitCode; finishedAt = $Result.FinishedAt[0]; text = $Result.Text[0] }
}
