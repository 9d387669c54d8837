# The start-up of every PowerShell process of a simulated computer: see the README two folders above.

# The real ones first, so that the functions here win over them. By path: this module claims their names.
foreach ($name in 'Utility', 'Management') {
    Import-Module "$PSHOME/Modules/Microsoft.PowerShell.$name/Microsoft.PowerShell.$name.psd1" -Global -DisableNameChecking
}
foreach ($file in Get-ChildItem -LiteralPath $PSScriptRoot -Filter '*.ps1') { . $file.FullName }

$script:World = Connect-World
foreach ($drive in @($World.drives.PSObject.Properties)) {
    $info = New-Object System.Management.Automation.PSDriveInfo $drive.Name, $ExecutionContext.SessionState.Provider.GetOne('FileSystem'), $drive.Value, '', $null
    $null = $ExecutionContext.SessionState.Drive.New($info, 'global')
}
Set-Alias -Name Get-RUElapsed -Value Get-WorldElapsed
# A test's own stand-ins, which come over these.
if ($env:STAND_INS_OF_THE_TEST) { Import-Module -Name $env:STAND_INS_OF_THE_TEST -Global -DisableNameChecking }
$manifest = Import-PowerShellDataFile -LiteralPath (Join-Path $PSScriptRoot 'StandInWindows.psd1')
Export-ModuleMember -Function $manifest.FunctionsToExport -Alias $manifest.AliasesToExport
