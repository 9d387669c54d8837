function Start-RULane {
    <#
    .SYNOPSIS
    Takes one request after the other and answers each in one frame, until its queue is closed.
    #>
    param($Queue, [System.IO.TextWriter]$Out, [string]$Marker, $Streams)
    $script:Out = $Out
    $script:Marker = $Marker
    foreach ($item in $Queue.GetConsumingEnumerable()) {
        $frame = $null
        try { $frame = Invoke-RURequest -Line $item.line -Secret $item.secret }
        catch { $frame = @{ ok = $false; error = @{ stage = 'request'; id = 'no-result'; message = [string]$_.Exception.Message } } }
        finally {
            # Also after a stop or an `exit`, which end this pipeline: whoever waits must hear of it.
            if ($null -eq $frame) { $frame = @{ ok = $false; error = @{ stage = 'lost'; id = 'no-result'; message = '' } } }
            $frame.id = $item.id
            if ($Streams.Warning.Count + $Streams.Error.Count + $Streams.Information.Count -gt 0) { $frame.printed = Get-RUPrinted $Streams }
            # What it has printed comes by another way than the answer: this ends it, for the failure that it may explain.
            if (-not $frame.ok) { [Console]::Error.WriteLine("@RU$Marker $($item.id)") }
            Write-RUFrame $frame
            # They would grow for as long as this pipeline lives.
            $Streams.ClearStreams()
            $global:Error.Clear()
        }
        $item = $frame = $null
    }
    Close-RUSession
}

function Get-RUPrinted {
    <#
    .SYNOPSIS
    The last warnings, errors and messages of a request, for the failure that they may explain.
    #>
    param($Streams)
    # Read out: to enumerate them would wait for more, for as long as this pipeline lives.
    $lines = @(@($Streams.Warning.ReadAll()) + @($Streams.Error.ReadAll()) + @($Streams.Information.ReadAll()) | Select-Object -Last 20 | ForEach-Object { [string]$_ })
    $text = [string]::Join("`n", $lines)
    $text.Substring(0, [Math]::Min(4000, $text.Length))
}
