@{
    RootModule        = 'NetworkLoadBalancingClusters.psm1'
    ModuleVersion     = '2.0.0.0'
    GUID              = '2f0c8a54-6d1e-4e0c-9a53-6a0b2a6f7c11'
    Description       = 'Stand-ins for the cmdlets of Network Load Balancing. Only for tests.'
    FunctionsToExport = @(
        'Get-NlbCluster', 'Get-NlbClusterNode', 'Get-NlbClusterDriverInfo', 'Get-NlbClusterNodeNetworkInterface'
        'Set-NlbClusterNode', 'Start-NlbClusterNode', 'Stop-NlbClusterNode', 'Suspend-NlbClusterNode', 'Resume-NlbClusterNode'
    )
    CmdletsToExport   = @()
    AliasesToExport   = @()
}
