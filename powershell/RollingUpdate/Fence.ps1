function Confirm-RUFence {
    <#
    .SYNOPSIS
    Refuses a change of a run that has been superseded, and keeps the highest fencing number seen.
    .DESCRIPTION
    The number is kept in a file that is held open alone while it is compared and written: two sessions cannot both pass with different
    numbers unnoticed. A number of 0 is of a change that belongs to no run and is neither compared nor kept.
    .PARAMETER Fence
    The fencing number of the run that asks.
    .PARAMETER About
    On a management server: the computer that the change is about. Empty: this server.
    #>
    param([long]$Fence, [string]$About)
    if ($Fence -le 0) { return }
    $name = 'fence.txt'
    if ($About) { $name = 'fence-' + [System.Text.RegularExpressions.Regex]::Replace($About.ToLowerInvariant(), '[^a-z0-9.-]', '_') + '.txt' }
    $folder = Get-RUStateFolder
    Protect-RUFolder -Path $folder
    $path = Join-Path $folder $name
    $file = Open-RUFileAlone -Path $path
    try {
        $reader = New-Object System.IO.StreamReader $file
        $text = $reader.ReadToEnd().Trim()
        $seen = [long]0
        if ($text -and -not [long]::TryParse($text, [ref]$seen)) {
            Write-RUFailure -Id 'fence-unreadable' -What "the fencing number kept in $path cannot be read" -Hint 'Look whether another run works on this server; if none does, delete that file.'
        }
        if ($Fence -lt $seen) {
            Write-RUFailure -Id 'fenced' -What "the fencing number $Fence was refused: $seen has been seen here" -Hint "Another run has taken over. If there is none (Node-RED was set up anew), delete $path on the server."
        }
        if ($Fence -gt $seen) {
            $bytes = [System.Text.Encoding]::ASCII.GetBytes([string]$Fence)
            # Numbers only grow, and so does the file: at no moment is it empty.
            $null = $file.Seek(0, [System.IO.SeekOrigin]::Begin)
            $file.Write($bytes, 0, $bytes.Length)
            $file.SetLength($bytes.Length)
            $file.Flush()
        }
    }
    finally { $file.Close() }
}
