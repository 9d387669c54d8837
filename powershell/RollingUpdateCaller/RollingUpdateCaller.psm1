# One shell serves one server: its target and its session are kept here.
$ErrorActionPreference = 'Stop'
$script:Marker = $env:ROLLING_UPDATE_MARKER
$script:Target = $null
$script:Session = $null

foreach ($file in Get-ChildItem -Path $PSScriptRoot -Filter '*-RU*.ps1') { . $file.FullName }
