# Windows of maintenance mode in SCOM: each object has one of its own, the computer and every part that it contains. Those that began together
# are moved together; one that somebody else has begun for a part stays as it was found.

function Get-RUMaintenanceEntry {
    <#
    .SYNOPSIS
    The maintenance window that an object is in; nothing while it is monitored.
    .LINK
    https://learn.microsoft.com/powershell/module/operationsmanager/get-scommaintenancemode
    #>
    param([Parameter(Mandatory = $true)]$Instance)
    if (-not $Instance.InMaintenanceMode) { return }
    @(Get-SCOMMaintenanceMode -Instance $Instance -ErrorAction Stop)[0]
}

function Get-RUMaintenancePart {
    <#
    .SYNOPSIS
    All objects that a computer contains, down to the last.
    .LINK
    https://learn.microsoft.com/previous-versions/system-center/developer/cc136337(v=msdn.10)
    #>
    param([Parameter(Mandatory = $true)]$Instance)
    $Instance.GetRelatedMonitoringObjects((Get-RUMaintenanceDepth)) | Where-Object { $null -ne $_ }
}

function Get-RUMaintenanceDepth {
    <#
    .SYNOPSIS
    The value by which methods of SCOM's objects reach what the object contains. The type is loaded with the module OperationsManager.
    .LINK
    https://learn.microsoft.com/previous-versions/system-center/developer/bb424492(v=msdn.10)
    #>
    $type = 'Microsoft.EnterpriseManagement.Common.TraversalDepth' -as [type]
    if ($type) { [Enum]::Parse($type, 'Recursive') } else { 'Recursive' }
}

function Get-RUMaintenanceWindow {
    <#
    .SYNOPSIS
    The maintenance window of a computer, with the parts that are in the same one.
    .PARAMETER OrLast
    If the computer is monitored: its last window, if parts are left in it; otherwise nothing. Without it, that is refused.
    .OUTPUTS
    An object with Instance (the computer), Entry, IsOpen (the computer is in it), Parts (those that are in it), IsWhole (the computer contains no
    others) and Ends (those of the computer and the parts, in UTC).
    #>
    param([Parameter(Mandatory = $true)][string]$Computer, [switch]$OrLast)
    $instance = Get-RUMonitoredComputer -Computer $Computer
    $entry = Get-RUMaintenanceEntry -Instance $instance
    $isOpen = [bool]$entry
    if (-not $isOpen -and -not $OrLast) {
        Write-RUFailure -Id 'scom-not-in-maintenance' -What 'the computer is not in maintenance mode in SCOM' -Hint 'Begin it instead.'
    }
    $all = @(Get-RUMaintenancePart -Instance $instance)
    $on = @($all | Where-Object { $_.InMaintenanceMode })
    if (-not $isOpen) {
        if ($on.Length -eq 0) { return }
        $entry = @(Get-SCOMMaintenanceMode -Instance $instance -History -ErrorAction Stop | Sort-Object -Property StartTime)[-1]
        if (-not $entry) { return }
    }
    $ends = @(ConvertFrom-RUInstant (ConvertTo-RUInstant $entry.ScheduledEndTime))
    $parts = @()
    foreach ($part in $on) {
        $its = Get-RUMaintenanceEntry -Instance $part
        if (-not (Test-RUSameWindow -One $entry -Other $its)) { continue }
        $parts += $part
        $ends += ConvertFrom-RUInstant (ConvertTo-RUInstant $its.ScheduledEndTime)
    }
    if (-not $isOpen -and $parts.Length -eq 0) { return }
    New-Object PSObject -Property @{
        Instance = $instance; Entry = $entry; IsOpen = $isOpen; Parts = $parts; IsWhole = ($parts.Length -eq $all.Length); Ends = $ends
    }
}

function Test-RUSameWindow {
    <#
    .SYNOPSIS
    Whether two objects went into maintenance mode together: at the same time, with the same comment.
    .DESCRIPTION
    Their ends may differ: a cmdlet can move the end of one of them.
    #>
    param($One, $Other)
    if (-not $One -or -not $Other) { return $false }
    $apart = (ConvertFrom-RUInstant (ConvertTo-RUInstant $One.StartTime)) - (ConvertFrom-RUInstant (ConvertTo-RUInstant $Other.StartTime))
    [Math]::Abs($apart.TotalSeconds) -le 60 -and [string]$One.Comments -eq [string]$Other.Comments
}

