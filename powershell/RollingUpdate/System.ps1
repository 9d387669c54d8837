function Restart-RUSystem {
    <#
    .SYNOPSIS
    Restarts this server, unless it has booted since the time on which this was decided.
    .PARAMETER BootedAt
    When the server had booted as far as the caller knows, in ISO 8601. A boot time that differs by a minute or more is another boot.
    .PARAMETER Fence
    The fencing number of the run that asks; 0 for none.
    .NOTES
    p:4:1 is the reason "application: maintenance (planned)". A delay of more than 0 seconds closes programs that do not close themselves.
    1190: a restart or shutdown is scheduled already; 1115: one is under way.
    .LINK
    https://learn.microsoft.com/windows-server/administration/windows-commands/shutdown
    #>
    param([Parameter(Mandatory = $true)][string]$BootedAt, [long]$Fence = 0)
    Confirm-RUFence -Fence $Fence
    $known = ConvertFrom-RUInstant $BootedAt
    if ([Math]::Abs(((Get-RUBootTime) - $known).TotalSeconds) -ge 60) { return }
    $shutdown = Get-RUTool shutdown.exe
    # Some seconds, so that the answer gets out.
    $restart = '/r', '/t', '5', '/d', 'p:4:1', '/c', 'Rolling update: planned restart'
    $code = (Invoke-RUTool -Path $shutdown -Argument $restart).ExitCode
    $besides = ''
    if ($code -eq 1190) {
        # What is scheduled may be hours away, or a shutdown without a restart.
        $null = Invoke-RUTool -Path $shutdown -Argument '/a'
        $besides = '; one that somebody had scheduled was called off'
        $code = (Invoke-RUTool -Path $shutdown -Argument $restart).ExitCode
    }
    if ($code -eq 0 -or $code -eq 1115) { return }
    Write-RUFailure -Id 'restart-refused' -What "shutdown.exe refused the restart with the exit code $code$besides" -Hint 'Look whether the account may shut the system down, and restart the server by hand.'
}
