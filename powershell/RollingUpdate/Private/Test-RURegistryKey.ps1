function Test-RURegistryKey {
    <#
    .SYNOPSIS
    Whether a key of the registry is there.
    #>
    param([Parameter(Mandatory = $true)][string]$Path)
    Test-Path -LiteralPath $Path
}
