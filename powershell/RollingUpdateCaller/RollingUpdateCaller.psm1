# In a lane, which serves one server: its target and its session are kept here.
$ErrorActionPreference = 'Stop'
$script:Target = $null
$script:Session = $null

foreach ($file in Get-ChildItem -Path $PSScriptRoot -Filter '*.ps1') { . $file.FullName }
