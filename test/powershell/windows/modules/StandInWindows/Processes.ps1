# Programs that are started and waited for: what they do is the world's; none is a real process.

function Start-Process {
    [CmdletBinding()]
    param(
        [Parameter(Position = 0, Mandatory)][string]$FilePath,
        [Parameter(Position = 1)][string[]]$ArgumentList,
        [string]$WorkingDirectory, [switch]$PassThru, [switch]$NoNewWindow, [switch]$Wait, [string]$WindowStyle
    )
    $environment = @{}
    foreach ($pair in [Environment]::GetEnvironmentVariables().GetEnumerator()) { $environment[$pair.Key] = [string]$pair.Value }
    $with = @{ file = $FilePath; arguments = [string]::Join(' ', @($ArgumentList | Where-Object { $_ })); environment = $environment }
    $started = Invoke-World 'process.start' $with
    $process = New-Object PSObject -Property @{ Id = [int]$started.pid; Handle = [int]$started.pid }
    $look = { Invoke-World 'process.look' @{ pid = $this.Id } }
    $process | Add-Member -MemberType ScriptMethod -Name Look -Value $look
    $process | Add-Member -MemberType ScriptProperty -Name HasExited -Value { -not $this.Look().running }
    $process | Add-Member -MemberType ScriptProperty -Name ExitCode -Value { $this.Look().exitCode }
    $process | Add-Member -MemberType ScriptMethod -Name Kill -Value { $null = Invoke-World 'process.kill' @{ pid = $this.Id } }
    $process | Add-Member -MemberType ScriptMethod -Name Refresh -Value { }
    $process | Add-Member -MemberType ScriptMethod -Name WaitForExit -Value {
        param([int]$Milliseconds = [int]::MaxValue)
        $until = (Get-Date).AddMilliseconds($Milliseconds)
        while ($this.Look().running -and (Get-Date) -lt $until) { Start-Sleep -Milliseconds 200 }
        -not $this.Look().running
    }
    if ($Wait) { $null = $process.WaitForExit() }
    if ($PassThru) { $process }
}
