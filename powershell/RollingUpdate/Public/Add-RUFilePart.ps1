function Add-RUFilePart {
    <#
    .SYNOPSIS
    Writes the next part of a file that is sent to this server piece by piece; the first one, at offset 0, begins it anew.
    .DESCRIPTION
    For a caller who pushes a package: to a name of its own first, then Copy-RUFile -Move checks its hash and gives it its name.
    .PARAMETER Offset
    Where in the file the part belongs: just at its present end.
    .PARAMETER Path
    The full path of the file on this server.
    .PARAMETER Part
    A hashtable with Bytes, the part itself. Not the bytes alone: the transcript of a restricted endpoint shows each parameter as text, and
    would grow by several times the size of the package.
    .PARAMETER Fence
    The fencing number of the run that asks; 0 for none.
    #>
    param(
        [Parameter(Mandatory = $true)][string]$Path,
        [Parameter(Mandatory = $true)][long]$Offset,
        [Parameter(Mandatory = $true)][hashtable]$Part,
        [long]$Fence = 0
    )
    Confirm-RUFence -Fence $Fence
    $real = Resolve-RUPath -Path $Path
    $null = [System.IO.Directory]::CreateDirectory([System.IO.Path]::GetDirectoryName($real))
    $file = Open-RUFileAlone -Path $real
    try {
        if ($Offset -eq 0) { $file.SetLength(0) }
        if ($file.Length -ne $Offset) {
            Write-RUFailure -Id 'file-part-order' -What "the part belongs at $Offset and $Path has $($file.Length) bytes" -Hint 'Send the file again from its beginning.' -Category InvalidArgument
        }
        $null = $file.Seek($Offset, [System.IO.SeekOrigin]::Begin)
        $bytes = [byte[]]$Part.Bytes
        if ($null -ne $bytes) { $file.Write($bytes, 0, $bytes.Length) }
    }
    finally { $file.Close() }
}
