function Invoke-RUFunction {
    <#
    .SYNOPSIS
    Calls one function of the module where it belongs: here, or in the session. By name and parameters, never as script text.
    #>
    param([string]$Name, [System.Collections.IDictionary]$Parameters)
    if ($Name -notmatch '^[A-Z][a-z]+-RU[A-Za-z]+$') { throw "'$Name' is not a function of the module RollingUpdate." }
    if ($script:Target.kind -eq 'local') {
        # The module of the check has all functions of the other one.
        $module = [System.IO.Path]::GetFileNameWithoutExtension($script:Target.module)
        return & "$module\$Name" @Parameters
    }
    $script:Commands++
    Invoke-RUPipeline -Build { param($pipeline) $null = $pipeline.AddCommand($Name).AddParameters($Parameters) }.GetNewClosure()
}

function Invoke-RUPipeline {
    <#
    .SYNOPSIS
    Runs one pipeline in the session.
    .DESCRIPTION
    It has no time limit: whoever sent the request stops this one. What is stopped on the server may go on for a while, so the session is not
    used again then.
    #>
    param([scriptblock]$Build)
    $pipeline = [powershell]::Create()
    $pipeline.Runspace = $script:Session.Runspace
    & $Build $pipeline
    $running = $pipeline.BeginInvoke()
    try {
        # In short waits: a stop is noticed between two of them, and not during one.
        while (-not $running.AsyncWaitHandle.WaitOne(250)) { }
        $records = $pipeline.EndInvoke($running)
        # Our functions end at their first error; an error that was written all the same must not be overlooked.
        if ($pipeline.Streams.Error.Count -gt 0) { throw $pipeline.Streams.Error[0] }
        $records
    }
    finally {
        if (-not $running.IsCompleted) {
            $null = $pipeline.BeginStop($null, $null)
            Close-RUSession
        }
        else { $pipeline.Dispose() }
    }
}
