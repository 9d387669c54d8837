function Test-RUSameHost {
    <#
    .SYNOPSIS
    Whether two names are of one computer: compared without case, and by the first label where one of them is short.
    #>
    param([string]$One, [string]$Other)
    $a = $One.Trim().ToLowerInvariant()
    $b = $Other.Trim().ToLowerInvariant()
    if (-not $a -or -not $b) { return $false }
    if ($a -eq $b) { return $true }
    # Two full names that differ are two computers, though the first label is the same.
    if ($a.Contains('.') -and $b.Contains('.')) { return $false }
    $a.Split('.')[0] -eq $b.Split('.')[0]
}
