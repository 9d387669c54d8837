function Get-RUJobEnd {
    <#
    .SYNOPSIS
    What became of a job that has no result and whose runner does not live.
    .DESCRIPTION
    A task begins within seconds as a rule, on a busy server within minutes; PowerShell may then need its time before the runner says so.
    A runner that begins more than five minutes late does nothing.
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
    # An installer that died may have left WMI disabled: what became of it can be told all the same.
    try { $booted = Get-RUBootTime } catch { $booted = $StartedAt }
    if ($booted -gt $StartedAt) { return @{ state = 'finished'; finishedAt = ConvertTo-RUInstant $booted; text = 'it died when the server went down' } }
    if ($Began) { return @{ state = 'finished'; text = 'it died and left no result' } }
    $result = Get-RUTaskResult -Name (Get-RUJobTaskName -Folder $Folder)
    # 0x41301: it is running; 0x41303 and 0x41325: it has not run yet, it waits in a queue.
    $limit = 1
    if ($result -eq $null -or @(267011, 267045) -contains $result) { $limit = 5 }
    if ($result -eq 267009 -or ($Now - $StartedAt).TotalMinutes -lt $limit) { return @{ state = 'running'; text = 'starting' } }
    $text = 'it never began: its scheduled task is not there'
    if ($result -ne $null) { $text = "it never began: the last result of its scheduled task is $result" }
    # PowerShell ends with 1 where it may run no scripts.
    if ($result -eq 1) { $text += ' (a group policy may forbid scripts)' }
    @{ state = 'finished'; text = $text }
}
