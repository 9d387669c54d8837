function Read-RUJobFile {
    <#
    .SYNOPSIS
    A file of a job, or nothing where it is not there.
    .DESCRIPTION
    A virus scanner may have it for a moment: tried three times.
    #>
    param([Parameter(Mandatory = $true)][string]$Folder, [Parameter(Mandatory = $true)][string]$Name)
    for ($left = 2; ; $left--) {
        try { return Read-RUStateFile -Path ([System.IO.Path]::Combine($Folder, $Name)) }
        catch {
            if ($left -le 0) { throw }
            Start-Sleep -Milliseconds 300
        }
    }
}
