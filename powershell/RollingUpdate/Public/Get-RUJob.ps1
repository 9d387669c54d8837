function Get-RUJob {
    <#
    .SYNOPSIS
    How a job stands.
    .DESCRIPTION
    A job without a result whose runner lives no more, because the server went down or somebody ended it, is finished without an exit code.
    .PARAMETER Id
    The id of the job, as it was started with.
    .OUTPUTS
    One object: state (none, running, finished), exitCode, startedAt, finishedAt, text.
    #>
    param([Parameter(Mandatory = $true)][string]$Id)
    $answer = @{ state = 'none'; exitCode = $null; startedAt = $null; finishedAt = $null; text = 'never started here' }
    $folder = Get-RUJobFolder -Id $Id
    $now = Get-RUClock
    $order = Read-RUJobFile -Folder $folder -Name 'order.xml'
    if ($order) {
        $answer.startedAt = $order.StartedAt[0]
        # In this order: what had begun and lives no more has left its result, if it has left one.
        $began = [System.IO.File]::Exists([System.IO.Path]::Combine($folder, 'began.xml'))
        $lives = Test-RUJobAlive -Folder $folder
        $result = Read-RUJobFile -Folder $folder -Name 'result.xml'
        $since = ConvertFrom-RUInstant $order.StartedAt[0]
        if ($result) { $stands = Get-RUJobResult -Result $result }
        elseif ($lives) { $stands = @{ state = 'running'; text = "running for $([Math]::Floor(($now - $since).TotalMinutes)) min" } }
        else { $stands = Get-RUJobEnd -Folder $folder -StartedAt $since -Now $now -Began $began }
        foreach ($name in @($stands.Keys)) { $answer[$name] = $stands[$name] }
    }
    New-Object PSObject -Property $answer
}
