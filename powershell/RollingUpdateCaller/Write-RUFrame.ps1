function Write-RUFrame {
    <#
    .SYNOPSIS
    Writes one answer to standard output: a line of ASCII JSON after the marker.
    .DESCRIPTION
    It begins with a line end, since a program may have left half a line. ASCII, so that no code page changes it.
    #>
    param([System.Collections.IDictionary]$Frame)
    # PowerShell 7 can escape by itself; a call for each character is slow, for example with a long Japanese log.
    $escaping = @{}
    if ((Get-Command ConvertTo-Json).Parameters.ContainsKey('EscapeHandling')) { $escaping.EscapeHandling = 'EscapeNonAscii' }
    $json = ConvertTo-Json -InputObject $Frame -Depth 5 -Compress @escaping
    if ($json.Length -gt 8000000) {
        $json = ConvertTo-Json -Compress -InputObject @{
            id    = $Frame.id
            ok    = $false
            error = @{ stage = 'answer'; id = 'answer-too-long'; message = "The answer has $($json.Length) characters."; hint = 'Ask for less at once.' }
        }
    }
    # Only where needed: making a delegate of a script block costs more than everything else here.
    if ($json -cmatch '[^\x20-\x7e]') { $json = [regex]::Replace($json, '[^\x20-\x7e]', { param($match) '\u{0:x4}' -f [int][char]$match.Value }) }
    [Console]::Out.Write("`n@RU" + $script:Marker + ' ' + $json + "`n")
    [Console]::Out.Flush()
}
