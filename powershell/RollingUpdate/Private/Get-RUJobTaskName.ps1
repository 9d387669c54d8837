function Get-RUJobTaskName {
    <#
    .SYNOPSIS
    The name of a job's scheduled task.
    #>
    param([Parameter(Mandatory = $true)][string]$Folder)
    '\RollingUpdate\' + [System.IO.Path]::GetFileName($Folder).Substring(0, 32)
}
