function Get-RUStartType {
    <#
    .SYNOPSIS
    How a service starts, from the registry: automatic, manual or disabled; nothing where it is not there.
    .DESCRIPTION
    Drivers, on which services may depend, are started by the loader, by the kernel, or automatically: all of these are automatic here.
    .PARAMETER Name
    The name of a service or driver.
    #>
    param([Parameter(Mandatory = $true)][string]$Name)
    $start = Get-RURegistryValue -Path ('HKLM:\SYSTEM\CurrentControlSet\Services\' + $Name) -Name Start
    if ($null -eq $start) { return }
    switch ([int]$start) {
        3 { 'manual' }
        4 { 'disabled' }
        default { 'automatic' }
    }
}
