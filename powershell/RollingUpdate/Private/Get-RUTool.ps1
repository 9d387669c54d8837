function Get-RUTool {
    <#
    .SYNOPSIS
    The full path of a program of Windows, so that nothing else of that name on the PATH is started.
    .PARAMETER Name
    Like shutdown.exe
    #>
    param([Parameter(Mandatory = $true)][string]$Name)
    $path = Resolve-RUPath (Join-Path (Join-Path $env:SystemRoot 'System32') $Name)
    if (-not [System.IO.File]::Exists($path)) {
        Write-RUFailure -Id 'missing-tool' -What "there is no $Name on this server" -Hint "It is expected at $path." -Category ObjectNotFound
    }
    $path
}
