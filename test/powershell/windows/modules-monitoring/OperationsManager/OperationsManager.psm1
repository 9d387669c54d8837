# Stand-ins by their published signatures. The service thinks in UTC, and takes a time that does not say what it is for UTC.

enum MaintenanceModeReason {
    PlannedOther
    UnplannedOther
    PlannedHardwareMaintenance
    UnplannedHardwareMaintenance
    PlannedHardwareInstallation
    UnplannedHardwareInstallation
    PlannedOperatingSystemReconfiguration
    UnplannedOperatingSystemReconfiguration
    PlannedApplicationMaintenance
    UnplannedApplicationMaintenance
    ApplicationInstallation
    ApplicationUnresponsive
    ApplicationUnstable
    SecurityIssue
    LossOfNetworkConnectivity
}

$script:Connected = $null

function ConvertTo-ServiceTime([DateTime]$Time) {
    if ($Time.Kind -eq [DateTimeKind]::Unspecified) { $Time = [DateTime]::SpecifyKind($Time, [DateTimeKind]::Utc) }
    ConvertTo-WorldTime $Time
}

function Assert-Connected {
    if ($null -eq $script:Connected) { throw (New-WorldError @{ id = 'NotConnected'; message = 'There is no connection with the Data Access service.'; category = 'ConnectionError' }) }
}

function Get-SCOMManagementGroupConnection {
    # The set without parameters has no published name.
    [CmdletBinding(DefaultParameterSetName = 'Empty')]
    param(
        [Parameter(ParameterSetName = 'FromManagementGroupName', Mandatory, Position = 0)][string[]]$ManagementGroupName,
        [Parameter(ParameterSetName = 'FromComputerNames', Mandatory, Position = 0)][string[]]$ComputerName
    )
    if ($script:Connected) { New-Object PSObject -Property @{ ManagementGroupName = 'CONTOSO'; ManagementServerName = $script:Connected; IsActive = $true } }
}

function New-SCOMManagementGroupConnection {
    [CmdletBinding(DefaultParameterSetName = 'FromComputerNames')]
    param(
        [Parameter(ParameterSetName = 'FromComputerNames', Position = 0)][string[]]$ComputerName,
        [Parameter(ParameterSetName = 'FromComputerNames', Position = 1)][PSCredential]$Credential,
        [Parameter(ParameterSetName = 'FromComputerNames')][switch]$PassThru
    )
    $script:Connected = [string]$ComputerName
    if ($PassThru) { Get-SCOMManagementGroupConnection }
}

function Get-SCOMClass {
    [CmdletBinding()]
    param([Parameter(ParameterSetName = 'FromClassName', Mandatory, Position = 0)][string[]]$Name)
    Assert-Connected
    if ($Name -contains 'Microsoft.Windows.Computer') { New-Object PSObject -Property @{ Name = 'Microsoft.Windows.Computer'; DisplayName = 'Windows Computer' } }
}

function Set-ObjectEnd([string]$Id, [DateTime]$End, $Depth) {
    $End = [DateTime]::SpecifyKind($End, [DateTimeKind]::Utc)
    $null = Invoke-World 'scom.set' @{ id = $Id; end = (ConvertTo-WorldTime $End); recursive = ([string]$Depth -eq 'Recursive') }
}

# An object as the SDK has it (PartialMonitoringObject): a picture of the moment. Its methods take times for UTC; what reaches all that it
# contains has the depth Recursive.
function ConvertTo-MonitoringObject {
    param([Parameter(ValueFromPipeline)]$From)
    process {
        $object = New-Object PSObject -Property @{
            Id = $From.id; DisplayName = $From.name; Name = $From.name; FullName = $From.fullName; InMaintenanceMode = [bool]$From.inMaintenance
        }
        $methods = @{
            GetRelatedMonitoringObjects = { param($Depth) Invoke-World 'scom.parts' @{ id = $this.Id } | ConvertTo-MonitoringObject }
            StopMaintenanceMode         = { param($EndTime, $Depth) Set-ObjectEnd $this.Id $EndTime $Depth }
            UpdateMaintenanceMode       = { param($EndTime, [MaintenanceModeReason]$Reason, $Comments, $Depth) Set-ObjectEnd $this.Id $EndTime $Depth }
        }
        foreach ($name in $methods.Keys) { Add-Member -InputObject $object -MemberType ScriptMethod -Name $name -Value $methods[$name] }
        $object
    }
}

