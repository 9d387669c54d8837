# Jobs as who started them sees them: installers and other long work that outlives a session and a boot. A job is a folder of this server,
# named after its id: what was ordered, a file that its runner holds open while it lives, and the result. What runs in it is in
# JobRunner.ps1.

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

function Start-RUJob {
    <#
    .SYNOPSIS
    Starts something long, an installer for instance, that outlives this session; starting the same id again does nothing.
    .DESCRIPTION
    It runs as a scheduled task under SYSTEM: programs that a remote session starts die with it, and some installers and all of Windows Update
    refuse a logon over the network. The task is made with schtasks.exe, for Windows Server 2008 R2 has no cmdlets for it.
    .PARAMETER Kind
    msp: a patch, by Windows Installer, with a verbose log. setup, exe, command: a program. windows-updates: by the Windows Update Agent.
    .PARAMETER LimitMinutes
    After this the server itself ends the program. Of a patch that is the client only: the service of Windows Installer finishes or rolls
    back what it is at. An installation of Windows updates that has begun is not broken off; none is begun after this.
    .PARAMETER Id
    The id of the job, as it was started with.
    .PARAMETER File
    The package or program on this server; none for windows-updates.
    .PARAMETER Log
    Where Windows Installer writes its log.
    .PARAMETER Argument
    Arguments of the program, one each.
    .PARAMETER Kb
    For windows-updates: which, as KB5000978.
    .PARAMETER Fence
    The fencing number of the run that asks; 0 for none.
    #>
    param(
        [Parameter(Mandatory = $true)][string]$Id,
        [Parameter(Mandatory = $true)][ValidateSet('msp', 'setup', 'exe', 'command', 'windows-updates')][string]$Kind,
        [Parameter(Mandatory = $true)][ValidateRange(1, 100000)][int]$LimitMinutes,
        [string]$File = '',
        [string]$Log = '',
        [AllowEmptyString()][AllowEmptyCollection()][string[]]$Argument = @(),
        [AllowEmptyCollection()][string[]]$Kb = @(),
        [long]$Fence = 0
    )
    Confirm-RUFence -Fence $Fence
    if (-not (Test-RUBatchArgument -File $File -Argument $Argument)) {
        Write-RUFailure -Id 'unsafe-argument' -What "an argument for $File has characters that cmd.exe takes for commands" -Hint 'Leave out " & | < > ^ % and !, or call a program or a .ps1 file.' -Category InvalidArgument
    }
    $startedAt = ConvertTo-RUInstant (Get-RUClock)
    $folder = Get-RUJobFolder -Id $Id
    # Where nobody of a run has been yet, no folder of ours is there either.
    Protect-RUFolder -Path (Get-RUStateFolder)
    Protect-RUFolder -Path ([System.IO.Path]::GetDirectoryName($folder))
    $null = [System.IO.Directory]::CreateDirectory($folder)
    # Two sessions that start the same job at once: the second one finds it started.
    $lock = Open-RUFileAlone -Path ([System.IO.Path]::Combine($folder, 'start.lock'))
    try {
        $order = [System.IO.Path]::Combine($folder, 'order.xml')
        if ([System.IO.File]::Exists($order)) { return }
        $values = @{
            Id = $Id; Kind = $Kind; File = $File; Log = $Log; Argument = $Argument; Kb = $Kb; LimitMinutes = $LimitMinutes
            StartedAt = $startedAt
        }
        [System.IO.File]::WriteAllText([System.IO.Path]::Combine($folder, 'runner.ps1'), (Get-RUJobScript), [System.Text.Encoding]::UTF8)
        $task = [System.IO.Path]::Combine($folder, 'task.xml')
        [System.IO.File]::WriteAllText($task, (Get-RUJobTask -Folder $folder), [System.Text.Encoding]::Unicode)
        Write-RUStateFile -Path $order -Values $values
        Start-RUJobTask -Folder $folder -Task $task -Order $order
    }
    finally { $lock.Close() }
}

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

function Get-RUJobFolder {
    <#
    .SYNOPSIS
    The folder of a job, which need not be there: its name is a hash of the id, in which anything may stand.
    #>
    param([Parameter(Mandatory = $true)][string]$Id)
    $hash = New-RUSha256
    $name = [System.BitConverter]::ToString($hash.ComputeHash([System.Text.Encoding]::UTF8.GetBytes($Id))).Replace('-', '').ToLowerInvariant()
    $hash.Clear()
    [System.IO.Path]::Combine([System.IO.Path]::Combine((Get-RUStateFolder), 'jobs'), $name)
}

function Read-RUJobFile {
    <#
    .SYNOPSIS
    A file of a job, or nothing where it is not there.
    .DESCRIPTION
    A virus scanner may have it for a moment: tried three times.
    #>
    param([Parameter(Mandatory = $true)][string]$Folder, [Parameter(Mandatory = $true)][string]$Name)
    for ($left = 2; ; $left--) {
        try { return Read-RUStateFile -Path ([System.IO.Path]::Combine($Folder, $Name)) }
        catch {
            if ($left -le 0) { throw }
            Start-Sleep -Milliseconds 300
        }
    }
}

function Test-RUJobAlive {
    <#
    .SYNOPSIS
    Whether a job's runner lives: it holds a file open alone.
    #>
    param([Parameter(Mandatory = $true)][string]$Folder)
    $path = [System.IO.Path]::Combine($Folder, 'alive.lock')
    if (-not [System.IO.File]::Exists($path)) { return $false }
    try {
        $file = New-Object System.IO.FileStream $path, ([System.IO.FileMode]::Open), ([System.IO.FileAccess]::Read), ([System.IO.FileShare]'ReadWrite, Delete')
        $file.Close()
        $false
    }
    catch { $true }
}

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
