function Set-RUInstance {
    <#
    .SYNOPSIS
    Writes properties of a WMI instance, in whatever PowerShell.
    .PARAMETER Instance
    As Get-RUInstance gave it.
    .PARAMETER Property
    The new values by name.
    #>
    param([Parameter(Mandatory = $true)]$Instance, [Parameter(Mandatory = $true)][System.Collections.IDictionary]$Property)
    if (Microsoft.PowerShell.Core\Get-Command -Name Get-WmiObject -ErrorAction SilentlyContinue) {
        $null = Set-WmiInstance -InputObject $Instance -Arguments $Property -ErrorAction Stop
    }
    else { $null = Set-CimInstance -InputObject $Instance -Property $Property -ErrorAction Stop }
}
