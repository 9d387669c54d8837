@{
    RootModule        = 'RollingUpdateCaller.psm1'
    ModuleVersion     = '0.1.0'
    GUID              = 'b1b0a0c4-7c0e-4f0a-9c52-1f2f6f7f7a10'
    Author            = 'The authors of @rolling-update/node-red'
    Description       = 'Runs in a warm PowerShell beside Node-RED: takes requests from standard input, keeps a session to each of its servers, answers in frames.'
    PowerShellVersion = '5.1'
    FunctionsToExport = @('Start-RUHost', 'Start-RULane')
    CmdletsToExport   = @()
    VariablesToExport = @()
    AliasesToExport   = @()
}
