# The loop and the lanes of the package's own caller, with requests of the tests: a request is steps to do.
$package = Join-Path $PSScriptRoot '../../../../powershell/RollingUpdateCaller'
foreach ($name in 'Frame', 'Host', 'Lane') { . (Join-Path $package "$name.ps1") }

function Invoke-Native {
    param([string]$File, [string[]]$Arguments)
    $null | & $File @Arguments
}

function Invoke-RURequest {
    param([string]$Line, [System.Security.SecureString]$Secret)
    $request = ConvertFrom-Json -InputObject $Line
    $said = @()
    foreach ($step in $request.steps) {
        switch ($step.do) {
            'echo' { $said += $step.value }
            'length' { $said += $step.value.Length }
            'pid' { $said += $PID }
            'env' { $said += [Environment]::GetEnvironmentVariable($step.name) }
            'remember' { Set-Variable -Scope Global -Name $step.name -Value $step.value }
            'recall' { $said += Get-Variable -Scope Global -Name $step.name -ValueOnly }
            'sleep' { Start-Sleep -Milliseconds $step.ms }
            'out' { [Console]::Out.Write($step.text) }
            'error' { [Console]::Error.Write($step.text) }
            'warning' { Write-Warning $step.text }
            'progress' { Write-Progress -Activity $step.text }
            # The lane's own, which this is called from.
            'streams' { $said += $Streams.Progress.Count + $Streams.Verbose.Count + $Streams.Debug.Count }
            'write-error' { Write-Error $step.text -ErrorAction Continue }
            'noise' {
                $block = ('x' * 1023 + "`n") * 1024
                $to = if ($step.to -eq 'stderr') { [Console]::Error } else { [Console]::Out }
                for ($i = 0; $i -lt $step.megabytes; $i++) { $to.Write($block) }
            }
            'frame' { $script:Out.Write("`n@RU" + $script:Marker + ' ' + $step.text + "`n") }
            'native' { Invoke-Native $step.file @($step.arguments) }
            'answer' { Write-RUFrame @{ id = $item.id; ok = $true; said = [object[]]@($said) } }
            'read' { $said += [Console]::In.ReadLine() }
            'block' { [System.Threading.Thread]::Sleep($step.ms) }
            'folder' { Set-Location $step.path }
            'where' { $said += (Get-Location).Path }
            'secret' { $said += if ($null -ne $Secret) { (New-Object System.Net.NetworkCredential '', $Secret).Password } }
            'throw' { throw $step.text }
            'exit' { exit $step.code }
            'end' { [Environment]::Exit($step.code) }
            'runtime' { $said += [Environment]::Version.Major }
            'lose-thread' {
                $thrown = [System.Linq.Expressions.Expression]::Constant((New-Object System.IO.IOException $step.text))
                $start = [System.Linq.Expressions.Expression]::Lambda([System.Threading.ThreadStart], [System.Linq.Expressions.Expression]::Throw($thrown)).Compile()
                $thread = New-Object System.Threading.Thread $start
                $thread.Start()
                $thread.Join()
            }
            'kill' { [Diagnostics.Process]::GetCurrentProcess().Kill() }
            default { throw "There is no step $($step.do)." }
        }
    }
    @{ ok = $true; said = [object[]]@($said) }
}

function Close-RUSession { }

Export-ModuleMember -Function Start-RUHost, Start-RULane
