# Answers every call as if a server had answered it so: what the variable holds, and noise before it.
function Invoke-RUCall {
    $request = ConvertFrom-Json -InputObject ([Console]::In.ReadLine().Substring(1))
    if ($env:ODD_NOISE -eq 'garbage') { [Console]::Out.Write("@RU" + $env:ROLLING_UPDATE_MARKER + " {`"id`":1,`n@RU {}`nhalf a line") ; [Console]::Error.WriteLine('noise') }
    # The first call is the one that names the server.
    if ($env:ODD_NOISE -eq 'flood' -and $request.type -ne '=connect') { foreach ($megabyte in 1..50) { [Console]::Out.WriteLine('x' * 1048576) } }
    [Console]::Out.Write("`n@RU" + $env:ROLLING_UPDATE_MARKER + ' {"id":' + $request.id + ',"ok":true,"records":' + $env:ODD_RECORDS + "}`n")
}
