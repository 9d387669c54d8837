# Programs that are started and waited for: what they do is the world's; none is a real process.

function Start-Process {
    [CmdletBinding(DefaultParameterSetName = 'Default')]
    param(
        [Parameter(Position = 0, Mandatory)][Alias('PSPath')][string]$FilePath,
        [Parameter(Position = 1)][Alias('Args')][string[]]$ArgumentList,
        [string]$WorkingDirectory, [switch]$PassThru,
        [Parameter(ParameterSetName = 'Default')][Alias('nnw')][switch]$NoNewWindow,
        [switch]$Wait, [System.Diagnostics.ProcessWindowStyle]$WindowStyle
    )
    if ($NoNewWindow -and $PSBoundParameters.ContainsKey('WindowStyle')) {
        throw (New-WorldError @{ id = 'ContradictParametersSpecified'; message = 'Die Parameter schließen einander aus.'; category = 'InvalidOperation' })
    }
    $environment = @{}
    foreach ($pair in [Environment]::GetEnvironmentVariables().GetEnumerator()) { $environment[$pair.Key] = [string]$pair.Value }
    $with = @{ file = $FilePath; arguments = [string]::Join(' ', @($ArgumentList | Where-Object { $_ })); environment = $environment }
    $started = Invoke-World 'process.start' $with
    $process = New-Object PSObject -Property @{ Id = [int]$started.pid; Taken = $false; Gone = [bool]$started.gone }
    $look = { Invoke-World 'process.look' @{ pid = $this.Id } }
    $process | Add-Member -MemberType ScriptMethod -Name Look -Value $look
    $process | Add-Member -MemberType ScriptProperty -Name HasExited -Value { -not $this.Look().running }
    # It is opened when somebody asks for it, by the number of the process: of one that has ended there is none, and without it no exit code.
    $process | Add-Member -MemberType ScriptProperty -Name Handle -Value {
        if ($this.Gone) { throw (New-Object System.InvalidOperationException 'Der Prozess wurde beendet.') }
        $this.Taken = $true
        $this.Id
    }
    $process | Add-Member -MemberType ScriptProperty -Name ExitCode -Value { if ($this.Taken) { $this.Look().exitCode } }
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
