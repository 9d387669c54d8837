function Test-RUJobAlive {
    <#
    .SYNOPSIS
    Whether a job's runner lives: it holds a file open alone.
    #>
    param([Parameter(Mandatory = $true)][string]$Folder)
    $path = [System.IO.Path]::Combine($Folder, 'alive.lock')
    if (-not [System.IO.File]::Exists($path)) { return $false }
    try {
        $file = New-Object System.IO.FileStream $path, ([System.IO.FileMode]::Open), ([System.IO.FileAccess]::Read), ([System.IO.FileShare]'ReadWrite, Delete')
        $file.Close()
        $false
    }
    catch { $true }
}
