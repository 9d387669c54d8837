function Get-RUController {
    <#
    .SYNOPSIS
    A service as the Service Control Manager shows it. Needs no WMI, which may itself be among the services that are down.
    .PARAMETER Name
    Taken literally, without wildcards.
    .OUTPUTS
    A System.ServiceProcess.ServiceController.
    #>
    param([Parameter(Mandatory = $true)][string]$Name)
    $found = @()
    try { $found = @(Get-Service -Name ([System.Management.Automation.WildcardPattern]::Escape($Name)) -ErrorAction Stop) }
    catch { if ($_.FullyQualifiedErrorId -notlike 'NoServiceFoundForGivenName*') { throw } }
    if ($found.Length -ne 1) {
        Write-RUFailure -Id 'no-such-service' -What "there is no service $Name" -Hint 'Look at the list of its services.' -Category ObjectNotFound
    }
    $found[0]
}
