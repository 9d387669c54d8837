function Open-RUFileAlone {
    <#
    .SYNOPSIS
    Opens a file of ours for reading and writing, made where it is missing, while nobody else has it open.
    .DESCRIPTION
    Waits up to five seconds for another session or a virus scanner that has it.
    .OUTPUTS
    A System.IO.FileStream; the caller closes it.
    #>
    param([Parameter(Mandatory = $true)][string]$Path)
    for ($left = 50; ; $left--) {
        try { return New-Object System.IO.FileStream $Path, ([System.IO.FileMode]::OpenOrCreate), ([System.IO.FileAccess]::ReadWrite), ([System.IO.FileShare]::None) }
        catch {
            $cause = $_.Exception
            while ($cause.InnerException) { $cause = $cause.InnerException }
            # Sharing and lock violations are of IOException itself; a full disk or a missing right is not waited for.
            if ($left -le 0 -or $cause.GetType().FullName -ne 'System.IO.IOException') { throw }
            Start-Sleep -Milliseconds 100
        }
    }
}
