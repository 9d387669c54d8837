@{
    ModuleToProcess   = 'RollingUpdateCheck.psm1'
    ModuleVersion     = '0.1.0'
    GUID              = '0d6b5f6e-5c1d-4c0e-8b7a-1e7a8f0b2c63'
    Author            = 'The authors of @rolling-update/node-red'
    Description       = 'What check-windows asks of a server beyond the operations of a rolling update.'
    PowerShellVersion = '2.0'
    FunctionsToExport = '*-RU*'
    CmdletsToExport   = @()
    VariablesToExport = @()
    AliasesToExport   = @()
}
