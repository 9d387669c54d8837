function Set-RUServiceStartType {
    <#
    .SYNOPSIS
    Sets how a service starts.
    .PARAMETER Name
    The name of the service, not the displayed one.
    .PARAMETER StartType
    automatic, manual or disabled. Whether an automatic one starts later than others is not set here.
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
    $null = Set-Service -Name $service.Name -StartupType $StartType -ErrorAction Stop
}
