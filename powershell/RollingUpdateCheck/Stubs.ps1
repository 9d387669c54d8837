# What the check changes on a test member, and how it takes that back: scripts of a line in a folder of its own, jobs that do nothing, a restart
# that is canceled at once. All texts are constant.

function New-RUCheckScript {
    <#
    .SYNOPSIS
    Writes four scripts that fail, each in its own way, to a folder of the check.
    .OUTPUTS
    A record for each: name, path, exitCode (nothing: any but 0).
    #>
    param()
    Protect-RUFolder -Path (Get-RUStateFolder)
    $folder = Get-RUCheckFolder
    $null = [System.IO.Directory]::CreateDirectory($folder)
    foreach ($one in @('throw', "throw 'check-windows'", $null), @('exit-2', 'exit 2', 2), @('exit-minus-1', 'exit -1', -1), @('syntax-error', 'if (', $null)) {
        $path = [System.IO.Path]::Combine($folder, $one[0] + '.ps1')
        [System.IO.File]::WriteAllText($path, $one[1])
        New-Object PSObject -Property @{ name = $one[0]; path = $path; exitCode = $one[2] }
    }
}

function Remove-RUCheck {
    <#
    .SYNOPSIS
    Takes back what the check has left on this server: its folder, its jobs with their tasks, and empty folders of the product.
    .PARAMETER Id
    The ids of the jobs that it has started; each begins with check-windows-.
    .PARAMETER Folder
    Remove the product's folder too if nothing is in it any more: it did not exist before.
    .OUTPUTS
    One record: left (what could not be removed, one per line).
    #>
    param([AllowEmptyCollection()][string[]]$Id = @(), [switch]$Folder)
    $left = @()
    foreach ($one in $Id) {
        if ($one -notlike 'check-windows-*') { continue }
        try {
            Stop-RUJob -Id $one
            $job = Get-RUJobFolder -Id $one
            $null = Invoke-RUTool -Path (Get-RUTool -Name 'schtasks.exe') -Argument '/delete', '/tn', (Get-RUJobTaskName -Folder $job), '/f'
            if ([System.IO.Directory]::Exists($job)) { [System.IO.Directory]::Delete($job, $true) }
        }
        catch { $left += "job ${one}: $($_.Exception.Message)" }
    }
    try { if ([System.IO.Directory]::Exists((Get-RUCheckFolder))) { [System.IO.Directory]::Delete((Get-RUCheckFolder), $true) } }
    catch { $left += "$(Get-RUCheckFolder): $($_.Exception.Message)" }
    $root = Get-RUStateFolder
    if ($Folder) {
        foreach ($path in [System.IO.Path]::Combine($root, 'jobs'), $root) {
            if ([System.IO.Directory]::Exists($path) -and [System.IO.Directory]::GetFileSystemEntries($path).Length -eq 0) { [System.IO.Directory]::Delete($path) }
        }
    }
    New-Object PSObject -Property @{ left = [string]::Join("`n", $left) }
}

function Get-RUCheckJob {
    <#
    .SYNOPSIS
    How long the scheduled task of a job took to begin, and what the Task Scheduler says of it.
    .PARAMETER Id
    The id of the job.
    .OUTPUTS
    One record: beganAfterMs (nothing if it has not begun), seventh (of the values that schtasks prints), runsAs (the 15th), system (the name of the account SYSTEM here).
    #>
    param([Parameter(Mandatory = $true)][string]$Id)
    $folder = Get-RUJobFolder -Id $Id
    $order = [System.IO.Path]::Combine($folder, 'order.xml')
    $began = [System.IO.Path]::Combine($folder, 'began.xml')
    $ms = $null
    if ([System.IO.File]::Exists($began) -and [System.IO.File]::Exists($order)) {
        $ms = [int]([System.IO.File]::GetLastWriteTimeUtc($began) - [System.IO.File]::GetLastWriteTimeUtc($order)).TotalMilliseconds
    }
    $run = Invoke-RUTool -Path (Get-RUTool -Name 'schtasks.exe') -Argument '/query', '/tn', (Get-RUJobTaskName -Folder $folder), '/v', '/fo', 'csv', '/nh'
    $values = [System.Text.RegularExpressions.Regex]::Matches($run.Output, '"([^"]*)"')
    $said = @{ seventh = ''; runsAs = ''; system = '' }
    if ($values.Count -ge 7) { $said.seventh = $values[6].Groups[1].Value }
    if ($values.Count -ge 15) { $said.runsAs = $values[14].Groups[1].Value }
    try { $said.system = [string](New-Object System.Security.Principal.SecurityIdentifier 'S-1-5-18').Translate([System.Security.Principal.NTAccount]).Value } catch { $null = $_ }
    New-Object PSObject -Property ($said + @{ beganAfterMs = $ms })
}

