function Write-RUFailure {
    <#
    .SYNOPSIS
    Says no: ends the calling function with a stable error id, what happened, and what to do.
    .PARAMETER Id
    Stable, for programs: the first part of FullyQualifiedErrorId. Texts are for people and are never decided by.
    .PARAMETER What
    What happened, in words and without the server's name.
    .PARAMETER Hint
    What to do about it, in words.
    #>
    param(
        [Parameter(Mandatory = $true)][string]$Id,
        [Parameter(Mandatory = $true)][string]$What,
        [string]$Hint,
        [System.Management.Automation.ErrorCategory]$Category = 'InvalidOperation'
    )
    $exception = New-Object System.InvalidOperationException $What
    $record = New-Object System.Management.Automation.ErrorRecord $exception, $Id, $Category, $null
    # Details travel through a remote session as they are; a property of our own would not.
    $record.ErrorDetails = New-Object System.Management.Automation.ErrorDetails $What
    if ($Hint) { $record.ErrorDetails.RecommendedAction = $Hint }
    throw $record
}
