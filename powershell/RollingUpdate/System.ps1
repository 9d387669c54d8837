# This computer: its system and name, pending restarts, the restart, and its clock.

function Get-RUSystem {
    <#
    .SYNOPSIS
    Operating system, PowerShell, boot time, clock and free disk space of this server.
    .PARAMETER NameOnly
    Only the name of the computer, which needs no WMI: an update may have left that disabled.
    .PARAMETER Fence
    The fencing number of a run that is about to change something; 0 for none. It is kept, and a lower one is refused.
    .OUTPUTS
    One record: computer, os, powershell, bootedAt, clock, freeDiskMb (of the drive with Windows); computer alone with -NameOnly.
    .LINK
    https://learn.microsoft.com/windows/win32/cimwin32prov/win32-operatingsystem
    #>
    param([switch]$NameOnly, [long]$Fence = 0)
    Confirm-RUFence -Fence $Fence
    if ($NameOnly) { return New-Object PSObject -Property @{ computer = (Get-RUComputerName) } }
    $system = @(Get-RUInstance -Class Win32_OperatingSystem)[0]
    # The caption of Server 2008 R2 ends with a space; there may be no service pack.
    $names = @($system.Caption, $system.Version, $system.CSDVersion | ForEach-Object { ([string]$_).Trim() } | Where-Object { $_ })
    $drive = [string]$env:SystemDrive
    if ($drive -notmatch '^[A-Za-z]:$') { $drive = 'C:' }
    $disk = @(Get-RUInstance -Class Win32_LogicalDisk -Filter "DeviceID='$drive'")[0]
    New-Object PSObject -Property @{
        computer   = (Get-RUComputerName)
        os         = [string]::Join(' ', $names)
        powershell = [string]$PSVersionTable.PSVersion
        bootedAt   = (ConvertTo-RUInstant (Get-RUBootTime))
        clock      = (ConvertTo-RUInstant (Get-RUClock))
        freeDiskMb = [long][Math]::Floor([double]$disk.FreeSpace / 1MB)
    }
}

function Get-RUPendingReboot {
    <#
    .SYNOPSIS
    Whether a restart is pending, and why.
    .OUTPUTS
    A record for each reason: cause, weight (strong; medium; weak: often a false alarm), text.
    .LINK
    https://github.com/microsoft/CSS-Exchange/blob/main/Shared/Get-ServerRebootPending.ps1
    #>
    param()
    $windows = 'HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion'
    if (Test-RURegistryKey "$windows\Component Based Servicing\RebootPending") {
        New-Object PSObject -Property @{ cause = 'component-servicing'; weight = 'strong'; text = 'a server role, feature or update of Windows waits for a restart' }
    }
    if (Test-RURegistryKey "$windows\WindowsUpdate\Auto Update\RebootRequired") {
        New-Object PSObject -Property @{ cause = 'windows-update'; weight = 'strong'; text = 'Windows Update waits for a restart' }
    }
    $flags = Get-RURegistryValue -Path 'HKLM:\SOFTWARE\Microsoft\Updates\UpdateExeVolatile' -Name Flags
    if ($flags) {
        New-Object PSObject -Property @{ cause = 'update-exe'; weight = 'medium'; text = "an installer of updates waits for a restart (UpdateExeVolatile, flags $flags)" }
    }
    # Pairs: the file to rename, and its new name; an empty name deletes it.
    $renames = @(Get-RURegistryValue -Path 'HKLM:\SYSTEM\CurrentControlSet\Control\Session Manager' -Name PendingFileRenameOperations)
    if (@($renames | Where-Object { $_ }).Length -gt 0) {
        $count = [Math]::Ceiling($renames.Length / 2)
        New-Object PSObject -Property @{ cause = 'file-renames'; weight = 'weak'; text = "files to be renamed or deleted at the next boot: $count (often left by printer drivers and virus scanners)" }
    }
    if (Test-RUClientReboot) {
        New-Object PSObject -Property @{ cause = 'configuration-manager'; weight = 'medium'; text = 'the client of Configuration Manager waits for a restart' }
    }
}

