@{
    RootModule        = 'OperationsManager.psm1'
    ModuleVersion     = '0.1.0'
    GUID              = '1a3c6c0e-79a8-4a54-8f0c-7c1c3b1de9c4'
    Description       = 'A stand-in for the module of System Center Operations Manager. Only for tests.'
    FunctionsToExport = @(
        'Get-SCOMManagementGroupConnection', 'New-SCOMManagementGroupConnection', 'Get-SCOMClass', 'Get-SCOMClassInstance'
        'Get-SCOMMaintenanceMode', 'Start-SCOMMaintenanceMode', 'Set-SCOMMaintenanceMode'
    )
    CmdletsToExport   = @()
    VariablesToExport = @()
    AliasesToExport   = @()
}
