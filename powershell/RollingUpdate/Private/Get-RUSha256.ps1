function Get-RUSha256 {
    <#
    .SYNOPSIS
    The SHA-256 of a file, as 64 hexadecimal digits in lower case.
    .PARAMETER Path
    For .NET; the file may be open elsewhere, a log for instance.
    #>
    param([Parameter(Mandatory = $true)][string]$Path)
    $file = New-Object System.IO.FileStream $Path, ([System.IO.FileMode]::Open), ([System.IO.FileAccess]::Read), ([System.IO.FileShare]'ReadWrite, Delete'), 1048576
    $hash = New-RUSha256
    try { [System.BitConverter]::ToString($hash.ComputeHash($file)).Replace('-', '').ToLowerInvariant() }
    finally {
        $file.Close()
        $hash.Clear()
    }
}