function Set-RUMaintenanceEndTime {
    <#
    .SYNOPSIS
    Gives a maintenance window another end, for the computer and all parts that are in it.
    .DESCRIPTION
    Set-SCOMMaintenanceMode changes the window of one object. The methods of the objects reach what they contain. SCOM uses UTC.
    A window must last at least five minutes: a younger one that may not end at once ends when they are over.
    .PARAMETER Window
    As Get-RUMaintenanceWindow gives it.
    .PARAMETER EndTime
    In UTC; now ends the window.
    .LINK
    https://learn.microsoft.com/previous-versions/system-center/developer/bb424495(v=msdn.10)
    #>
    param([Parameter(Mandatory = $true)]$Window, [Parameter(Mandatory = $true)][DateTime]$EndTime)
    # A second more, because of rounding. A time without a kind is UTC.
    $earliest = (ConvertFrom-RUInstant (ConvertTo-RUInstant $Window.Entry.StartTime)).AddSeconds(301)
    try { Move-RUMaintenanceEnd -Window $Window -EndTime $EndTime }
    catch {
        # Without an answer it may have been done: nothing more is sent.
        if ($_.FullyQualifiedErrorId -notlike 'scom-refused*' -or $EndTime -ge $earliest) { throw }
        Move-RUMaintenanceEnd -Window $Window -EndTime $earliest
    }
}

function Move-RUMaintenanceEnd {
    <#
    .SYNOPSIS
    Gives a window another end once: by one call for all, or object by object where the computer has parts that are not in the window.
    .DESCRIPTION
    The call for all would also change windows that somebody else has begun for a part. The computer is the last: its state says that it is done.
    .PARAMETER Window
    As in Set-RUMaintenanceEndTime.
    .PARAMETER EndTime
    As in Set-RUMaintenanceEndTime.
    #>
    param([Parameter(Mandatory = $true)]$Window, [Parameter(Mandatory = $true)][DateTime]$EndTime)
    $objects = @($Window.Parts)
    if ($Window.IsOpen) { $objects += $Window.Instance }
    $isRecursive = $Window.IsOpen -and $Window.IsWhole
    if ($isRecursive) { $objects = @($Window.Instance) }
    $refused = $null
    foreach ($object in $objects) {
        try { Set-RUObjectEnd -Instance $object -Entry $Window.Entry -EndTime $EndTime -Recursive:$isRecursive }
        catch {
            try { Write-RUMaintenanceFailure -Record $_ -Doing 'to change the end of maintenance mode' }
            catch {
                if ($_.FullyQualifiedErrorId -notlike 'scom-refused*') { throw }
                if (-not $refused) { $refused = $_ }
            }
        }
    }
    if ($refused) { throw $refused }
}

function Set-RUObjectEnd {
    <#
    .SYNOPSIS
    Ends the window of an object, or gives it another end. Reason and comment stay as they are.
    .LINK
    https://learn.microsoft.com/previous-versions/system-center/developer/bb424492(v=msdn.10)
    #>
    param([Parameter(Mandatory = $true)]$Instance, [Parameter(Mandatory = $true)]$Entry, [Parameter(Mandatory = $true)][DateTime]$EndTime, [switch]$Recursive)
    $depth = Get-RUMaintenanceDepth
    if ($EndTime -le (Get-RUClock)) {
        if ($Recursive) { $null = $Instance.StopMaintenanceMode($EndTime, $depth) } else { $null = $Instance.StopMaintenanceMode($EndTime) }
        return
    }
    if ($Recursive) { $null = $Instance.UpdateMaintenanceMode($EndTime, $Entry.Reason, [string]$Entry.Comments, $depth) }
    else { $null = $Instance.UpdateMaintenanceMode($EndTime, $Entry.Reason, [string]$Entry.Comments) }
}

function Write-RUMaintenanceFailure {
    <#
    .SYNOPSIS
    Reports that SCOM refused a change of maintenance mode; if it gave no answer, passes on the error: then nobody knows what was done.
    .PARAMETER Record
    What was caught.
    .PARAMETER Doing
    What was tried, in words: "to start maintenance mode".
    #>
    param([Parameter(Mandatory = $true)]$Record, [Parameter(Mandatory = $true)][string]$Doing)
    for ($exception = $Record.Exception; $exception -ne $null; $exception = $exception.InnerException) {
        # ServerDisconnectedException and ServiceNotRunningException of SCOM; CommunicationException and its kin of WCF.
        if ($exception.GetType().Name -match 'Timeout|Communication|Disconnected|NotRunning|Faulted') { throw $Record }
    }
    Write-RUFailure -Id 'scom-refused' -What "SCOM refused ${Doing}: $($Record.Exception.Message)" -Hint 'Check that the account has an operator role that covers this computer.' -Category PermissionDenied
}