function Get-RUExecutionPolicy {
    <#
    .SYNOPSIS
    The execution policies of Windows PowerShell that Group Policy sets; nothing where it sets none.
    .DESCRIPTION
    Looked up in the registry, where Group Policy writes them: of the computer, of SYSTEM, as which installers run, and of the account of this
    session. Windows PowerShell's own list is heard too, for the scopes of which the registry says nothing.
    .OUTPUTS
    A record for each: scope (MachinePolicy, UserPolicy), user (SYSTEM or account; nothing for the computer), policy.
    .LINK
    https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_group_policy_settings
    #>
    param()
    # Always there. Where it cannot be seen, nothing that is missing below it says anything.
    if (-not (Test-RURegistryKey 'Registry::HKEY_USERS\S-1-5-18')) {
        Write-RUFailure -Id 'execution-policy-unread' -What 'the part of the registry that belongs to SYSTEM (HKEY_USERS\S-1-5-18) cannot be read' -Hint 'Check whether the account is an administrator there.'
    }
    $found = @()
    foreach ($place in @('HKEY_LOCAL_MACHINE', 'MachinePolicy', $null), @('HKEY_USERS\S-1-5-18', 'UserPolicy', 'SYSTEM'), @('HKEY_CURRENT_USER', 'UserPolicy', 'account')) {
        $policy = Get-RUGroupPolicy -Hive $place[0]
        if ($policy) { $found += New-Object PSObject -Property @{ scope = $place[1]; user = $place[2]; policy = $policy } }
    }
    # PowerShell 6 and later have policies of their own, which no installer of Windows goes by.
    if (Test-RUWindowsPowerShell) {
        foreach ($row in @(Get-ExecutionPolicy -List)) {
            $scope = [string]$row.Scope
            if ('MachinePolicy', 'UserPolicy' -notcontains $scope -or [string]$row.ExecutionPolicy -eq 'Undefined') { continue }
            if (@($found | Where-Object { $_.scope -eq $scope -and $_.user -ne 'SYSTEM' }).Length -gt 0) { continue }
            $user = if ($scope -eq 'UserPolicy') { 'account' }
            $found += New-Object PSObject -Property @{ scope = $scope; user = $user; policy = [string]$row.ExecutionPolicy }
        }
    }
    $found
}

function Restart-RUSystem {
    <#
    .SYNOPSIS
    Restarts this server, unless it has booted since the time on which this was decided.
    .PARAMETER BootedAt
    The boot time that the caller knows, in ISO 8601. A boot time that differs by a minute or more is another boot.
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
    # A few seconds, so that the answer gets out.
    $restart = '/r', '/t', '5', '/d', 'p:4:1', '/c', 'Rolling update: planned restart'
    $code = (Invoke-RUTool -Path $shutdown -Argument $restart).ExitCode
    $besides = ''
    if ($code -eq 1190) {
        # The scheduled one may be hours away, or a shutdown without a restart.
        $null = Invoke-RUTool -Path $shutdown -Argument '/a'
        $besides = '; one that somebody had scheduled was canceled'
        $code = (Invoke-RUTool -Path $shutdown -Argument $restart).ExitCode
    }
    if ($code -eq 0 -or $code -eq 1115) { return }
    Write-RUFailure -Id 'restart-refused' -What "shutdown.exe refused the restart with the exit code $code$besides" -Hint 'Check whether the account may shut the system down, and restart the server by hand.'
}

function Get-RUGroupPolicy {
    <#
    .SYNOPSIS
    The execution policy that Group Policy sets in a hive of the registry; nothing where it sets none.
    .NOTES
    EnableScripts 0 forbids scripts; with 1, ExecutionPolicy says which are allowed. Windows PowerShell reads them so.
    .LINK
    https://github.com/PowerShell/PowerShell/blob/042631a62e75bc33e15fd5bb34176664273e7e16/src/System.Management.Automation/security/SecuritySupport.cs
    #>
    param([Parameter(Mandatory = $true)][string]$Hive)
    $key = "Registry::$Hive\Software\Policies\Microsoft\Windows\PowerShell"
    $enabled = [string](Get-RURegistryValue -Path $key -Name 'EnableScripts')
    if ($enabled -eq '0') { return 'Restricted' }
    if ($enabled -eq '1') { [string](Get-RURegistryValue -Path $key -Name 'ExecutionPolicy') }
}

function Test-RUWindowsPowerShell {
    <#
    .SYNOPSIS
    Whether this is Windows PowerShell, which ends with 5.1.
    #>
    $PSVersionTable.PSVersion.Major -le 5
}

