# Maintenance mode in SCOM, on its management server: each function is about a computer that is not this server.

function Get-RUMaintenance {
    <#
    .SYNOPSIS
    Maintenance mode of a computer in SCOM.
    .DESCRIPTION
    Agents pick up maintenance mode within five minutes and do not say when, so it counts as in effect once these have passed.
    .PARAMETER Computer
    The full name of the computer, or its first label if that is unambiguous.
    .OUTPUTS
    One object: on, inEffect, endsAt, reason, comment, clock (of the management server).
    .LINK
    https://learn.microsoft.com/system-center/scom/manage-maintenance-mode-overview
    #>
    param([Parameter(Mandatory = $true)][string]$Computer)
    $instance = Get-RUMonitoredComputer -Computer $Computer
    $entry = Get-RUMaintenanceEntry -Instance $instance
    $now = Get-RUClock
    $answer = @{ on = [bool]$instance.InMaintenanceMode; inEffect = $false; endsAt = $null; reason = $null; comment = $null; clock = ConvertTo-RUInstant $now }
    if ($entry) {
        # A time without a kind is UTC.
        $since = ConvertFrom-RUInstant (ConvertTo-RUInstant $entry.StartTime)
        $answer.inEffect = ($now - $since).TotalMinutes -ge 5
        $answer.endsAt = ConvertTo-RUInstant $entry.ScheduledEndTime
        $answer.reason = [string]$entry.Reason
        $answer.comment = [string]$entry.Comments
    }
    New-Object PSObject -Property $answer
}

function Start-RUMaintenance {
    <#
    .SYNOPSIS
    Puts a computer into maintenance mode in SCOM for a number of minutes; if it already is, its window stays as it is.
    .PARAMETER Computer
    The name of the computer in SCOM, which is not this server.
    .PARAMETER Minutes
    How many, from now.
    .PARAMETER Reason
    A reason that SCOM knows, such as PlannedOther.
    .PARAMETER Comment
    For people who look at SCOM.
    .PARAMETER Fence
    The fencing number of the run that asks; 0 for none.
    .LINK
    https://learn.microsoft.com/powershell/module/operationsmanager/start-scommaintenancemode
    #>
    param(
        [Parameter(Mandatory = $true)][string]$Computer,
        [Parameter(Mandatory = $true)][ValidateRange(5, 1051200)][int]$Minutes,
        [Parameter(Mandatory = $true)][ValidatePattern('^[A-Za-z]{1,60}\z')][string]$Reason,
        [AllowEmptyString()][string]$Comment = '',
        [long]$Fence = 0
    )
    Confirm-RUFence -Fence $Fence -About $Computer
    $instance = Get-RUMonitoredComputer -Computer $Computer
    if ($instance.InMaintenanceMode) { return }
    $end = (Get-RUClock).AddMinutes($Minutes)
    # Five minutes are the minimum, and a little has passed by the time SCOM checks.
    if ($Minutes -eq 5) { $end = $end.AddSeconds(30) }
    try { $null = Start-SCOMMaintenanceMode -Instance $instance -EndTime $end -Reason $Reason -Comment $Comment -ErrorAction Stop }
    catch { Write-RUMaintenanceFailure -Record $_ -Doing 'to start maintenance mode' }
}

function Add-RUMaintenanceTime {
    <#
    .SYNOPSIS
    Makes maintenance mode last at least a number of minutes from now; a window that ends later stays as it is.
    .PARAMETER Computer
    The name of the computer in SCOM, which is not this server.
    .PARAMETER Minutes
    How many, from now.
    .PARAMETER Fence
    The fencing number of the run that asks; 0 for none.
    #>
    param(
        [Parameter(Mandatory = $true)][string]$Computer,
        [Parameter(Mandatory = $true)][ValidateRange(5, 1051200)][int]$Minutes,
        [long]$Fence = 0
    )
    Confirm-RUFence -Fence $Fence -About $Computer
    $entry = Get-RUOpenMaintenance -Computer $Computer
    $end = (Get-RUClock).AddMinutes($Minutes)
    if ((ConvertFrom-RUInstant (ConvertTo-RUInstant $entry.ScheduledEndTime)) -ge $end) { return }
    Set-RUMaintenanceEndTime -Entry $entry -EndTime $end
}

function Set-RUMaintenanceEnd {
    <#
    .SYNOPSIS
    Gives the maintenance window of a computer its former end back; if that has passed, the window ends now.
    .PARAMETER EndsAt
    As text in ISO 8601, since a DateTime is read by the server's culture.
    .PARAMETER Computer
    The name of the computer in SCOM, which is not this server.
    .PARAMETER Fence
    The fencing number of the run that asks; 0 for none.
    #>
    param([Parameter(Mandatory = $true)][string]$Computer, [Parameter(Mandatory = $true)][string]$EndsAt, [long]$Fence = 0)
    Confirm-RUFence -Fence $Fence -About $Computer
    $end = ConvertFrom-RUInstant $EndsAt
    $entry = Get-RUOpenMaintenance -Computer $Computer
    $now = Get-RUClock
    if ($end -lt $now) { $end = $now }
    Set-RUMaintenanceEndTime -Entry $entry -EndTime $end
}

