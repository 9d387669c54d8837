function Send-RUFile {
    <#
    .SYNOPSIS
    Sends a file of this host to the server through the session, in parts; there it is checked and put in its place.
    .DESCRIPTION
    The server needs no access to the share with the file: there is only one hop, with the session's own rights.
    A file that is already there is not sent again.
    #>
    param([string]$From, [System.Collections.IDictionary]$Parameters)
    $partial = [string]$Parameters.To + '.part'
    $fence = @{}
    if ($Parameters.ContainsKey('Fence')) { $fence.Fence = $Parameters.Fence }
    $finish = @{ From = $partial; To = $Parameters.To; Sha256 = $Parameters.Sha256; Move = $true } + $fence
    $there = Invoke-RUFunction -Name 'Get-RUFile' -Parameters @{ Path = $Parameters.To }
    if ($there.exists -and $there.sha256 -eq $Parameters.Sha256) {
        # There is nothing to send, but a superseded run must still be refused.
        $null = Invoke-RUFunction -Name 'Copy-RUFile' -Parameters $finish
        return
    }
    $file = New-Object System.IO.FileStream $From, ([System.IO.FileMode]::Open), ([System.IO.FileAccess]::Read), ([System.IO.FileShare]::Read)
    try {
        # Windows Server 2008 R2 gives a session 150 MB, which must hold several copies of a part.
        $buffer = New-Object byte[] 1048576
        $offset = [long]0
        do {
            # Each part is a command: a session can be full in the middle of a file.
            Confirm-RUSession
            $count = $file.Read($buffer, 0, $buffer.Length)
            $bytes = New-Object byte[] $count
            [Array]::Copy($buffer, $bytes, $count)
            $null = Invoke-RUFunction -Name 'Add-RUFilePart' -Parameters (@{ Path = $partial; Offset = $offset; Part = @{ Bytes = $bytes } } + $fence)
            $offset += $count
        } while ($count -gt 0)
    }
    finally { $file.Close() }
    $null = Invoke-RUFunction -Name 'Copy-RUFile' -Parameters $finish
}
