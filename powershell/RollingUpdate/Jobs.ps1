# Jobs as their caller sees them: installers and other long work that outlives a session and a boot. A job is a folder on this server, named
# after its id: the order, a file that its runner holds open while it runs, and the result. What runs in it is in
# JobRunner.ps1.

function Get-RUJob {
    <#
    .SYNOPSIS
    The state of a job.
    .DESCRIPTION
    A job without a result whose runner no longer runs, because the server went down or somebody ended it, is finished without an exit code.
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
        # In this order: what had begun and no longer runs has left its result by now, if it leaves one.
        $began = [System.IO.File]::Exists([System.IO.Path]::Combine($folder, 'began.xml'))
        $lives = Test-RUJobAlive -Folder $folder
        $result = Read-RUJobFile -Folder $folder -Name 'result.xml'
        $since = ConvertFrom-RUInstant $order.StartedAt[0]
        if ($result) { $stands = Get-RUJobResult -Result $result }
        elseif ($lives) { $stands = @{ state = 'running'; text = "running for $([Math]::Floor(($now - $since).TotalMinutes)) min" } }
        else { $stands = Get-RUJobEnd -Folder $folder -StartedAt $since -Now $now -Began $began -Account ([string]@($order.Account)[0]) }
        foreach ($name in @($stands.Keys)) { $answer[$name] = $stands[$name] }
    }
    New-Object PSObject -Property $answer
}

function Start-RUJob {
    <#
    .SYNOPSIS
    Starts long work, such as an installer, that outlives this session; starting the same id again does nothing.
    .DESCRIPTION
    It runs as a scheduled task under SYSTEM, or under an account that is named: programs that a remote session starts die with it, and some
    installers and all of Windows Update refuse a logon over the network. Windows Server 2008 R2 has no cmdlets for tasks.
    .PARAMETER Kind
    msp: a patch, by Windows Installer, with a verbose log. setup, exe, command: a program. windows-updates: by the Windows Update Agent.
    .PARAMETER LimitMinutes
    After this the server itself ends the program. For a patch that is only the client: the Windows Installer service finishes or rolls back
    its work. An installation of Windows updates that has begun is not stopped; no further one begins.
    .PARAMETER Id
    The id of the job, as it was started with.
    .PARAMETER File
    The package or program on this server; none for windows-updates.
    .PARAMETER Log
    Where Windows Installer writes its log.
    .PARAMETER Argument
    Arguments of the program, one each.
    .PARAMETER Kb
    For windows-updates: which ones, such as KB5000978.
    .PARAMETER Account
    Under which account it runs, DOMAIN\name; empty: SYSTEM. The name of a group managed service account ends with $.
    .PARAMETER Credential
    The password of an account that is not managed. An object, so that logs of PowerShell show the name of its type only.
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
        [string]$Account = '',
        [System.Management.Automation.PSCredential]$Credential,
        [long]$Fence = 0
    )
    Confirm-RUFence -Fence $Fence
    if (-not (Test-RUBatchArgument -File $File -Argument $Argument)) {
        Write-RUFailure -Id 'unsafe-argument' -What "an argument for $File has characters that cmd.exe takes for commands" -Hint 'Leave out " & | < > ^ % and !, or call a program or a .ps1 file.' -Category InvalidArgument
    }
    $startedAt = ConvertTo-RUInstant (Get-RUClock)
    $folder = Get-RUJobFolder -Id $Id
    # If no run has been here yet, our folder does not exist either.
    Protect-RUFolder -Path (Get-RUStateFolder)
    Protect-RUFolder -Path ([System.IO.Path]::GetDirectoryName($folder))
    $null = [System.IO.Directory]::CreateDirectory($folder)
    # If two sessions start the same job at once, the second one finds it started.
    $lock = Open-RUFileAlone -Path ([System.IO.Path]::Combine($folder, 'start.lock'))
    try {
        $order = [System.IO.Path]::Combine($folder, 'order.xml')
        if ([System.IO.File]::Exists($order)) { return }
        if ($Account) { Confirm-RUJobAccount -Account $Account -HasPassword ($null -ne $Credential) }
        $values = @{
            Id = $Id; Kind = $Kind; File = $File; Log = $Log; Argument = $Argument; Kb = $Kb; LimitMinutes = $LimitMinutes
            StartedAt = $startedAt; Account = $Account
        }
        [System.IO.File]::WriteAllText([System.IO.Path]::Combine($folder, 'runner.ps1'), (Get-RUJobScript), [System.Text.Encoding]::UTF8)
        Write-RUStateFile -Path $order -Values $values
        if ($Account) { Start-RUAccountTask -Folder $folder -Order $order -Account $Account -Credential $Credential }
        else { Start-RUJobTask -Folder $folder -Order $order }
    }
    finally { $lock.Close() }
}

