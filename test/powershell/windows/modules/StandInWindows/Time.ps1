# The clock of the computer, which is the world's, goes at its speed and may be wrong.

function Get-Date {
    [CmdletBinding(DefaultParameterSetName = 'net')]
    param(
        [Parameter(Position = 0, ValueFromPipeline)][Alias('LastWriteTime')][DateTime]$Date,
        [string]$Format, [string]$UFormat, [int]$Year, [int]$Month, [int]$Day, [int]$Hour, [int]$Minute, [int]$Second, [int]$Millisecond,
        [string]$DisplayHint, [switch]$AsUTC
    )
    process {
        if (-not $PSBoundParameters.ContainsKey('Date')) { $PSBoundParameters['Date'] = Invoke-World 'clock' }
        if ($PSBoundParameters.Count -eq 1) { $PSBoundParameters['Date'] }
        else { Microsoft.PowerShell.Utility\Get-Date @PSBoundParameters }
    }
}

function Start-Sleep {
    [CmdletBinding(DefaultParameterSetName = 'Seconds')]
    param(
        [Parameter(Position = 0, ParameterSetName = 'Seconds')][double]$Seconds,
        [Parameter(ParameterSetName = 'Milliseconds')][Alias('ms')][int]$Milliseconds
    )
    # Not shorter than what a poll costs: whoever polls must leave the processor to the others.
    $wall = [Math]::Max(20, ($Seconds * 1000 + $Milliseconds) / $script:World.speed)
    Microsoft.PowerShell.Utility\Start-Sleep -Milliseconds ([int]$wall)
}

function Get-WorldElapsed {
    # In minutes. What .NET measures is the time of this host, at which the world does not go.
    Invoke-World 'elapsed'
}
