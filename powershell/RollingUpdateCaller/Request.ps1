function Invoke-RURequest {
    <#
    .SYNOPSIS
    Does what a request asks for.
    .OUTPUTS
    The answer, as a table: what came of it, or what went wrong.
    #>
    param([string]$Line, [System.Security.SecureString]$Secret)
    $stage = 'request'
    try {
        $request = ConvertFrom-RURequest $Line
        $records = switch ($request.type) {
            'connect' {
                Set-RUTarget $request.target $Secret
                # At once: opening can take longer than a short request may, and nothing is lost by a start that nobody waits for.
                $stage = 'session'
                Confirm-RUSession
                break
            }
            'call' {
                $stage = 'session'
                Confirm-RUSession
                $stage = 'call'
                # An object: what a function gets may be logged, and of this one that is the name of its type.
                if ($request.credentialOf) { $request.parameters.Credential = New-Object System.Management.Automation.PSCredential $request.credentialOf, $Secret }
                Invoke-RUFunction -Name $request.function -Parameters $request.parameters
                break
            }
            'push' {
                $stage = 'session'
                Confirm-RUSession
                $stage = 'call'
                Send-RUFile -From $request.from -Parameters $request.parameters
                break
            }
            default { throw "There is no request of type '$($request.type)'." }
        }
        $frame = @{ ok = $true; records = [object[]]@($records | ForEach-Object { ConvertTo-RUFlat $_ }) }
    }
    catch {
        $frame = @{ ok = $false; error = (ConvertTo-RUError -Record $_ -Stage $stage) }
    }
    # A session that has lost an answer is not used again, whatever it says about itself.
    if (-not $frame.ok -and $frame.error.stage -eq 'lost') { Close-RUSession }
    $frame
}

function ConvertFrom-RURequest {
    <#
    .SYNOPSIS
    Makes hashtables of the request in a line.
    .DESCRIPTION
    Every text in it begins with a '=': otherwise ConvertFrom-Json of PowerShell 6 to 7.4 would make dates of texts that look like one.
    #>
    param([string]$Line)
    ConvertTo-RUPlain (ConvertFrom-Json -InputObject $Line)
}

function ConvertTo-RUPlain {
    param($Value)
    if ($null -eq $Value) { return }
    if ($Value -is [string]) { return $Value.Substring(1) }
    if ($Value -is [System.Management.Automation.PSCustomObject]) {
        $table = @{}
        foreach ($property in $Value.PSObject.Properties) {
            $one = $property.Value
            # Most are texts: this saves a call for each. The binder takes string arrays; an array of one must stay an array.
            if ($one -is [string]) { $table[$property.Name] = $one.Substring(1) }
            elseif ($one -is [array]) { $table[$property.Name] = [string[]]@(foreach ($part in $one) { ConvertTo-RUPlain $part }) }
            else { $table[$property.Name] = ConvertTo-RUPlain $one }
        }
        return $table
    }
    $Value
}
