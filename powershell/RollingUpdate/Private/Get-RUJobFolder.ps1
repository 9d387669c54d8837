function Get-RUJobFolder {
    <#
    .SYNOPSIS
    The folder of a job, which need not be there: its name is a hash of the id, in which anything may stand.
    #>
    param([Parameter(Mandatory = $true)][string]$Id)
    $hash = New-RUSha256
    $name = [System.BitConverter]::ToString($hash.ComputeHash([System.Text.Encoding]::UTF8.GetBytes($Id))).Replace('-', '').ToLowerInvariant()
    $hash.Clear()
    [System.IO.Path]::Combine([System.IO.Path]::Combine((Get-RUStateFolder), 'jobs'), $name)
}
