function Read-RUBytes {
    <#
    .SYNOPSIS
    The next bytes of an open file: so many, or what is left.
    #>
    param([Parameter(Mandatory = $true)][System.IO.Stream]$File, [Parameter(Mandatory = $true)][int]$AtMost)
    $size = [int][Math]::Min([long]$AtMost, $File.Length - $File.Position)
    $bytes = New-Object byte[] ([Math]::Max(0, $size))
    $have = 0
    while ($have -lt $bytes.Length) {
        $more = $File.Read($bytes, $have, $bytes.Length - $have)
        if ($more -le 0) { break }
        $have += $more
    }
    # Shorter than it was a moment ago.
    $read = New-Object byte[] $have
    [System.Array]::Copy($bytes, $read, $have)
    , $read
}