function Stop-RUMaintenance {
    <#
    .SYNOPSIS
    Ends the maintenance mode of a computer in SCOM; does nothing if it is in none.
    .DESCRIPTION
    If SCOM refuses because it began less than five minutes ago, it ends when the five minutes are over.
    .PARAMETER Computer
    The name of the computer in SCOM, which is not this server.
    .PARAMETER Fence
    The fencing number of the run that asks; 0 for none.
    #>
    param([Parameter(Mandatory = $true)][string]$Computer, [long]$Fence = 0)
    Confirm-RUFence -Fence $Fence -About $Computer
    $entry = Get-RUMaintenanceEntry -Instance (Get-RUMonitoredComputer -Computer $Computer)
    if ($entry) { Set-RUMaintenanceEndTime -Entry $entry -EndTime (Get-RUClock) }
}

function Connect-RUMonitoring {
    <#
    .SYNOPSIS
    Loads the module of Operations Manager and makes sure that there is a connection to this server's management group.
    .LINK
    https://learn.microsoft.com/powershell/module/operationsmanager/new-scommanagementgroupconnection
    #>
    Import-RUModule -Name 'OperationsManager' -Hint 'Name a management server of SCOM 2012 or newer.'
    $connections = @(Get-SCOMManagementGroupConnection -ErrorAction SilentlyContinue | Where-Object { $_.IsActive })
    if ($connections.Count -eq 0) { New-SCOMManagementGroupConnection -ComputerName 'localhost' -ErrorAction Stop }
}

function Get-RUMonitoredComputer {
    <#
    .SYNOPSIS
    The object of one computer in SCOM.
    .DESCRIPTION
    SCOM knows full names. A short name is compared with the first label and must fit exactly one computer.
    .LINK
    https://learn.microsoft.com/powershell/module/operationsmanager/get-scomclassinstance
    #>
    param([Parameter(Mandatory = $true)][string]$Computer)
    Connect-RUMonitoring
    $class = Get-SCOMClass -Name 'Microsoft.Windows.Computer' -ErrorAction Stop
    $found = @(Get-SCOMClassInstance -Class $class -ErrorAction Stop | Where-Object { Test-RUSameHost -One $_.DisplayName -Other $Computer })
    if ($found.Count -eq 1) { return $found[0] }
    if ($found.Count -gt 1) {
        $names = [string]::Join(', ', @($found | ForEach-Object { $_.DisplayName }))
        Write-RUFailure -Id 'scom-unknown-computer' -What "SCOM knows several computers by that name: $names" -Hint 'Name the member by its full name.' -Category InvalidArgument
    }
    Write-RUFailure -Id 'scom-unknown-computer' -What "SCOM knows no computer $Computer" -Hint 'Check its name, and that its agent is approved.' -Category ObjectNotFound
}

function Get-RUMaintenanceEntry {
    <#
    .SYNOPSIS
    The maintenance window that a computer is in; nothing while it is monitored.
    #>
    param([Parameter(Mandatory = $true)]$Instance)
    if (-not $Instance.InMaintenanceMode) { return }
    @(Get-SCOMMaintenanceMode -Instance $Instance -ErrorAction Stop)[0]
}

function Get-RUOpenMaintenance {
    <#
    .SYNOPSIS
    The maintenance window that a computer must be in.
    #>
    param([Parameter(Mandatory = $true)][string]$Computer)
    $entry = Get-RUMaintenanceEntry -Instance (Get-RUMonitoredComputer -Computer $Computer)
    if ($entry) { return $entry }
    Write-RUFailure -Id 'scom-not-in-maintenance' -What 'the computer is not in maintenance mode in SCOM' -Hint 'Begin it instead.'
}

function Set-RUMaintenanceEndTime {
    <#
    .SYNOPSIS
    Gives a maintenance window another end.
    .DESCRIPTION
    SCOM uses UTC. Reason and comment are passed again unchanged. No cmdlet ends a window; setting its end to now does.
    A window must last at least five minutes: a younger one that may not end at once ends when they are over.
    .LINK
    https://learn.microsoft.com/powershell/module/operationsmanager/set-scommaintenancemode
    #>
    param([Parameter(Mandatory = $true)]$Entry, [Parameter(Mandatory = $true)][DateTime]$EndTime)
    # A second more, because of rounding. A time without a kind is UTC.
    $earliest = (ConvertFrom-RUInstant (ConvertTo-RUInstant $Entry.StartTime)).AddSeconds(301)
    $doing = 'to change the end of maintenance mode'
    $window = @{ MaintenanceModeEntry = $Entry; Reason = $Entry.Reason; ErrorAction = 'Stop' }
    # It is not documented that an empty one is accepted.
    if ($Entry.Comments) { $window.Comment = $Entry.Comments }
    try {
        try { $null = Set-SCOMMaintenanceMode @window -EndTime $EndTime }
        catch { Write-RUMaintenanceFailure -Record $_ -Doing $doing }
    }
    catch {
        # Without an answer it may have been done: nothing more is sent.
        if ($_.FullyQualifiedErrorId -notlike 'scom-refused*' -or $EndTime -ge $earliest) { throw }
        try { $null = Set-SCOMMaintenanceMode @window -EndTime $earliest }
        catch { Write-RUMaintenanceFailure -Record $_ -Doing $doing }
    }
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
