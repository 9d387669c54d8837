function ConvertTo-RUError {
    <#
    .SYNOPSIS
    What went wrong, in plain values: ids and codes for programs, words for people.
    .DESCRIPTION
    An error in a session comes wrapped: a MethodInvocationException of ours around a RemoteException that carries the server's own record.
    #>
    param([System.Management.Automation.ErrorRecord]$Record, [string]$Stage)
    $types = @()
    $native = $null
    $hresult = $null
    for ($exception = $Record.Exception; $null -ne $exception; $exception = $exception.InnerException) {
        $types += $exception.GetType().FullName
        if ($exception -is [System.Management.Automation.IContainsErrorRecord] -and $exception -isnot [System.Management.Automation.MethodInvocationException] -and $null -ne $exception.ErrorRecord) {
            if ($exception.ErrorRecord.FullyQualifiedErrorId) { $Record = $exception.ErrorRecord }
        }
        $serialised = $exception.PSObject.Properties['SerializedRemoteException']
        if ($null -ne $serialised -and $null -ne $serialised.Value) {
            $types += @($serialised.Value.PSObject.TypeNames | ForEach-Object { $_ -replace '^Deserialized\.', '' })
            $hresult = Get-RURemoteResult $serialised.Value
        }
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
    if ($null -eq $hresult) { $hresult = $innermost.HResult }
    # The session itself says whether it survived; if it did not, the answer is lost with it. But it may not know yet, or wrongly think that it
    # did, when its transport failed or when the server stopped the pipeline while going down.
    $cut = @('System.Management.Automation.Remoting.PSRemotingTransportException', 'System.Management.Automation.PipelineStoppedException')
    $isCut = @($types | Where-Object { $cut -contains $_ }).Length -gt 0
    if ($Stage -eq 'call' -and ($isCut -or (Test-RUSessionLost))) { $Stage = 'lost' }
    @{
        stage    = $Stage
        # After the comma comes the command that wrote the error.
        id       = ([string]$Record.FullyQualifiedErrorId).Split(',')[0]
        category = [string]$Record.CategoryInfo.Category
        # What the error is about, for example the name of a command that was not found.
        target   = [string]$Record.CategoryInfo.TargetName
        types    = [string[]]$types
        message  = [string]$message
        hint     = $hint
        hresult  = $hresult
        native   = $native
    }
}

function Get-RURemoteResult {
    <#
    .SYNOPSIS
    The HRESULT of an exception that came through a session as a serialized copy; nothing if the copy does not have it.
    .DESCRIPTION
    The exception that was thrown here in its place has a number of its own. .NET 2.0 shows the number only for errors of COM and of the system.
    #>
    param($Picture)
    $found = $null
    while ($Picture -is [System.Management.Automation.PSObject]) {
        foreach ($name in 'ErrorCode', 'HResult') {
            $number = $Picture.PSObject.Properties[$name]
            if ($null -ne $number -and $number.Value -is [int]) { $found = $number.Value }
        }
        $inner = $Picture.PSObject.Properties['InnerException']
        $Picture = if ($null -ne $inner) { $inner.Value }
    }
    $found
}
