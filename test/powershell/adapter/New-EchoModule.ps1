# Makes a module RollingUpdate whose functions take what the real ones take, and answer with what they were given.
param([string]$From, [string]$To)
$null = New-Item -ItemType Directory -Force -Path $To
$public = (Import-PowerShellDataFile -Path (Join-Path $From 'RollingUpdate.psd1')).FunctionsToExport
$functions = foreach ($file in Get-ChildItem -Path $From -Filter '*.ps1') {
    $tokens = $errors = $null
    $tree = [System.Management.Automation.Language.Parser]::ParseFile($file.FullName, [ref]$tokens, [ref]$errors)
    $tree.FindAll({ param($ast) $ast -is [System.Management.Automation.Language.FunctionDefinitionAst] }, $false)
}
$texts = foreach ($function in $functions | Where-Object { $_.Name -in $public }) {
    $given = $function.Body.ParamBlock
    "function $($function.Name) {`n" + $(if ($given) { $given.Extent.Text } else { 'param()' }) + "`n" + @'
    $echo = @{}
    foreach ($name in $PSBoundParameters.Keys) {
        $value = $PSBoundParameters[$name]
        $echo[$name] = if ($value -is [string]) { 's' + $value } else { 'j' + (ConvertTo-Json -Compress -InputObject $value) }
    }
    New-Object PSObject -Property $echo
}
'@
}
[System.IO.File]::WriteAllText((Join-Path $To 'Echo.ps1'), [string]::Join("`n", $texts))
foreach ($name in 'RollingUpdate.psm1', 'RollingUpdate.psd1') { Copy-Item (Join-Path $From $name) (Join-Path $To $name) }
