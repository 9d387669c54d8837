@{
    RootModule        = 'StandInSettings.psm1'
    ModuleVersion     = '0.1.0'
    GUID              = '3b1c1c55-8f0a-4e0e-9a55-6a3c1c0a7e11'
    Description       = 'Settings of Windows and sessions of WinRM, kind or as UNKIND says. Only for tests.'
    FunctionsToExport = @('Get-ExecutionPolicy', 'Get-WSManInstance', 'New-PSSession')
    CmdletsToExport   = @()
    VariablesToExport = @()
    AliasesToExport   = @()
}
