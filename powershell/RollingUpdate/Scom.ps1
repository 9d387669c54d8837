# Maintenance mode in SCOM, on its management server: each function is about a computer that is not this server. ScomWindows.ps1 has what they
# do with windows.

function Get-RUMaintenance {
    <#
    .SYNOPSIS
    Maintenance mode of a computer in SCOM, and of the parts that it contains.
    .DESCRIPTION
    Agents pick up maintenance mode within five minutes and do not say when, so it counts as in effect once these have passed.
    .PARAMETER Computer
    The full name of the computer, or its first label if that is unambiguous.
    .OUTPUTS
    One object: on, inEffect, endsAt, reason, comment, clock (of the management server), partsOn and partsOff: how many of the parts are in
    maintenance mode, and how many are monitored. These two are empty if they are not known.
    .LINK
    https://learn.microsoft.com/system-center/scom/manage-maintenance-mode-overview
    #>
    param([Parameter(Mandatory = $true)][string]$Computer)
    $instance = Get-RUMonitoredComputer -Computer $Computer
    $entry = Get-RUMaintenanceEntry -Instance $instance
    $now = Get-RUClock
    $answer = @{
        on = [bool]$instance.InMaintenanceMode; inEffect = $false; endsAt = $null; reason = $null; comment = $null
        clock = ConvertTo-RUInstant $now; partsOn = $null; partsOff = $null
    }
    if ($entry) {
        # A time without a kind is UTC.
        $since = ConvertFrom-RUInstant (ConvertTo-RUInstant $entry.StartTime)
        $answer.inEffect = ($now - $since).TotalMinutes -ge 5
        $answer.endsAt = ConvertTo-RUInstant $entry.ScheduledEndTime
        $answer.reason = [string]$entry.Reason
        $answer.comment = [string]$entry.Comments
    }
    try {
        $parts = @(Get-RUMaintenancePart -Instance $instance)
        $answer.partsOn = @($parts | Where-Object { $_.InMaintenanceMode }).Length
        $answer.partsOff = $parts.Length - $answer.partsOn
    }
    catch { $answer.partsOn = $null }
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
    Makes maintenance mode of a computer and of the parts in its window last at least a number of minutes from now; a window that ends later stays
    as it is.
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
    $window = Get-RUMaintenanceWindow -Computer $Computer
    $end = (Get-RUClock).AddMinutes($Minutes)
    # The end that is the first in the window, of the computer or of a part.
    if (@($window.Ends | Where-Object { $_ -lt $end }).Length -eq 0) { return }
    foreach ($one in $window.Ends) { if ($one -gt $end) { $end = $one } }
    Set-RUMaintenanceEndTime -Window $window -EndTime $end
}

function Set-RUMaintenanceEnd {
    <#
    .SYNOPSIS
    Gives the maintenance window of a computer, and of the parts in it, its former end back; if that has passed, the window ends now.
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
    $window = Get-RUMaintenanceWindow -Computer $Computer
    $now = Get-RUClock
    if ($end -lt $now) { $end = $now }
    Set-RUMaintenanceEndTime -Window $window -EndTime $end
}

function Stop-RUMaintenance {
    <#
    .SYNOPSIS
    Ends the maintenance mode of a computer in SCOM, and of the parts that are in the same window; does nothing if it is in none.
    .DESCRIPTION
    If SCOM refuses because it began less than five minutes ago, it ends when the five minutes are over. Parts that are left in the last window
    of a computer that is monitored again are taken out of it.
    .PARAMETER Computer
    The name of the computer in SCOM, which is not this server.
    .PARAMETER Fence
    The fencing number of the run that asks; 0 for none.
    #>
    param([Parameter(Mandatory = $true)][string]$Computer, [long]$Fence = 0)
    Confirm-RUFence -Fence $Fence -About $Computer
    $window = Get-RUMaintenanceWindow -Computer $Computer -OrLast
    if ($window) { Set-RUMaintenanceEndTime -Window $window -EndTime (Get-RUClock) }
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
    SCOM is asked by name, and not for all its computers. It knows full names. A short name is compared with the first label and must fit exactly
    one computer. Several objects have the name of a computer: that of its agent, for example.
    .LINK
    https://learn.microsoft.com/powershell/module/operationsmanager/get-scomclassinstance
    #>
    param([Parameter(Mandatory = $true)][string]$Computer)
    Connect-RUMonitoring
    $label = $Computer.Split('.')[0]
    $names = @($Computer, $label)
    if ($label -eq $Computer) { $names = @($Computer, "$Computer.*") }
    $trouble = @()
    $objects = @(Get-SCOMClassInstance -DisplayName $names -ErrorAction SilentlyContinue -ErrorVariable trouble)
    $found = @($objects | Where-Object { $_.FullName -like 'Microsoft.Windows.Computer:*' -and (Test-RUSameHost -One $_.DisplayName -Other $Computer) })
    if ($found.Count -eq 1) { return $found[0] }
    if ($found.Count -gt 1) {
        $names = [string]::Join(', ', @($found | ForEach-Object { $_.DisplayName }))
        Write-RUFailure -Id 'scom-unknown-computer' -What "SCOM knows several computers by that name: $names" -Hint 'Name the member by its full name.' -Category InvalidArgument
    }
    # Whether a name that is not found is an error for the cmdlet is not documented; that it could not ask is one.
    foreach ($one in $trouble) { if ([string]$one.CategoryInfo.Category -ne 'ObjectNotFound') { throw $one } }
    Write-RUFailure -Id 'scom-unknown-computer' -What "SCOM knows no computer $Computer" -Hint 'Check its name, and that its agent is approved.' -Category ObjectNotFound
}
