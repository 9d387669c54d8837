function Write-RUMaintenanceFailure {
    <#
    .SYNOPSIS
    Tells that SCOM refused a change of maintenance mode; or, where it gave no answer, hands on what happened: nobody knows then what was done.
    .PARAMETER Record
    What was caught.
    .PARAMETER Doing
    What was tried, in words: "to start maintenance mode".
    #>
    param([Parameter(Mandatory = $true)]$Record, [Parameter(Mandatory = $true)][string]$Doing)
    for ($exception = $Record.Exception; $exception -ne $null; $exception = $exception.InnerException) {
        # ServerDisconnectedException and ServiceNotRunningException of SCOM; CommunicationException and its kin of WCF.
        if ($exception.GetType().Name -match 'Timeout|Communication|Disconnected|NotRunning|Faulted') { throw $Record }
    }
    Write-RUFailure -Id 'scom-refused' -What "SCOM refused ${Doing}: $($Record.Exception.Message)" -Hint 'Check that the account has an operator role that covers this computer.' -Category PermissionDenied
}
