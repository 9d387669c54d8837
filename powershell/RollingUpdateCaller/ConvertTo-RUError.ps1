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
    # The session says itself whether it survived: one that did not has taken the answer with it. But it may not know yet, or think that it
    # did, when its transport failed or the server, going down, stopped what ran.
    $cut = @('System.Management.Automation.Remoting.PSRemotingTransportException', 'System.Management.Automation.PipelineStoppedException')
    $isCut = @($types | Where-Object { $cut -contains $_ }).Length -gt 0
    if ($Stage -eq 'call' -and ($isCut -or (Test-RUSessionLost))) { $Stage = 'lost' }
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
        hresult  = $hresult
        native   = $native
    }
}

function Get-RURemoteResult {
    <#
    .SYNOPSIS
    The HRESULT of an exception that came through a session as a picture of itself; nothing where it is not in it.
    .DESCRIPTION
    The one that was thrown here in its place has a number of its own. .NET 2.0 shows it of errors of COM and of the system only.
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
