function Get-RUInstance {
    <#
    .SYNOPSIS
    Instances of a WMI class on this server, in whatever PowerShell: Windows PowerShell has Get-WmiObject, PowerShell 7 has Get-CimInstance.
    .OUTPUTS
    The instances as they come, none or more. Times differ between the two: see ConvertFrom-RUWmiTime.
    #>
    param(
        [Parameter(Mandatory = $true)][string]$Class,
        [string]$Namespace = 'root\cimv2',
        [string]$Filter
    )
    $query = @{ Namespace = $Namespace; ErrorAction = 'Stop' }
    if ($Filter) { $query.Filter = $Filter }
    if (Microsoft.PowerShell.Core\Get-Command -Name Get-WmiObject -ErrorAction SilentlyContinue) { Get-WmiObject -Class $Class @query }
    else { Get-CimInstance -ClassName $Class @query }
}
