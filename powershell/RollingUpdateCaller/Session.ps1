function Confirm-RUSession {
    <#
    .SYNOPSIS
    Makes sure that there is a usable session to the server, and that it is the intended server.
    #>
    if ($null -eq $script:Target) { throw 'No server was named before the first call.' }
    if ($script:Target.kind -eq 'local') {
        if (-not $script:Target.confirmed) { Confirm-RUComputer; $script:Target.confirmed = $true }
        return
    }
    # WinRM counts the commands of a session over its whole life and allows a thousand (MaxConcurrentCommandsPerShell); jborean93/pypsrp#148.
    if ($null -ne $script:Session) {
        if (-not (Test-RUSessionLost) -and $script:Commands -lt 900) { return }
        Close-RUSession
    }
    Open-RUSession
}

function Test-RUSessionLost {
    if ($null -eq $script:Session) { return $false }
    [string]$script:Session.State -ne 'Opened' -or 'Available', 'Busy' -notcontains [string]$script:Session.Availability
}

function Close-RUSession {
    <#
    .SYNOPSIS
    Makes sure that the session is not used again, and closes it without waiting: if something hangs in it, that may take time.
    #>
    $session = $script:Session
    $script:Session = $null
    if ($null -eq $session) { return }
    # A broken one cannot be closed properly; nothing is lost by that.
    try { $session.Runspace.CloseAsync() } catch { $null = $_ }
}

function Confirm-RUComputer {
    <#
    .SYNOPSIS
    Refuses a server that is not the member: an alias, a wrong address, the address of the array itself.
    #>
    if (-not $script:Target.expect) { return }
    # Nothing that needs WMI: if an update has left that disabled, only a session can mend it.
    $computer = [string](Invoke-RUFunction -Name 'Get-RUSystem' -Parameters @{ NameOnly = $true }).computer
    $expected = $script:Target.expect
    $label = $computer.Split('.')[0]
    # The member's name may be the NetBIOS name, which ends after 15 characters.
    if (@($label, $label.Substring(0, [Math]::Min(15, $label.Length))) -contains $expected.Split('.')[0]) { return }
    $record = New-Object System.Management.Automation.ErrorRecord (New-Object System.InvalidOperationException "the server that answered is $computer"), 'wrong-server', 'InvalidOperation', $null
    $record.ErrorDetails = New-Object System.Management.Automation.ErrorDetails "the server that answered calls itself $computer, not $expected"
    $record.ErrorDetails.RecommendedAction = "Check the member's address in the server-array: it must be its own one, not the array's. The name must be that of the computer."
    throw $record
}
