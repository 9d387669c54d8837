function Get-RUFileText {
    <#
    .SYNOPSIS
    The text of a log from an offset on, at most so many bytes of it.
    .DESCRIPTION
    Offsets count bytes of the file. An offset behind its end means that the file was written anew, and reading begins at its beginning. A
    character is never cut: the offset to go on from lies before one that is not all there. The byte order mark is no text.
    .PARAMETER Offset
    The offset of the answer before, or 0.
    .PARAMETER Path
    The full path of the file on this server.
    .PARAMETER AtMostBytes
    Not more than so many.
    .OUTPUTS
    One object: exists, offset (where to go on), text.
    #>
    param(
        [Parameter(Mandatory = $true)][string]$Path,
        [long]$Offset = 0,
        [ValidateRange(1, 16777216)][int]$AtMostBytes = 65536
    )
    if (-not (Test-RUFile -Path $Path)) { return New-Object PSObject -Property @{ exists = $false; offset = [long]0; text = '' } }
    $file = New-Object System.IO.FileStream (Resolve-RUPath -Path $Path), ([System.IO.FileMode]::Open), ([System.IO.FileAccess]::Read), ([System.IO.FileShare]'ReadWrite, Delete')
    try {
        $beginning = [byte[]](Read-RUBytes -File $file -AtMost 3)
        $from = $Offset
        if ($from -gt $file.Length -or $from -lt 0) { $from = [long]0 }
        $null = $file.Seek($from, [System.IO.SeekOrigin]::Begin)
        $bytes = [byte[]](Read-RUBytes -File $file -AtMost $AtMostBytes)
    }
    finally { $file.Close() }
    $read = ConvertFrom-RUBytes -Bytes $bytes -Beginning $beginning
    New-Object PSObject -Property @{ exists = $true; offset = [long]($from + $read.Used); text = $read.Text.TrimStart([char]0xfeff) }
}