function Test-RUClientReboot {
    <#
    .SYNOPSIS
    Whether the Configuration Manager client waits for a restart; false if there is no client, or if it does not answer.
    .LINK
    https://learn.microsoft.com/mem/configmgr/develop/reference/core/clients/sdk/determineifrebootpending-method-in-class-ccm_clientutilities
    #>
    try {
        # Asking for a class in a namespace that does not exist would be an error: look first.
        if (@(Get-RUInstance -Namespace 'root' -Class __NAMESPACE -Filter "Name='ccm'").Length -eq 0) { return $false }
        if (@(Get-RUInstance -Namespace 'root\ccm' -Class __NAMESPACE -Filter "Name='ClientSDK'").Length -eq 0) { return $false }
        $answer = Invoke-RUInstanceMethod -Namespace 'root\ccm\ClientSDK' -Class CCM_ClientUtilities -Method DetermineIfRebootPending
        [bool]($answer.RebootPending -or $answer.IsHardRebootPending)
    }
    # A broken client must not hide the other reasons.
    catch { $false }
}

function Get-RUBootTime {
    <#
    .SYNOPSIS
    When Windows was started, in UTC and whole seconds: Windows works it out from the clock, so it moves by fractions of a second.
    .LINK
    https://learn.microsoft.com/windows/win32/cimwin32prov/win32-operatingsystem
    #>
    $system = @(Get-RUInstance -Class Win32_OperatingSystem)[0]
    $booted = ConvertFrom-RUWmiTime $system.LastBootUpTime
    $booted.AddTicks(-($booted.Ticks % [TimeSpan]::TicksPerSecond))
}

function Get-RUComputerName {
    <#
    .SYNOPSIS
    The full name of this server: the NetBIOS name in the environment ends after 15 characters.
    .LINK
    https://learn.microsoft.com/troubleshoot/windows-server/active-directory/naming-conventions-for-computer-domain-site-ou
    #>
    $name = [string](Get-RURegistryValue -Path 'HKLM:\SYSTEM\CurrentControlSet\Services\Tcpip\Parameters' -Name Hostname)
    if ($name) { return $name }
    [string]$env:COMPUTERNAME
}

function Test-RUOwnName {
    <#
    .SYNOPSIS
    Whether a name is that of this server, in full or as its NetBIOS name.
    #>
    param([string]$Name)
    (Test-RUSameHost $Name (Get-RUComputerName)) -or (Test-RUSameHost $Name $env:COMPUTERNAME)
}

function Test-RUSameHost {
    <#
    .SYNOPSIS
    Whether two names belong to one computer: compared without case, and by the first label if one of them is short.
    #>
    param([string]$One, [string]$Other)
    $a = $One.Trim().ToLowerInvariant()
    $b = $Other.Trim().ToLowerInvariant()
    if (-not $a -or -not $b) { return $false }
    if ($a -eq $b) { return $true }
    # Two full names that differ are two computers, even if the first label is the same.
    if ($a.Contains('.') -and $b.Contains('.')) { return $false }
    $a.Split('.')[0] -eq $b.Split('.')[0]
}

function Get-RUClock {
    <#
    .SYNOPSIS
    Now, in UTC, by the clock of this server.
    #>
    (Get-Date).ToUniversalTime()
}

function Get-RUElapsed {
    <#
    .SYNOPSIS
    Minutes on a clock that nobody sets, since a fixed moment: the difference of two readings is the time between them.
    .DESCRIPTION
    The server's clock may jump, for example when it is set, and would then end an installer half-way.
    .OUTPUTS
    A number with decimals.
    #>
    [double][System.Diagnostics.Stopwatch]::GetTimestamp() / [System.Diagnostics.Stopwatch]::Frequency / 60
}

function ConvertTo-RUInstant {
    <#
    .SYNOPSIS
    A moment as text in UTC, the same in every culture: 2026-01-10T22:00:00.000Z
    .PARAMETER Time
    A local time is converted; one without a kind is taken for UTC.
    #>
    param([Parameter(Mandatory = $true)][DateTime]$Time)
    if ($Time.Kind -eq [DateTimeKind]::Local) { $Time = $Time.ToUniversalTime() }
    $Time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", [System.Globalization.CultureInfo]::InvariantCulture)
}

function ConvertFrom-RUInstant {
    <#
    .SYNOPSIS
    The moment that a text in ISO 8601 names, in UTC.
    .DESCRIPTION
    A parameter of type DateTime would not work: PowerShell parses text by its own culture and returns local time.
    #>
    param([Parameter(Mandatory = $true)][string]$Text)
    $styles = [System.Globalization.DateTimeStyles]'AdjustToUniversal, AssumeUniversal'
    $time = [DateTime]::MinValue
    if (-not [DateTime]::TryParse($Text, [System.Globalization.CultureInfo]::InvariantCulture, $styles, [ref]$time)) {
        Write-RUFailure -Id 'bad-instant' -What "'$Text' is not a date and time in ISO 8601" -Hint 'Write it like 2026-01-10T22:00:00.000Z.' -Category InvalidArgument
    }
    $time
}
