# On this computer: the functions of RollingUpdate and those of the check. Into a session both folders are sent instead.
$ErrorActionPreference = 'Stop'

foreach ($folder in (Join-Path (Split-Path $PSScriptRoot) 'RollingUpdate'), $PSScriptRoot) {
    foreach ($file in Get-ChildItem -Path $folder -Filter '*.ps1') { . $file.FullName }
}
