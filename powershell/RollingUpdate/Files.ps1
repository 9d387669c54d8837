function Copy-RUFile {
    <#
    .SYNOPSIS
    Copies a package to this server, if it has the hash that its vendor publishes.
    .DESCRIPTION
    The copy gets its name only when its hash has been checked: a file of that name is a whole one. Where it lies there already, nothing is done.
    .PARAMETER From
    A file of this server, or of a share that this session may read.
    .PARAMETER Move
    The file at From was put there for this: it is moved and not copied. It must lie on the same drive.
    .PARAMETER To
    The full path on this server, with the name of the file.
    .PARAMETER Sha256
    The hash that the file must have, in hexadecimal figures.
    .PARAMETER Fence
    The fencing number of the run that asks; 0 for none.
    #>
    param(
        [Parameter(Mandatory = $true)][string]$From,
        [Parameter(Mandatory = $true)][string]$To,
        [Parameter(Mandatory = $true)][string]$Sha256,
        [switch]$Move,
        [long]$Fence = 0
    )
    Confirm-RUFence -Fence $Fence
    $target = Resolve-RUPath -Path $To
    if ((Test-RUFile -Path $To) -and (Get-RUSha256 -Path $target) -eq $Sha256) { return }
    if (-not (Test-RUFile -Path $From)) {
        Write-RUFailure -Id 'no-such-file' -What "there is no file $From, or it may not be read" -Hint 'Check the path. A session has no rights on a third computer unless they are delegated: a share needs read access for the computer accounts.' -Category ObjectNotFound
    }
    $null = [System.IO.Directory]::CreateDirectory([System.IO.Path]::GetDirectoryName($target))
    $copy = $target + '.copying'
    if ($Move) { $copy = Resolve-RUPath -Path $From }
    else { Copy-Item -LiteralPath $From -Destination $copy -Force -ErrorAction Stop }
    $hash = Get-RUSha256 -Path $copy
    if ($hash -ne $Sha256) {
        [System.IO.File]::Delete($copy)
        # The name that it was sent under says nothing to anybody.
        $named = $From
        if ($Move) { $named = "what was sent as $To" }
        Write-RUFailure -Id 'file-hash' -What "$named has the hash $hash and not $($Sha256.ToLowerInvariant())" -Hint 'Fetch the package again from its vendor.' -Category InvalidData
    }
    Move-RUFile -From $copy -To $target
}
