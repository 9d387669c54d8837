# The clock of the computer, which is the world's, goes at its speed and may be wrong.

function Get-Date {
    [CmdletBinding(DefaultParameterSetName = 'DateAndFormat')]
    param(
        [Parameter(ParameterSetName = 'DateAndFormat', Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [Parameter(ParameterSetName = 'DateAndUFormat', Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [Alias('LastWriteTime')][DateTime]$Date,
        [Parameter(ParameterSetName = 'DateAndFormat')][string]$Format,
        [Parameter(ParameterSetName = 'DateAndUFormat', Mandatory)][string]$UFormat,
        [int]$Year, [int]$Month, [int]$Day, [int]$Hour, [int]$Minute, [int]$Second, [int]$Millisecond,
        [Microsoft.PowerShell.Commands.DisplayHintType]$DisplayHint, [switch]$AsUTC
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
        [Parameter(Position = 0, Mandatory, ParameterSetName = 'Seconds', ValueFromPipeline, ValueFromPipelineByPropertyName)][double]$Seconds,
        [Parameter(ParameterSetName = 'Milliseconds', Mandatory, ValueFromPipelineByPropertyName)][Alias('ms')][int]$Milliseconds
    )
    process {
        # Longer than what a poll costs: whoever polls, and the runner of a job does for half an hour, must leave the processor to the others.
        $asked = $Seconds * 1000 + $Milliseconds
        $wall = [Math]::Max([Math]::Min(150, $asked / 5), $asked / $script:World.speed)
        Microsoft.PowerShell.Utility\Start-Sleep -Milliseconds ([int]$wall)
    }
}

function Get-WorldElapsed {
    # In minutes. What .NET measures is the time of this host, at which the world does not go.
    Invoke-World 'elapsed'
}
