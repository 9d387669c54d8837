# The loop and the lanes of the package's own caller; every request is answered as if a server had answered it so: what the variable holds,
# and noise before it.
$package = Join-Path $PSScriptRoot '../../../../powershell/RollingUpdateCaller'
foreach ($name in 'Frame', 'Host', 'Lane') { . (Join-Path $package "$name.ps1") }
$ours = ${function:Write-RUFrame}

function Write-RUFrame {
    param([System.Collections.IDictionary]$Frame)
    if ($Frame.ContainsKey('raw')) { $script:Out.Write("`n@RU" + $script:Marker + ' {"id":' + $Frame.id + ',"ok":true,"records":' + $Frame.raw + "}`n") }
    else { & $ours $Frame }
}

function Invoke-RURequest {
    param([string]$Line, $Secret)
    $request = ConvertFrom-Json -InputObject $Line
    if ($env:ODD_NOISE -eq 'garbage') {
        $script:Out.Write("@RU" + $script:Marker + " {`"id`":1,`n@RU {}`nhalf a line")
        [Console]::Error.WriteLine('noise')
    }
    # The first call is the one that names the server.
    if ($env:ODD_NOISE -eq 'flood' -and $request.type -ne '=connect') { foreach ($megabyte in 1..50) { [Console]::Out.WriteLine('x' * 1048576) } }
    @{ raw = $env:ODD_RECORDS }
}

function Close-RUSession { }

Export-ModuleMember -Function Start-RUHost, Start-RULane