function Test-RUCheckLock {
    <#
    .SYNOPSIS
    Opens a file of the check alone, as the fence is opened, and keeps it open for a while.
    .PARAMETER Milliseconds
    How long it is kept open.
    .OUTPUTS
    One record: opened; from and to, in ms since 1970.
    #>
    param([Parameter(Mandatory = $true)][ValidateRange(0, 20000)][int]$Milliseconds)
    $epoch = New-Object DateTime 1970, 1, 1
    Protect-RUFolder -Path (Get-RUStateFolder)
    $null = [System.IO.Directory]::CreateDirectory((Get-RUCheckFolder))
    $path = [System.IO.Path]::Combine((Get-RUCheckFolder), 'alone.txt')
    try { $file = New-Object System.IO.FileStream $path, ([System.IO.FileMode]::OpenOrCreate), ([System.IO.FileAccess]::ReadWrite), ([System.IO.FileShare]::None) }
    catch { return New-Object PSObject -Property @{ opened = $false; from = $null; to = $null } }
    $from = ([DateTime]::UtcNow - $epoch).TotalMilliseconds
    try { [System.Threading.Thread]::Sleep($Milliseconds) } finally { $file.Close() }
    New-Object PSObject -Property @{ opened = $true; from = $from; to = ([DateTime]::UtcNow - $epoch).TotalMilliseconds }
}

function Test-RUCheckShutdown {
    <#
    .SYNOPSIS
    What shutdown.exe says to a second restart while one is scheduled. The scheduled one is an hour away, and canceled before this returns.
    .OUTPUTS
    One record: first, second, canceled: exit codes; second is 1190 where it is as published.
    .LINK
    https://learn.microsoft.com/windows-server/administration/windows-commands/shutdown
    #>
    param()
    $shutdown = Get-RUTool -Name 'shutdown.exe'
    $restart = '/r', '/t', '3600', '/d', 'p:4:1', '/c', 'Check of a rolling update: this restart is canceled at once'
    $codes = @{ first = (Invoke-RUTool -Path $shutdown -Argument $restart).ExitCode; second = $null; canceled = $null }
    # Somebody else's restart is not ours to cancel.
    if ($codes.first -eq 0) {
        try { $codes.second = (Invoke-RUTool -Path $shutdown -Argument $restart).ExitCode }
        finally { $codes.canceled = (Invoke-RUTool -Path $shutdown -Argument '/a').ExitCode }
    }
    New-Object PSObject -Property $codes
}

function Stop-RUCheckShutdown {
    <#
    .SYNOPSIS
    Cancels a restart that is scheduled; does nothing if there is none (1116).
    .LINK
    https://learn.microsoft.com/windows-server/administration/windows-commands/shutdown
    #>
    param()
    $code = (Invoke-RUTool -Path (Get-RUTool -Name 'shutdown.exe') -Argument '/a').ExitCode
    if (0, 1116 -notcontains $code) { Write-RUFailure -Id 'restart-scheduled' -What "shutdown.exe did not cancel the restart (exit code $code)" -Hint 'Run shutdown /a on this server.' }
}

function Get-RUCheckFolder {
    <#
    .SYNOPSIS
    The folder of the check on this server.
    #>
    [System.IO.Path]::Combine((Get-RUStateFolder), 'check')
}
