function Get-RURegistryChild {
    <#
    .SYNOPSIS
    The paths of the keys under a key of the registry; none where it is not there.
    #>
    param([Parameter(Mandatory = $true)][string]$Path)
    if (-not (Test-Path -LiteralPath $Path)) { return }
    Get-ChildItem -LiteralPath $Path -ErrorAction Stop | ForEach-Object { Join-Path $Path $_.PSChildName }
}
