function Invoke-RUFunction {
    <#
    .SYNOPSIS
    Calls one function of the module where it belongs: here, or in the session. By name and parameters, never as script text.
    #>
    param([string]$Name, [System.Collections.IDictionary]$Parameters, [int]$LimitMs)
    if ($Name -notmatch '^[A-Z][a-z]+-RU[A-Za-z]+$') { throw "'$Name' is not a function of the module RollingUpdate." }
    if ($script:Target.kind -eq 'local') { return & "RollingUpdate\$Name" @Parameters }
    Invoke-RUPipeline -LimitMs $LimitMs -Build { param($pipeline) $null = $pipeline.AddCommand($Name).AddParameters($Parameters) }.GetNewClosure()
}

function Invoke-RUPipeline {
    <#
    .SYNOPSIS
    Runs one pipeline in the session, with a time limit that ends the pipeline and not this shell.
    #>
    param([scriptblock]$Build, [int]$LimitMs)
    $pipeline = [powershell]::Create()
    $pipeline.Runspace = $script:Session.Runspace
    & $Build $pipeline
    $running = $pipeline.BeginInvoke()
    try {
        # In short waits: this shell notices no interrupt during one.
        for ($left = $LimitMs; -not $running.AsyncWaitHandle.WaitOne([Math]::Min(250, [Math]::Max(1, $left))); $left -= 250) {
            if ($left -le 0) {
                $late = New-Object System.TimeoutException "no answer within $LimitMs ms"
                throw (New-Object System.Management.Automation.ErrorRecord $late, 'no-answer-in-time', 'OperationTimeout', $null)
            }
        }
        $records = $pipeline.EndInvoke($running)
        # Our functions end at their first error; an error that was written all the same must not be overlooked.
        if ($pipeline.Streams.Error.Count -gt 0) { throw $pipeline.Streams.Error[0] }
        $records
    }
    finally {
        if (-not $running.IsCompleted) {
            # It may go on for a while, so the session is not used again.
            $null = $pipeline.BeginStop($null, $null)
            Close-RUSession
        }
        else { $pipeline.Dispose() }
    }
}
