function Stop-RUJob {
    <#
    .SYNOPSIS
    Ends a job: its program with all that it has started, and its scheduled task.
    .DESCRIPTION
    The service of Windows Installer is no child of it and finishes or rolls back what it is at. A job that is not there, or over, stays as it is.
    .PARAMETER Id
    The id of the job, as it was started with.
    .PARAMETER Fence
    The fencing number of the run that asks; 0 for none.
    #>
    param([Parameter(Mandatory = $true)][string]$Id, [long]$Fence = 0)
    Confirm-RUFence -Fence $Fence
    $folder = Get-RUJobFolder -Id $Id
    if (-not (Test-RUFile -Path ([System.IO.Path]::Combine($folder, 'order.xml')))) { return }
    # One that is just beginning is waited for: without its runner, its program would be nobody's.
    for ($tries = 50; $tries -gt 0 -and (Test-RUJobAlive -Folder $folder); $tries--) {
        if (Read-RUJobFile -Folder $folder -Name 'result.xml') { return }
        $began = Read-RUJobFile -Folder $folder -Name 'began.xml'
        # Only while it lives: its number may be another process's by now.
        if ($began) { $null = Invoke-RUTool -Path (Get-RUTool -Name 'taskkill.exe') -Argument '/F', '/T', '/PID', $began.ProcessId[0] }
        Start-Sleep -Milliseconds 200
    }
    $schtasks = Get-RUTool -Name 'schtasks.exe'
    $name = Get-RUJobTaskName -Folder $folder
    # What does not run cannot be ended, and what is gone cannot be deleted: both are as wanted.
    $null = Invoke-RUTool -Path $schtasks -Argument '/end', '/tn', $name
    $null = Invoke-RUTool -Path $schtasks -Argument '/delete', '/tn', $name, '/f'
    if (Read-RUJobFile -Folder $folder -Name 'result.xml') { return }
    if (Test-RUJobAlive -Folder $folder) {
        Write-RUFailure -Id 'job-still-alive' -What 'the job was told to end and is still at work' -Hint 'Look at its program on this server before anything else is done.'
    }
    $result = @{ ExitCode = ''; Text = 'it was ended on request'; FinishedAt = ConvertTo-RUInstant (Get-RUClock) }
    Write-RUStateFile -Path ([System.IO.Path]::Combine($folder, 'result.xml')) -Values $result
}
