# A job's scheduled task, and the script that runs in it as SYSTEM or as an account: it does the work of the order, ends it at its limit, and
# leaves a result.

function Start-RUJobTask {
    <#
    .SYNOPSIS
    Makes the scheduled task of a job that runs as SYSTEM, and starts it. If that fails, the job has not been started and can be started again.
    #>
    param([Parameter(Mandatory = $true)][string]$Folder, [Parameter(Mandatory = $true)][string]$Order)
    $schtasks = Get-RUTool -Name 'schtasks.exe'
    $name = Get-RUJobTaskName -Folder $Folder
    $task = [System.IO.Path]::Combine($Folder, 'task.xml')
    [System.IO.File]::WriteAllText($task, (Get-RUJobTask -Folder $Folder), [System.Text.Encoding]::Unicode)
    foreach ($arguments in @('/create', '/tn', $name, '/xml', $task, '/f'), @('/run', '/tn', $name)) {
        try { $run = Invoke-RUTool -Path $schtasks -Argument $arguments }
        catch { [System.IO.File]::Delete($Order); throw }
        if ($run.ExitCode -eq 0) { continue }
        [System.IO.File]::Delete($Order)
        Write-RUFailure -Id 'job-not-started' -What "the scheduled task could not be started: $($run.Output)" -Hint 'The account needs administrator rights on this server, and the Task Scheduler must run.'
    }
}

