# NLB's cmdlets in a session that has no credentials for the other hosts: each of those is an error. Their driver shows other names than the
# published ones, as a later version might.
$real = Join-Path (Split-Path (Split-Path (Split-Path (Split-Path $PSScriptRoot)))) 'powershell/windows/modules-member/NetworkLoadBalancingClusters/NetworkLoadBalancingClusters.psm1'
$script:Module = Import-Module -Name $real -PassThru -DisableNameChecking -Scope Local

function Get-NlbClusterNode {
    [CmdletBinding()]
    param([string]$HostName, [string]$NodeName, [string]$InterfaceName)
    foreach ($node in @(& $script:Module { param($with) Get-NlbClusterNode @with } $PSBoundParameters)) {
        if ([string]$node.Name -eq $env:ROLLING_UPDATE_SERVER) { $node; continue }
        $exception = New-Object System.UnauthorizedAccessException "Access is denied (host $($node.Name))"
        $PSCmdlet.WriteError((New-Object System.Management.Automation.ErrorRecord $exception, 'AccessDenied', 'PermissionDenied', $node.Name))
    }
}

function Get-NlbClusterDriverInfo {
    [CmdletBinding()]
    param([switch]$OpenConnections)
    if ($OpenConnections) { return [pscustomobject]@{ ClientAddress = '192.0.2.7'; DestinationPorts = 443 } }
    [pscustomobject]@{ ClusterName = 'CAS'; HostStateKept = $true }
}

function Get-NlbClusterNodeNetworkInterface { & $script:Module { Get-NlbClusterNodeNetworkInterface } }

Export-ModuleMember -Function Get-NlbClusterNode, Get-NlbClusterDriverInfo, Get-NlbClusterNodeNetworkInterface
