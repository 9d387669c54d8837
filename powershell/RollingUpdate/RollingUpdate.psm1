# An unforeseen error ends a function: half an answer is no answer.
$ErrorActionPreference = 'Stop'

# Only the manifest says which functions are public.
foreach ($file in Get-ChildItem -Path $PSScriptRoot -Filter '*.ps1') { . $file.FullName }