function Stop-RUJob {
    <#
    .SYNOPSIS
    Ends a job: its program, everything that it has started, and its scheduled task.
    .DESCRIPTION
    The Windows Installer service is not one of its children and finishes or rolls back its work. A job that does not exist, or is over, stays as it is.
    .PARAMETER Id
    The id of the job, as it was started with.
    .PARAMETER Fence
    The fencing number of the run that asks; 0 for none.
    #>
    param([Parameter(Mandatory = $true)][string]$Id, [long]$Fence = 0)
    Confirm-RUFence -Fence $Fence
    $folder = Get-RUJobFolder -Id $Id
    if (-not (Test-RUFile -Path ([System.IO.Path]::Combine($folder, 'order.xml')))) { return }
    # Waits for a job that is just beginning: without its runner, nobody would look after its program.
    for ($tries = 50; $tries -gt 0 -and (Test-RUJobAlive -Folder $folder); $tries--) {
        if (Read-RUJobFile -Folder $folder -Name 'result.xml') { return }
        $began = Read-RUJobFile -Folder $folder -Name 'began.xml'
        # Only while it runs: its number may belong to another process by now.
        if ($began) { $null = Invoke-RUTool -Path (Get-RUTool -Name 'taskkill.exe') -Argument '/F', '/T', '/PID', $began.ProcessId[0] }
        Start-Sleep -Milliseconds 200
    }
    $schtasks = Get-RUTool -Name 'schtasks.exe'
    $name = Get-RUJobTaskName -Folder $folder
    # A task that does not run cannot be ended, and one that is gone cannot be deleted: both are fine.
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
    The folder of a job, which may not exist: its name is a hash of the id, since an id may contain anything.
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
    The content of a file of a job, or nothing if it does not exist.
    .DESCRIPTION
    Tries three times, since a virus scanner may have it open for a moment.
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
    Whether a job's runner runs: it holds a file open exclusively.
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
    The state of a job that has left a result.
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
    What became of a job that has no result and whose runner does not run.
    .DESCRIPTION
    A task usually begins within seconds, on a busy server within minutes; PowerShell may then need some time before the runner says so.
    A runner that begins more than five minutes late does nothing.
    .PARAMETER Began
    Whether the runner has begun.
    .PARAMETER Account
    As whom it was to run; empty: SYSTEM.
    .OUTPUTS
    A hashtable: state, text, finishedAt.
    #>
    param(
        [Parameter(Mandatory = $true)][string]$Folder,
        [Parameter(Mandatory = $true)][DateTime]$StartedAt,
        [Parameter(Mandatory = $true)][DateTime]$Now,
        [Parameter(Mandatory = $true)][bool]$Began,
        [string]$Account = ''
    )
    # An installer that died may have left WMI disabled: its end can still be reported.
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
    if ($Account -and $result -ne $null) { $text = 'it never began: ' + (Get-RUAccountFailure -Account $Account -Code $result).What }
    # PowerShell ends with 1 if it may not run scripts.
    if ($result -eq 1) { $text += ' (a group policy may forbid scripts)' }
    @{ state = 'finished'; text = $text }
}
