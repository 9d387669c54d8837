function ConvertTo-RUError {
    <#
    .SYNOPSIS
    What went wrong, in plain values: by its ids and codes for programs, in words for people.
    .DESCRIPTION
    What happened in a session comes wrapped: a MethodInvocationException of ours round a RemoteException that carries the server's own record.
    #>
    param([System.Management.Automation.ErrorRecord]$Record, [string]$Stage)
    $types = @()
    $native = $null
    for ($exception = $Record.Exception; $null -ne $exception; $exception = $exception.InnerException) {
        $types += $exception.GetType().FullName
        if ($exception -is [System.Management.Automation.IContainsErrorRecord] -and $exception -isnot [System.Management.Automation.MethodInvocationException] -and $null -ne $exception.ErrorRecord) {
            if ($exception.ErrorRecord.FullyQualifiedErrorId) { $Record = $exception.ErrorRecord }
        }
        $serialised = $exception.PSObject.Properties['SerializedRemoteException']
        if ($null -ne $serialised -and $null -ne $serialised.Value) { $types += @($serialised.Value.PSObject.TypeNames | ForEach-Object { $_ -replace '^Deserialized\.', '' }) }
        if ($exception -is [System.Management.Automation.Remoting.PSRemotingTransportException]) { $native = $exception.ErrorCode }
        elseif ($exception -is [System.ComponentModel.Win32Exception]) { $native = $exception.NativeErrorCode }
        $innermost = $exception
    }
    $message = $innermost.Message
    $hint = $null
    if ($null -ne $Record.ErrorDetails) {
        if ($Record.ErrorDetails.Message) { $message = $Record.ErrorDetails.Message }
        $hint = $Record.ErrorDetails.RecommendedAction
    }
    # The session says itself whether it survived: one that did not has taken the answer with it.
    if ($Stage -eq 'call' -and (Test-RUSessionLost)) { $Stage = 'lost' }
    @{
        stage    = $Stage
        # What stands behind the comma is the command that wrote the error.
        id       = ([string]$Record.FullyQualifiedErrorId).Split(',')[0]
        category = [string]$Record.CategoryInfo.Category
        # What the error is about: the name of a command that was not found, say.
        target   = [string]$Record.CategoryInfo.TargetName
        types    = [string[]]$types
        message  = [string]$message
        hint     = $hint
        hresult  = $innermost.HResult
        native   = $native
    }
}
