@{
    RootModule        = 'StandInSettings.psm1'
    ModuleVersion     = '0.1.0'
    GUID              = '3b1c1c55-8f0a-4e0e-9a55-6a3c1c0a7e11'
    Description       = 'Settings of Windows and sessions of WinRM, kind or as UNKIND says. Only for tests.'
    FunctionsToExport = @('Get-ExecutionPolicy', 'Get-WSManInstance', 'New-PSSession')
    # It has none of these: it claims them, so that it is loaded before the stand-ins of the world, and loads those.
    CmdletsToExport   = @('ConvertFrom-Json', 'New-Object', 'Join-Path', 'Split-Path', 'Get-Date')
    VariablesToExport = @()
    AliasesToExport   = @()
}
