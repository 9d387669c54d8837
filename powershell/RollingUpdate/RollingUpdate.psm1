# An error that nobody foresaw ends a function: half an answer is none.
$ErrorActionPreference = 'Stop'

# Which of the functions are public, the manifest alone says.
foreach ($file in Get-ChildItem -Path $PSScriptRoot -Filter '*.ps1') { . $file.FullName }
