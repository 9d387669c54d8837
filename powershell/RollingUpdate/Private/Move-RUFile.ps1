function Move-RUFile {
    <#
    .SYNOPSIS
    Gives a file its final name, in place of one that has it.
    .PARAMETER From
    For .NET, on the same drive.
    #>
    param([Parameter(Mandatory = $true)][string]$From, [Parameter(Mandatory = $true)][string]$To)
    # A read-only file of a share stays so when it is copied, and could then not be replaced another time.
    [System.IO.File]::SetAttributes($From, [System.IO.FileAttributes]::Normal)
    if ([System.IO.File]::Exists($To)) { [System.IO.File]::SetAttributes($To, [System.IO.FileAttributes]::Normal) }
    Move-Item -LiteralPath $From -Destination $To -Force -ErrorAction Stop
}
