function Start-RUJobTask {
    <#
    .SYNOPSIS
    Makes the scheduled task of a job and starts it. Where that fails, the job has not been started, and can be.
    #>
    param([Parameter(Mandatory = $true)][string]$Folder, [Parameter(Mandatory = $true)][string]$Task, [Parameter(Mandatory = $true)][string]$Order)
    $schtasks = Get-RUTool -Name 'schtasks.exe'
    $name = Get-RUJobTaskName -Folder $Folder
    foreach ($arguments in @('/create', '/tn', $name, '/xml', $Task, '/f'), @('/run', '/tn', $name)) {
        try { $run = Invoke-RUTool -Path $schtasks -Argument $arguments }
        catch { [System.IO.File]::Delete($Order); throw }
        if ($run.ExitCode -eq 0) { continue }
        [System.IO.File]::Delete($Order)
        Write-RUFailure -Id 'job-not-started' -What "the scheduled task could not be started: $($run.Output)" -Hint 'The account needs administrator rights on this server, and the Task Scheduler must run.'
    }
}
