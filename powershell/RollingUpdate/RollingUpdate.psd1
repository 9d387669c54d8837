@{
    # PowerShell 2.0 knows only this name; later versions call it RootModule.
    ModuleToProcess   = 'RollingUpdate.psm1'
    ModuleVersion     = '0.1.0'
    GUID              = '5d2f5a3e-0c6b-4b7e-9d0a-6f1f3f0f8a41'
    Author            = 'The authors of @rolling-update/node-red'
    Description       = 'What a rolling update asks of a member of the array and of the SCOM management server: one public function an operation.'
    PowerShellVersion = '2.0'
    # Exactly those of the table in lib/adapters/powershell/functions.ts.
    FunctionsToExport = @(
        'Get-RUSystem', 'Get-RUPendingReboot', 'Get-RUExecutionPolicy', 'Restart-RUSystem', 'Get-RUNlbHost',
        'Get-RUNlbConnection', 'Start-RUNlbDrain', 'Stop-RUNlbHost', 'Start-RUNlbHost', 'Suspend-RUNlbHost',
        'Resume-RUNlbHost', 'Set-RUNlbDefaultState', 'Get-RUForefront', 'Enable-RUForefront', 'Disable-RUForefront',
        'Get-RUMaintenance', 'Start-RUMaintenance', 'Add-RUMaintenanceTime', 'Set-RUMaintenanceEnd',
        'Stop-RUMaintenance', 'Get-RUService', 'Start-RUService', 'Stop-RUService', 'Set-RUServiceStartType',
        'Get-RUEventCursor', 'Get-RUEvent', 'Get-RUFile', 'Get-RUFileText', 'Copy-RUFile', 'Add-RUFilePart',
        'Get-RUInstalledUpdate', 'Get-RUUpdateHistory', 'Get-RUMissingPackage', 'Get-RUUnfinishedSetup', 'Get-RUJob',
        'Get-RUJobAccount', 'Start-RUJob', 'Stop-RUJob', 'Invoke-RUScript'
    )
    CmdletsToExport   = @()
    VariablesToExport = @()
    AliasesToExport   = @()
}