function Get-SCOMClassInstance {
    [CmdletBinding(DefaultParameterSetName = 'Empty')]
    param(
        [Parameter(ParameterSetName = 'FromManagementPackClass', Mandatory, Position = 0, ValueFromPipeline)][object[]]$Class,
        [Parameter(ParameterSetName = 'FromEMODisplayNameParameterSetName', Mandatory, Position = 0)][string[]]$DisplayName,
        [Parameter(ParameterSetName = 'FromEMONameParameterSetName', Mandatory, ValueFromPipeline)][string[]]$Name
    )
    process {
        Assert-Connected
        $with = @{}
        if ($DisplayName -or $Name) { $with.names = @($DisplayName) + @($Name) | Where-Object { $_ } }
        Invoke-World 'scom.instances' $with | ConvertTo-MonitoringObject
    }
}

function Get-SCOMMaintenanceMode {
    [CmdletBinding()]
    param([Parameter(Position = 0, ValueFromPipeline)][object[]]$Instance, [Parameter(Position = 1)][switch]$History)
    process {
        Assert-Connected
        foreach ($one in $Instance) {
            $window = Invoke-World 'scom.window' @{ id = $one.Id; history = [bool]$History }
            if ($null -eq $window) { continue }
            New-Object PSObject -Property @{
                MonitoringObjectId = $one.Id
                StartTime          = $window.start.ToUniversalTime()
                ScheduledEndTime   = $window.end.ToUniversalTime()
                EndTime            = $null
                Reason             = [MaintenanceModeReason]$window.reason
                Comments           = $window.comment
                User               = 'CONTOSO\operator'
            }
        }
    }
}

function Start-SCOMMaintenanceMode {
    [CmdletBinding(SupportsShouldProcess)]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline)][object[]]$Instance,
        [Parameter(Mandatory, Position = 1)][DateTime]$EndTime,
        [Parameter(Position = 2)][string]$Comment,
        [Parameter(Position = 3)][MaintenanceModeReason]$Reason,
        [switch]$PassThru
    )
    process {
        Assert-Connected
        foreach ($one in $Instance) {
            if (-not $PSCmdlet.ShouldProcess([string]$one.DisplayName)) { continue }
            try { $null = Invoke-World 'scom.start' @{ id = $one.Id; end = (ConvertTo-ServiceTime $EndTime); reason = [string]$Reason; comment = $Comment } }
            catch { $PSCmdlet.WriteError($_); continue }
            if ($PassThru) { Get-SCOMMaintenanceMode -Instance $one }
        }
    }
}

function Set-SCOMMaintenanceMode {
    [CmdletBinding(SupportsShouldProcess)]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline)][object[]]$MaintenanceModeEntry,
        [Parameter(Mandatory, Position = 1)][DateTime]$EndTime,
        # The order of these two is that of the published page. Whether an empty comment is taken is not published: here it is not.
        [Parameter(Position = 2)][ValidateNotNullOrEmpty()][string]$Comment,
        [Parameter(Position = 3)][MaintenanceModeReason]$Reason,
        [switch]$PassThru
    )
    process {
        Assert-Connected
        foreach ($one in $MaintenanceModeEntry) {
            if (-not $PSCmdlet.ShouldProcess([string]$one.MonitoringObjectId)) { continue }
            try { $null = Invoke-World 'scom.set' @{ id = $one.MonitoringObjectId; end = (ConvertTo-ServiceTime $EndTime) } }
            catch { $PSCmdlet.WriteError($_) }
        }
    }
}
