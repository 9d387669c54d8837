function Get-RUNativeError {
    <#
    .SYNOPSIS
    The error code of Windows behind an error, in every language the same; nothing where there is none.
    .PARAMETER ErrorRecord
    As catch gives it.
    #>
    param([Parameter(Mandatory = $true)]$ErrorRecord)
    $found = $null
    for ($cause = $ErrorRecord.Exception; $cause -ne $null; $cause = $cause.InnerException) {
        if ($cause -is [System.ComponentModel.Win32Exception]) { $found = $cause.NativeErrorCode }
    }
    $found
}
