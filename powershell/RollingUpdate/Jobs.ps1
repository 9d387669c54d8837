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
