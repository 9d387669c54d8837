@{
    RootModule        = 'StandInWindows.psm1'
    ModuleVersion     = '0.1.0'
    GUID              = '0f5f6a57-6b0f-4c1c-a4a0-97a9f8a1b0f5'
    Description       = 'Stand-ins for commands of Windows, which a simulated world answers. Only for tests.'
    # Cmdlets of Windows, and those of every PowerShell that the world must answer instead. A new one has to be named here.
    FunctionsToExport = @(
        'Invoke-World', 'ConvertTo-WorldTime', 'New-WorldError'
        'Get-Date', 'Start-Sleep', 'Get-WorldElapsed'
        'Test-Path', 'Get-Item', 'Get-ItemProperty', 'Get-ChildItem', 'Copy-Item', 'Move-Item', 'Get-AuthenticodeSignature', 'Get-Acl'
        'Get-WmiObject', 'Get-CimInstance', 'Invoke-WmiMethod', 'Set-WmiInstance', 'Invoke-CimMethod', 'Set-CimInstance'
        'Get-Service', 'Set-Service', 'Get-WinEvent'
        'Start-Process', 'New-Object'
    )
    # It has none of these: it claims them, so that the first use of an everyday cmdlet loads it. See the README.
    CmdletsToExport   = @(
        'Add-Content', 'Clear-Content', 'Clear-Item', 'Clear-ItemProperty', 'Convert-Path', 'Get-Content', 'Get-ItemPropertyValue', 'Get-Location'
        'Get-Process', 'Get-PSDrive', 'Get-PSProvider', 'Join-Path', 'New-Item', 'New-ItemProperty', 'New-PSDrive', 'Pop-Location'
        'Push-Location', 'Remove-Item', 'Remove-ItemProperty', 'Remove-PSDrive', 'Rename-Item', 'Resolve-Path', 'Set-Content', 'Set-Item'
        'Set-ItemProperty', 'Set-Location', 'Split-Path', 'Stop-Process', 'Wait-Process', 'Test-Connection', 'Get-TimeZone'
        'Add-Member', 'Add-Type', 'Clear-Variable', 'Compare-Object', 'ConvertFrom-Csv', 'ConvertFrom-Json', 'ConvertFrom-StringData', 'ConvertTo-Csv'
        'ConvertTo-Json', 'ConvertTo-Xml', 'Export-Clixml', 'Export-Csv', 'Format-Custom', 'Format-List', 'Format-Table', 'Format-Wide', 'Get-Culture'
        'Get-Event', 'Get-EventSubscriber', 'Get-FileHash', 'Get-Host', 'Get-Member', 'Get-PSCallStack', 'Get-Random', 'Get-Unique', 'Get-Variable'
        'Group-Object', 'Import-Clixml', 'Import-Csv', 'Import-PowerShellDataFile', 'Invoke-Expression', 'Measure-Command', 'Measure-Object'
        'New-Alias', 'New-Event', 'New-Guid', 'New-TemporaryFile', 'New-TimeSpan', 'New-Variable', 'Out-File', 'Out-String'
        'Read-Host', 'Register-EngineEvent', 'Register-ObjectEvent', 'Remove-Event', 'Remove-Variable', 'Select-Object', 'Select-String'
        'Select-Xml', 'Set-Alias', 'Set-Variable', 'Sort-Object', 'Tee-Object', 'Unregister-Event', 'Wait-Event', 'Write-Debug', 'Write-Error'
        'Clear-RecycleBin', 'ConvertFrom-CliXml', 'ConvertTo-CliXml', 'ConvertTo-Html', 'Copy-ItemProperty', 'Debug-Process', 'Get-Alias', 'Get-Error'
        'Get-FormatData', 'Get-PSBreakpoint', 'Get-Runspace', 'Get-SecureRandom', 'Get-TypeData', 'Get-UICulture', 'Get-Uptime', 'Get-Verb'
        'Import-LocalizedData', 'Invoke-Item', 'Invoke-RestMethod', 'Invoke-WebRequest', 'Join-String', 'Move-ItemProperty', 'Remove-Alias'
        'Remove-TypeData', 'Rename-ItemProperty', 'Restart-Computer', 'Stop-Computer', 'Test-Json', 'Trace-Command', 'Unblock-File', 'Update-TypeData'
        'Write-Host', 'Write-Information', 'Write-Output', 'Write-Progress', 'Write-Verbose', 'Write-Warning'
    )
    VariablesToExport = @()
    # An alias wins over every function: it is in the place of one of ours that goes by a clock of .NET. See the README.
    AliasesToExport   = @('Get-RUElapsed')
}
