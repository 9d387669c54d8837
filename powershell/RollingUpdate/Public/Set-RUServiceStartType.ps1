function Set-RUServiceStartType {
    <#
    .SYNOPSIS
    Sets how a service starts.
    .PARAMETER Name
    The name of the service, not the displayed one.
    .PARAMETER StartType
    automatic, manual or disabled. Whether an automatic one starts later than others stays as it was.
    .PARAMETER Fence
    The fencing number of the run that asks; 0 for none.
    .LINK
    https://learn.microsoft.com/powershell/module/microsoft.powershell.management/set-service
    #>
    param(
        [Parameter(Mandatory = $true)][string]$Name,
        [Parameter(Mandatory = $true)][ValidateSet('automatic', 'manual', 'disabled')][string]$StartType,
        [long]$Fence = 0
    )
    Confirm-RUFence -Fence $Fence
    $service = Get-RUController -Name $Name
    $type = $StartType
    # PowerShell 6 and newer take the delay away where it is not asked for; older ones leave it and have no word for it.
    if ($type -eq 'automatic' -and $PSVersionTable.PSVersion.Major -ge 6) {
        $key = 'HKLM:\SYSTEM\CurrentControlSet\Services\' + $service.Name
        if ((Get-RURegistryValue -Path $key -Name DelayedAutostart) -eq 1) { $type = 'AutomaticDelayedStart' }
    }
    $null = Set-Service -Name $service.Name -StartupType $type -ErrorAction Stop
}
