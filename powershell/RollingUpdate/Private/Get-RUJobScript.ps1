function Get-RUJobScript {
    <#
    .SYNOPSIS
    The script that the scheduled task of a job runs: these functions of ours, and a line that calls the first.
    .DESCRIPTION
    It is made of the functions as they are loaded, so that it is there in a session too into which the module was sent, and needs no module
    when a task runs it. No data stands in it.
    #>
    # By its full name: a restricted endpoint has a Get-Command of its own, which shows less.
    $names = @(
        'Invoke-RUJobRunner', 'Invoke-RUJobWork', 'Get-RUJobCommand', 'Install-RUWindowsUpdate', 'Select-RUWindowsUpdate', 'ConvertTo-RUArgument'
        'Get-RUClock', 'Get-RUElapsed', 'ConvertTo-RUInstant', 'Resolve-RUPath', 'Get-RUTool', 'Invoke-RUTool', 'Test-RUInstallerBusy'
        'Write-RUFailure'
        'Open-RUFileAlone', 'Read-RUStateFile', 'Write-RUStateFile', 'ConvertTo-RUEscaped', 'ConvertFrom-RUEscaped'
    )
    $lines = @('# Written by RollingUpdate for one job. It may be deleted when the job is over.', "`$ErrorActionPreference = 'Stop'")
    foreach ($name in $names) { $lines += 'function ' + $name + ' {' + (Microsoft.PowerShell.Core\Get-Command -Name $name -CommandType Function).Definition + '}' }
    [string]::Join("`r`n", ($lines + 'Invoke-RUJobRunner -Folder $args[0]'))
}
