function Invoke-RUCall {
    <#
    .SYNOPSIS
    Takes one request from standard input, does it, and answers in one frame.
    .DESCRIPTION
    The request is data, never script: a line of ASCII JSON after a '#', so that a line that nobody reads is a comment.
    #>
    $line = [Console]::In.ReadLine()
    if (-not $line) { return }
    $request = ConvertFrom-RURequest $line
    $stage = 'request'
    try {
        $records = switch ($request.type) {
            'connect' {
                Set-RUTarget $request.target $request.hasSecret
                # At once: opening can take longer than a short request may, and nothing is lost by a start that nobody waits for.
                $stage = 'session'
                Confirm-RUSession
                break
            }
            'call' {
                $stage = 'session'
                Confirm-RUSession
                $stage = 'call'
                Invoke-RUFunction -Name $request.function -Parameters $request.parameters -LimitMs $request.limitMs
                break
            }
            'push' {
                $stage = 'session'
                Confirm-RUSession
                $stage = 'call'
                Send-RUFile -From $request.from -Parameters $request.parameters -LimitMs $request.limitMs
                break
            }
            default { throw "There is no request of type '$($request.type)'." }
        }
        $frame = @{ id = $request.id; ok = $true; records = [object[]]@($records | ForEach-Object { ConvertTo-RUFlat $_ }) }
    }
    catch {
        $frame = @{ id = $request.id; ok = $false; error = (ConvertTo-RUError -Record $_ -Stage $stage) }
    }
    Write-RUFrame $frame
    # A session that has lost an answer is not used again, whatever it says about itself.
    if (-not $frame.ok -and $frame.error.stage -eq 'lost') { Close-RUSession }
}