function Get-RUJobTask {
    <#
    .SYNOPSIS
    The definition of a job's scheduled task: at a priority at which setup does not crawl, for as long as it needs.
    .DESCRIPTION
    By default tasks have priority 7 and a limit of three days, and end on battery power.
    .PARAMETER Account
    As whom it runs; empty: SYSTEM.
    .LINK
    https://learn.microsoft.com/windows/win32/taskschd/task-scheduler-schema
    #>
    param([Parameter(Mandatory = $true)][string]$Folder, [string]$Account = '')
    $program = [string]::Join('\', @($env:SystemRoot, 'System32\WindowsPowerShell\v1.0\powershell.exe'))
    $script = [System.IO.Path]::Combine($Folder, 'runner.ps1')
    # By default Windows forbids all scripts. A file that was written on this server counts as local.
    $arguments = '-NoProfile -NonInteractive -ExecutionPolicy RemoteSigned -File ' + (ConvertTo-RUArgument $script) + ' ' + (ConvertTo-RUArgument $Folder)
    $words = @{ program = [System.Security.SecurityElement]::Escape($program); arguments = [System.Security.SecurityElement]::Escape($arguments) }
    $words.user = '<UserId>S-1-5-18</UserId>'
    # Highest: an administrator who runs with the rights of a user could not read the job's folder.
    if ($Account) { $words.user = '<UserId>' + [System.Security.SecurityElement]::Escape($Account) + '</UserId><LogonType>Password</LogonType>' }
    @"
<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo><Description>A step of a rolling update</Description></RegistrationInfo>
  <Triggers />
  <Principals><Principal id="Author">$($words.user)<RunLevel>HighestAvailable</RunLevel></Principal></Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <AllowHardTerminate>true</AllowHardTerminate>
    <AllowStartOnDemand>true</AllowStartOnDemand>
    <Enabled>true</Enabled>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
    <Priority>4</Priority>
  </Settings>
  <Actions Context="Author"><Exec><Command>$($words.program)</Command><Arguments>$($words.arguments)</Arguments></Exec></Actions>
</Task>
"@
}

function Get-RUJobTaskName {
    <#
    .SYNOPSIS
    The name of a job's scheduled task.
    #>
    param([Parameter(Mandatory = $true)][string]$Folder)
    '\RollingUpdate\' + [System.IO.Path]::GetFileName($Folder).Substring(0, 32)
}

function Get-RUTaskResult {
    <#
    .SYNOPSIS
    The last result of a scheduled task: its exit code or a code of the scheduler; nothing if there is no such task.
    .DESCRIPTION
    schtasks prints in the server's language; the seventh value is the number.
    .LINK
    https://learn.microsoft.com/windows/win32/taskschd/task-scheduler-error-and-success-constants
    #>
    param([Parameter(Mandatory = $true)][string]$Name)
    $run = Invoke-RUTool -Path (Get-RUTool -Name 'schtasks.exe') -Argument '/query', '/tn', $Name, '/v', '/fo', 'csv', '/nh'
    if ($run.ExitCode -ne 0) { return }
    $values = [System.Text.RegularExpressions.Regex]::Matches($run.Output, '"([^"]*)"')
    if ($values.Count -ge 7) { $values[6].Groups[1].Value -as [long] }
}

function Get-RUJobScript {
    <#
    .SYNOPSIS
    The script that the scheduled task of a job runs: these functions, and a line that calls the first.
    .DESCRIPTION
    It is made from the loaded functions, so it also works in a session into which the module was sent, and needs no module when a task runs it.
    It contains no data.
    #>
    # By its full name: a restricted endpoint has its own Get-Command, which shows less.
    $names = @(
        'Invoke-RUJobRunner', 'Invoke-RUJobWork', 'Get-RUJobCommand', 'Install-RUWindowsUpdate', 'Select-RUWindowsUpdate', 'ConvertTo-RUArgument'
        'Get-RUClock', 'Get-RUElapsed', 'ConvertTo-RUInstant', 'Resolve-RUPath', 'Get-RUTool', 'Invoke-RUTool', 'Test-RUInstallerBusy'
        'Get-RUScriptRunner', 'Set-RUScriptCall', 'Write-RUFailure'
        'Get-RUJobTaskName', 'Open-RUFileAlone', 'Read-RUStateFile', 'Write-RUStateFile', 'ConvertTo-RUEscaped', 'ConvertFrom-RUEscaped'
    )
    $lines = @('# Written by RollingUpdate for one job. It may be deleted when the job is over.', "`$ErrorActionPreference = 'Stop'")
    foreach ($name in $names) { $lines += 'function ' + $name + ' {' + (Microsoft.PowerShell.Core\Get-Command -Name $name -CommandType Function).Definition + '}' }
    [string]::Join("`r`n", ($lines + 'Invoke-RUJobRunner -Folder $args[0]'))
}

function Invoke-RUJobRunner {
    <#
    .SYNOPSIS
    Does the work of a job, inside its scheduled task, and leaves a result.
    .DESCRIPTION
    It holds the file alive.lock open exclusively as long as it runs. That shows that it runs, whatever clocks and process ids say, and even
    across a boot.
    A task can be started again, by a person for example, and a queued one can begin long after the job was given up: neither does the work.
    .PARAMETER Folder
    The folder of the job, with its order.
    #>
    param([Parameter(Mandatory = $true)][string]$Folder)
    $alive = Open-RUFileAlone -Path ([System.IO.Path]::Combine($Folder, 'alive.lock'))
    try {
        # The work must not be done twice, nor by a job that was already reported as over (Get-RUJobEnd).
        if ([System.IO.File]::Exists([System.IO.Path]::Combine($Folder, 'began.xml'))) { return }
        if (([DateTime]::UtcNow - [System.IO.File]::GetLastWriteTimeUtc([System.IO.Path]::Combine($Folder, 'order.xml'))).TotalMinutes -ge 5) {
            $late = @{ ExitCode = ''; Text = 'its scheduled task began more than 5 min late, and nothing was done'; FinishedAt = ConvertTo-RUInstant (Get-RUClock) }
            Write-RUStateFile -Path ([System.IO.Path]::Combine($Folder, 'result.xml')) -Values $late
            return
        }
        $began = @{ ProcessId = $PID; At = ConvertTo-RUInstant (Get-RUClock) }
        Write-RUStateFile -Path ([System.IO.Path]::Combine($Folder, 'began.xml')) -Values $began
        $order = Read-RUStateFile -Path ([System.IO.Path]::Combine($Folder, 'order.xml'))
        try { $result = Invoke-RUJobWork -Order $order }
        catch { $result = @{ ExitCode = ''; Text = 'it could not be started: ' + $_.Exception.Message } }
        $result.FinishedAt = ConvertTo-RUInstant (Get-RUClock)
        Write-RUStateFile -Path ([System.IO.Path]::Combine($Folder, 'result.xml')) -Values $result
        # The Task Scheduler keeps the account's password as long as the task is there.
        if ($order.Account -and $order.Account[0]) { $null = Invoke-RUTool -Path (Get-RUTool -Name 'schtasks.exe') -Argument '/delete', '/tn', (Get-RUJobTaskName -Folder $Folder), '/f' }
    }
    finally { $alive.Close() }
}

function Invoke-RUJobWork {
    <#
    .SYNOPSIS
    Runs the program of a job and waits for its end, or at its limit ends it and everything that it has started.
    .OUTPUTS
    A hashtable: ExitCode (empty if there is none) and Text.
    #>
    param([Parameter(Mandatory = $true)][System.Collections.IDictionary]$Order)
    $limit = [int]$Order.LimitMinutes[0]
    if ($Order.Kind[0] -eq 'windows-updates') { return Install-RUWindowsUpdate -Kb @($Order.Kb | Where-Object { $_ }) -LimitMinutes $limit }
    $command = Get-RUJobCommand -Order $Order
    $until = (Get-RUElapsed) + $limit
    # Not through the shell, which would ask whether to open a file from elsewhere, where nobody sees the question.
    $process = Start-Process -PassThru -NoNewWindow -ErrorAction Stop @command
    # Windows PowerShell has no exit code unless the handle was taken before the end. Of a program that ends at once it cannot be taken any more.
    try { $null = $process.Handle } catch { $null = $_ }
    while (-not $process.HasExited) {
        if ((Get-RUElapsed) -gt $until) {
            $null = Invoke-RUTool -Path (Get-RUTool -Name 'taskkill.exe') -Argument '/F', '/T', '/PID', ([string]$process.Id)
            $text = "this server ended it after its limit of $limit min"
            if (-not $process.WaitForExit(30000)) { $text = "this server told it to end after its limit of $limit min, and it is still at work" }
            # Only the client ends; the service works on.
            if ($Order.Kind[0] -eq 'msp') {
                $stands = 'may still be'
                if (Test-RUInstallerBusy) { $stands = 'was still' }
                $text = "its client was ended after its limit of $limit min; Windows Installer $stands at work: look before anything else is done"
            }
            return @{ ExitCode = ''; Text = $text }
        }
        Start-Sleep -Seconds 1
    }
    try { $exitCode = [string]$process.ExitCode } catch { $exitCode = '' }
    if (-not $exitCode) { return @{ ExitCode = ''; Text = 'it has ended, and its exit code is not known' } }
    @{ ExitCode = $exitCode; Text = "ended with exit code $exitCode" }
}

function Get-RUJobCommand {
    <#
    .SYNOPSIS
    The command of a job, as parameters of Start-Process; of a script, with what it finds in the environment.
    .DESCRIPTION
    Windows Installer is kept from restarting Windows (/norestart and REBOOT=ReallySuppress) and from asking (/quiet). The folder of its log
    must exist, or it ends with 1622.
    .LINK
    https://learn.microsoft.com/windows/win32/msi/command-line-options
    #>
    param([Parameter(Mandatory = $true)][System.Collections.IDictionary]$Order)
    $file = [string]$Order.File[0]
    $system = [string]::Join('\', @($env:SystemRoot, 'System32'))
    if ($Order.Kind[0] -eq 'msp') {
        $log = [string]$Order.Log[0]
        $null = [System.IO.Directory]::CreateDirectory([System.IO.Path]::GetDirectoryName((Resolve-RUPath $log)))
        return @{
            FilePath     = "$system\msiexec.exe"
            ArgumentList = '/update "{0}" /quiet /norestart /l*v "{1}" REBOOT=ReallySuppress' -f $file, $log
        }
    }
    $arguments = @($Order.Argument | Where-Object { $_ -ne $null })
    $command = @{ FilePath = $file }
    if ($file -match '\.ps1$') {
        $command.FilePath = "$system\WindowsPowerShell\v1.0\powershell.exe"
        Set-RUScriptCall -File $file -Argument $arguments
        $arguments = @(Get-RUScriptRunner)
    }
    # Setup looks for its files in its own folder.
    $folder = [System.Text.RegularExpressions.Regex]::Match($file, '^(.*)[\\/]').Groups[1].Value
    if ($folder -and $folder -notmatch ':$') { $command.WorkingDirectory = $folder }
    $line = [string]::Join(' ', @($arguments | ForEach-Object { ConvertTo-RUArgument ([string]$_) }))
    if ($line) { $command.ArgumentList = $line }
    $command
}

function Test-RUInstallerBusy {
    <#
    .SYNOPSIS
    Whether the Windows Installer service is at work, for anybody; true if that is not known.
    .LINK
    https://learn.microsoft.com/windows/win32/msi/-msiexecute-mutex
    #>
    try { [System.Threading.Mutex]::OpenExisting('Global\_MSIExecute').Close() }
    catch { return $_.Exception.GetBaseException() -isnot [System.Threading.WaitHandleCannotBeOpenedException] }
    $true
}
