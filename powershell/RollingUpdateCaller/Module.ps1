function Send-RUModule {
    <#
    .SYNOPSIS
    Defines the functions of the module RollingUpdate in the session, from the unchanged text of its files.
    #>
    param([string]$Folder)
    $files = Get-ChildItem -Path $Folder -Filter '*.ps1'
    $text = [string]::Join("`n", @("`$ErrorActionPreference = 'Stop'") + @($files | ForEach-Object { [System.IO.File]::ReadAllText($_.FullName) }))
    $null = Invoke-RUPipeline -Build { param($pipeline) $null = $pipeline.AddScript($text) }.GetNewClosure()
}
