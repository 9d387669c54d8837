# Event logs. Names of levels are German, as on a German Windows: nothing may depend on them.

$script:LevelNames = @{ 1 = 'Kritisch'; 2 = 'Fehler'; 3 = 'Warnung'; 4 = 'Informationen' }

function Get-WinEvent {
    [CmdletBinding(DefaultParameterSetName = 'GetLogSet')]
    param(
        [Parameter(Position = 0, ParameterSetName = 'GetLogSet', ValueFromPipeline, ValueFromPipelineByPropertyName)][string[]]$LogName,
        [long]$MaxEvents,
        [string]$FilterXPath,
        [switch]$Force,
        [switch]$Oldest
    )
    $with = @{ log = $LogName[0]; xpath = $FilterXPath; oldest = [bool]$Oldest }
    if ($PSBoundParameters.ContainsKey('MaxEvents')) { $with.max = $MaxEvents }
    try { $found = @(Invoke-World 'events.query' $with) }
    catch { $PSCmdlet.WriteError($_); return }
    if ($found.Count -eq 0) {
        $exception = New-Object System.Exception 'Es wurden keine Ereignisse gefunden, die den angegebenen Auswahlkriterien entsprechen.'
        $PSCmdlet.WriteError((New-Object System.Management.Automation.ErrorRecord $exception, 'NoMatchingEventsFound', 'ObjectNotFound', $null))
    }
    foreach ($event in $found) {
        # One that cannot be put into words is reported by an error whose id is its message, and given all the same, with a text of the cmdlet's
        # own (PowerShell, GetEventCommand.cs, ReadEvents). Event 7023 does so where %%16405 stands in it (PowerShell/PowerShell#7664).
        $values = @([regex]::Matches($event.Message, '%%\d+') | ForEach-Object { New-Object PSObject -Property @{ Value = $_.Value } })
        if ($values.Count -gt 0) {
            $event.Message = '<Es ist kein Ereignistext vorhanden>'
            $exception = New-Object System.Exception 'Die Beschreibungszeichenfolge für den Parameterverweis (%1) wurde nicht gefunden.'
            $PSCmdlet.WriteError((New-Object System.Management.Automation.ErrorRecord $exception, $exception.Message, 'NotSpecified', $null))
        }
        New-Object PSObject -Property @{
            LogName = $event.LogName; RecordId = [Nullable[long]]$event.RecordId; Id = [int]$event.Id; ProviderName = $event.ProviderName
            Level = [Nullable[byte]]$event.Level; LevelDisplayName = $script:LevelNames[[int]$event.Level]
            TimeCreated = $event.TimeCreated; Message = $event.Message; Properties = $values
        }
    }
}
