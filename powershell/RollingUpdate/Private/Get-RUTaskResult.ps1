function Get-RUTaskResult {
    <#
    .SYNOPSIS
    The last result of a scheduled task: its exit code or a code of the scheduler; nothing where there is no such task.
    .DESCRIPTION
    Of all that schtasks prints in the language of the server this is a number: the seventh value.
    .LINK
    https://learn.microsoft.com/windows/win32/taskschd/task-scheduler-error-and-success-constants
    #>
    param([Parameter(Mandatory = $true)][string]$Name)
    $run = Invoke-RUTool -Path (Get-RUTool -Name 'schtasks.exe') -Argument '/query', '/tn', $Name, '/v', '/fo', 'csv', '/nh'
    if ($run.ExitCode -ne 0) { return }
    $values = [System.Text.RegularExpressions.Regex]::Matches($run.Output, '"([^"]*)"')
    if ($values.Count -ge 7) { $values[6].Groups[1].Value -as [long] }
}
