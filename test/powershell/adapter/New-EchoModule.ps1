# Makes a module RollingUpdate whose functions take what the real ones take, and answer with what they were given.
param([string]$From, [string]$To)
foreach ($folder in 'Private', 'Public') { $null = New-Item -ItemType Directory -Force -Path (Join-Path $To $folder) }
foreach ($file in Get-ChildItem -Path (Join-Path $From 'Public') -Filter '*.ps1') {
    $tokens = $errors = $null
    $tree = [System.Management.Automation.Language.Parser]::ParseFile($file.FullName, [ref]$tokens, [ref]$errors)
    $function = $tree.Find({ param($ast) $ast -is [System.Management.Automation.Language.FunctionDefinitionAst] }, $false)
    $given = $function.Body.ParamBlock
    $text = "function $($function.Name) {`n" + $(if ($given) { $given.Extent.Text } else { 'param()' }) + "`n" + @'
    $echo = @{}
    foreach ($name in $PSBoundParameters.Keys) {
        $value = $PSBoundParameters[$name]
        $echo[$name] = if ($value -is [string]) { 's' + $value } else { 'j' + (ConvertTo-Json -Compress -InputObject $value) }
    }
    New-Object PSObject -Property $echo
}
'@
    [System.IO.File]::WriteAllText((Join-Path (Join-Path $To 'Public') $file.Name), $text)
}
foreach ($name in 'RollingUpdate.psm1', 'RollingUpdate.psd1') { Copy-Item (Join-Path $From $name) (Join-Path $To $name) }
