function Get-RURegistryValue {
    <#
    .SYNOPSIS
    A value of the registry, or nothing where the key or the value is not there.
    .PARAMETER Path
    Like HKLM:\SOFTWARE\Microsoft\ExchangeServer\v14\Setup
    #>
    param([Parameter(Mandatory = $true)][string]$Path, [Parameter(Mandatory = $true)][string]$Name)
    if (-not (Test-Path -LiteralPath $Path)) { return }
    $key = Get-ItemProperty -LiteralPath $Path -ErrorAction Stop
    $value = $key.PSObject.Properties[$Name]
    if ($value -ne $null) { $value.Value }
}
