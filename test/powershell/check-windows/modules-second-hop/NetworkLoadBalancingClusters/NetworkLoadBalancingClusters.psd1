@{
    RootModule        = 'NetworkLoadBalancingClusters.psm1'
    ModuleVersion     = '2.0.0.0'
    GUID              = 'f9c0a1de-6e0b-49c1-8b0f-8e3a0c7f2f51'
    FunctionsToExport = @('Get-NlbClusterNode', 'Get-NlbClusterDriverInfo', 'Get-NlbClusterNodeNetworkInterface')
    CmdletsToExport   = @()
    VariablesToExport = @()
    AliasesToExport   = @()
}
