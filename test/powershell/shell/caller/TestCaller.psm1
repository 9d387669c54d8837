# Stands where the package's own caller stands: takes a request and does the steps in it.
function ConvertTo-Ascii {
    param($Value)
    $json = ConvertTo-Json -InputObject $Value -Depth 6 -Compress
    [regex]::Replace($json, '[^\x20-\x7e]', { param($c) '\u{0:x4}' -f [int][char]$c.Value })
}

function Write-Answer {
    param($Request, $Said)
    $frame = '{"id":' + $Request.id + ',"ok":true,"said":' + (ConvertTo-Ascii ([object[]]@($Said))) + '}'
    [Console]::Out.Write("`n@RU" + $env:ROLLING_UPDATE_MARKER + ' ' + $frame + "`n")
}

function Invoke-Native {
    param([string]$File, [string[]]$Arguments)
    & $File @Arguments
}

function Invoke-RUCall {
    $line = [Console]::In.ReadLine()
    $request = ConvertFrom-Json -InputObject $line.Substring(1)
    $said = @()
    foreach ($step in $request.steps) {
        switch ($step.do) {
            'echo' { $said += $step.value }
            'length' { $said += $step.value.Length }
            'pid' { $said += $PID }
            'env' { $said += [Environment]::GetEnvironmentVariable($step.name) }
            'remember' { Set-Variable -Scope Global -Name $step.name -Value $step.value }
            'recall' { $said += Get-Variable -Scope Global -Name $step.name -ValueOnly }
            'history' { $said += (Get-History | ForEach-Object { $_.CommandLine }) -join "`n" }
            'sleep' { Start-Sleep -Milliseconds $step.ms }
            'out' { [Console]::Out.Write($step.text) }
            'error' { [Console]::Error.Write($step.text) }
            'warning' { Write-Warning $step.text }
            'write-error' { Write-Error $step.text -ErrorAction Continue }
            'noise' {
                $block = ('x' * 1023 + "`n") * 1024
                $to = if ($step.to -eq 'stderr') { [Console]::Error } else { [Console]::Out }
                for ($i = 0; $i -lt $step.megabytes; $i++) { $to.Write($block) }
            }
            'frame' { [Console]::Out.Write("`n@RU" + $env:ROLLING_UPDATE_MARKER + ' ' + $step.text + "`n") }
            'native' { Invoke-Native $step.file @($step.arguments) }
            'answer' { Write-Answer $request $said }
            'mute' { return }
            'throw' { throw $step.text }
            'exit' { exit $step.code }
            'kill' { [Diagnostics.Process]::GetCurrentProcess().Kill() }
            default { throw "There is no step $($step.do)." }
        }
    }
    Write-Answer $request $said
}

Export-ModuleMember -Function Invoke-RUCall
