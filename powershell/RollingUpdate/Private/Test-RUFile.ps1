function Test-RUFile {
    <#
    .SYNOPSIS
    Whether there is a file of this name, on this server or on a share that it can read. A folder is none.
    #>
    param([Parameter(Mandatory = $true)][string]$Path)
    [bool](Test-Path -LiteralPath $Path -PathType Leaf)
}
