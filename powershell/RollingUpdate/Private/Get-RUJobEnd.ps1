function Get-RUJobEnd {
    <#
    .SYNOPSIS
    What became of a job that has no result and whose runner does not live.
    .DESCRIPTION
    A task begins within seconds as a rule, on a busy server within a minute; PowerShell may then need its time before the runner says so.
    .PARAMETER Began
    Whether the runner has begun.
    .OUTPUTS
    A hashtable: state, text, finishedAt.
    #>
    param(
        [Parameter(Mandatory = $true)][string]$Folder,
        [Parameter(Mandatory = $true)][DateTime]$StartedAt,
        [Parameter(Mandatory = $true)][DateTime]$Now,
        [Parameter(Mandatory = $true)][bool]$Began
    )
    $booted = Get-RUBootTime
    if ($booted -gt $StartedAt) { return @{ state = 'finished'; finishedAt = ConvertTo-RUInstant $booted; text = 'it died when the server went down' } }
    if ($Began) { return @{ state = 'finished'; text = 'it died and left no result' } }
    $result = Get-RUTaskResult -Name (Get-RUJobTaskName -Folder $Folder)
    # 0x41301: it is running.
    if ($result -eq 267009 -or ($Now - $StartedAt).TotalMinutes -lt 1) { return @{ state = 'running'; text = 'starting' } }
    @{ state = 'finished'; text = "it never began: the last result of its scheduled task is $result" }
}
