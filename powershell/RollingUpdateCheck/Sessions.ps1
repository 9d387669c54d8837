# WinRM on this server: what it allows a session, and which sessions there are.

function Get-RUCheckQuota {
    <#
    .SYNOPSIS
    What WinRM allows: its own limits for shells, and those of the endpoint of PowerShell, which PowerShell 2.0 does not have.
    .OUTPUTS
    A record for each limit: place (winrs or plug-in), name, value.
    .LINK
    https://learn.microsoft.com/windows/win32/winrm/installation-and-configuration-for-windows-remote-management
    #>
    param()
    $winrs = Get-WSManInstance -ResourceURI 'winrm/config/winrs' -ErrorAction Stop
    foreach ($name in 'MaxShellsPerUser', 'MaxMemoryPerShellMB', 'MaxProcessesPerShell', 'MaxConcurrentUsers') {
        New-Object PSObject -Property @{ place = 'winrs'; name = $name; value = [string]$winrs.$name }
    }
    try { $quotas = (Get-WSManInstance -ResourceURI 'winrm/config/plugin' -SelectorSet @{ Name = 'microsoft.powershell' } -ErrorAction Stop).Quotas } catch { $quotas = $null }
    if (-not $quotas) { return }
    foreach ($name in 'MaxShellsPerUser', 'MaxMemoryPerShellMB', 'MaxConcurrentCommandsPerShell', 'MaxProcessesPerShell', 'MaxShells') {
        $value = $quotas.$name
        if ($value) { New-Object PSObject -Property @{ place = 'plug-in'; name = $name; value = [string]$value } }
    }
}

function Get-RUCheckShell {
    <#
    .SYNOPSIS
    The shells that WinRM keeps on this server.
    .OUTPUTS
    A record for each: id, owner, mine, client, idle.
    .LINK
    https://learn.microsoft.com/powershell/module/microsoft.wsman.management/get-wsmaninstance
    #>
    param()
    $user = Get-RUCheckUser
    foreach ($shell in @(Get-WSManInstance -ResourceURI 'shell' -Enumerate -ErrorAction Stop)) {
        New-Object PSObject -Property @{
            id = [string]$shell.ShellId; owner = [string]$shell.Owner; mine = ([string]$shell.Owner -eq $user)
            client = [string]$shell.ClientIP; idle = [string]$shell.ShellInactivity
        }
    }
}
