function Get-RUSystem {
    <#
    .SYNOPSIS
    Operating system, PowerShell, boot time, clock and free disk space of this server.
    .PARAMETER NameOnly
    Nothing but the name of the computer, which needs no WMI: an update may have left that disabled.
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
    # The caption of Server 2008 R2 ends with a blank; a service pack there may be none.
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
