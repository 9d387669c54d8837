function Write-RUFrame {
    <#
    .SYNOPSIS
    Writes one answer to standard output: a line of ASCII JSON after the marker.
    .DESCRIPTION
    It begins with a line end, since a program may have left half a line. ASCII, so that no code page changes it.
    #>
    param([System.Collections.IDictionary]$Frame)
    $json = ConvertTo-Json -InputObject $Frame -Depth 5 -Compress @script:Escaping
    if ($json.Length -gt 4000000) {
        $json = ConvertTo-Json -Compress -InputObject @{
            id    = $Frame.id
            ok    = $false
            error = @{ stage = 'answer'; id = 'answer-too-long'; message = "The answer has $($json.Length) characters."; hint = 'Ask for less at once.' }
        }
    }
    # Only where needed: making a delegate of a script block costs more than everything else here.
    if ($json -cmatch '[^\x20-\x7e]') { $json = [regex]::Replace($json, '[^\x20-\x7e]', { param($match) '\u{0:x4}' -f [int][char]$match.Value }) }
    # All lanes write to the same writer, which takes one call at a time.
    $script:Out.Write("`n@RU" + $script:Marker + ' ' + $json + "`n")
}

# PowerShell 7 can escape by itself; a call for each character is slow, for example with a long Japanese log.
$script:Escaping = @{}
if ((Get-Command ConvertTo-Json).Parameters.ContainsKey('EscapeHandling')) { $script:Escaping.EscapeHandling = 'EscapeNonAscii' }

function ConvertTo-RUFlat {
    <#
    .SYNOPSIS
    A record as a table of plain values. Live objects never go into JSON: they drag whole trees behind them.
    #>
    param($Record)
    $flat = @{}
    foreach ($property in $Record.PSObject.Properties) {
        # Remoting itself adds these.
        if ('PSComputerName', 'RunspaceId', 'PSShowComputerName' -contains $property.Name) { continue }
        $value = $property.Value
        if ($null -eq $value -or $value -is [bool] -or $value -is [int] -or $value -is [long] -or $value -is [double]) { $flat[$property.Name] = $value }
        elseif ($value -is [uint16] -or $value -is [uint32] -or $value -is [int16] -or $value -is [byte]) { $flat[$property.Name] = [long]$value }
        elseif ($value -is [uint64]) { $flat[$property.Name] = [double]$value }
        else { $flat[$property.Name] = [string]$value }
    }
    $flat
}
