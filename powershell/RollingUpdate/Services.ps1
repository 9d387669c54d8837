# Windows services, from the Service Control Manager and the registry, since an installer may leave WMI disabled. A start or a stop is an
# order that Windows accepts; the status shows whether it was carried out.

function Get-RUService {
    <#
    .SYNOPSIS
    All services with status, start type and dependencies.
    .DESCRIPTION
    Status and dependencies come from the Service Control Manager, or the dependencies from the registry. The start type comes from WMI, or from
    the registry if WMI is down, as installers may leave it, or does not say. A service without any start type counts as manual: nobody expects
    it to run. Whether Windows starts and stops it by itself is in the registry only.
    .OUTPUTS
    A record for each: name, displayName, status, startType, dependsOn (names, one per line), and what Get-RUServiceSort tells.
    .LINK
    https://learn.microsoft.com/windows/win32/cimwin32prov/win32-service
    #>
    param()
    $modes = @{}
    try { Get-RUInstance -Class Win32_Service | ForEach-Object { $modes[[string]$_.Name] = [string]$_.StartMode } }
    catch { $modes = @{} }
    $types = @{ Auto = 'automatic'; Boot = 'automatic'; System = 'automatic'; Manual = 'manual'; Disabled = 'disabled' }
    $statuses = @{
        Running = 'running'; Stopped = 'stopped'; StartPending = 'starting'; ContinuePending = 'starting'
        StopPending = 'stopping'; PausePending = 'running'; Paused = 'paused'
    }
    # Not everybody may read every service; the others are needed all the same.
    $services = @(Get-Service -ErrorAction SilentlyContinue)
    if ($services.Length -eq 0) { Write-RUFailure -Id 'no-services' -What 'the services cannot be listed' -Hint 'The account must be an administrator of the server.' }
    foreach ($service in $services) {
        $type = $types[[string]$modes[$service.Name]]
        if (-not $type) { $type = Get-RUStartType -Name $service.Name }
        if (-not $type) { $type = 'manual' }
        $needed = $null
        try { $needed = $service.ServicesDependedOn } catch { $needed = $null }
        # If a property fails, PowerShell 3.0 and newer return nothing, and no error; a service without dependencies has an empty list.
        if ($null -ne $needed) { $names = @($needed | Where-Object { $_ -ne $null } | ForEach-Object { [string]$_.Name }) }
        # A service that an installer has just deleted has no key either.
        else { $names = @(Get-RURegistryValue -Path ('HKLM:\SYSTEM\CurrentControlSet\Services\' + $service.Name) -Name DependOnService) }
        $sort = Get-RUServiceSort -Name $service.Name
        New-Object PSObject -Property @{
            name        = [string]$service.Name
            displayName = [string]$service.DisplayName
            status      = $statuses[(Get-RUText $service.Status)]
            startType   = $type
            dependsOn   = [string]::Join("`n", $names)
            delayed     = $sort.delayed
            trigger     = $sort.trigger
            perUser     = $sort.perUser
        }
    }
}

function Start-RUService {
    <#
    .SYNOPSIS
    Starts a service, after those on which it depends. Does nothing if it runs or is starting.
    .DESCRIPTION
    Returns when Windows has accepted the order, not when the service runs: the caller looks at the status. Start-Service would wait for ever
    for a service that does not become ready.
    .PARAMETER Name
    The name of the service, not the displayed one.
    .PARAMETER Fence
    The fencing number of the run that asks; 0 for none.
    .LINK
    https://learn.microsoft.com/windows/win32/api/winsvc/nf-winsvc-startservicew
    #>
    param([Parameter(Mandatory = $true)][string]$Name, [long]$Fence = 0)
    Confirm-RUFence -Fence $Fence
    $service = Get-RUController -Name $Name
    $status = Get-RUText $service.Status
    if ($status -eq 'Running' -or $status -eq 'StartPending' -or $status -eq 'ContinuePending') { return }
    $disabled = Get-RUDisabledService -Service $service
    if ($disabled) { Write-RUFailure -Id 'service-disabled' -What "the service $disabled is disabled" -Hint 'Give it its start type back first.' }
    try {
        if ($status -eq 'Paused') { $null = $service.Continue() } else { $null = $service.Start() }
    }
    catch {
        $code = Get-RUNativeError $_
        # 1056: it is already running.
        if ($code -eq 1056) { return }
        if ($code -eq 1058) { Write-RUFailure -Id 'service-disabled' -What "the service $($service.Name) or one on which it depends is disabled" -Hint 'Give it its start type back first.' }
        # 1053: it has not answered in time, but may still start.
        if ($code -eq $null -or $code -eq 1053) { throw }
        Write-RUFailure -Id 'service-refused' -What "Windows did not start the service $($service.Name) (error $code)" -Hint 'Look in the System log for events from the Service Control Manager.'
    }
}

function Stop-RUService {
    <#
    .SYNOPSIS
    Stops a service; refused while services that depend on it run. Does nothing if it is stopped or stopping.
    .DESCRIPTION
    Returns when Windows has accepted the order: the caller looks at the status.
    .PARAMETER Name
    The name of the service, not the displayed one.
    .PARAMETER Fence
    The fencing number of the run that asks; 0 for none.
    .LINK
    https://learn.microsoft.com/dotnet/api/system.serviceprocess.servicecontroller.stop
    #>
    param([Parameter(Mandatory = $true)][string]$Name, [long]$Fence = 0)
    Confirm-RUFence -Fence $Fence
    $service = Get-RUController -Name $Name
    $status = Get-RUText $service.Status
    if ($status -eq 'Stopped' -or $status -eq 'StopPending') { return }
    # The method below would stop them too.
    $dependents = @($service.DependentServices | Where-Object { $_ -ne $null } | Where-Object { (Get-RUText $_.Status) -ne 'Stopped' } | ForEach-Object { $_.Name })
    if ($dependents.Length -gt 0) {
        $names = [string]::Join(', ', $dependents)
        Write-RUFailure -Id 'service-dependents-running' -What "$names depend on $($service.Name) and run" -Hint 'Stop them first.'
    }
    try { $null = $service.Stop() }
    catch {
        $code = Get-RUNativeError $_
        # 1062: it has already stopped.
        if ($code -eq 1062) { return }
        # 1053: it has not answered in time, but may still stop.
        if ($code -eq $null -or $code -eq 1053) { throw }
        $hint = 'Look in the System log for events from the Service Control Manager.'
        # 1061: it is between two states.
        if ($code -eq 1061) { $hint = 'It accepts no commands right now; try again when it has started.' }
        Write-RUFailure -Id 'service-refused' -What "Windows did not stop the service $($service.Name) (error $code)" -Hint $hint
    }
}

function Set-RUServiceStartType {
    <#
    .SYNOPSIS
    Sets how a service starts.
    .PARAMETER Name
    The name of the service, not the displayed one.
    .PARAMETER StartType
    automatic, manual or disabled. A delayed start stays delayed.
    .PARAMETER Fence
    The fencing number of the run that asks; 0 for none.
    .LINK
    https://learn.microsoft.com/powershell/module/microsoft.powershell.management/set-service
    #>
    param(
        [Parameter(Mandatory = $true)][string]$Name,
        [Parameter(Mandatory = $true)][ValidateSet('automatic', 'manual', 'disabled')][string]$StartType,
        [long]$Fence = 0
    )
    Confirm-RUFence -Fence $Fence
    $service = Get-RUController -Name $Name
    $type = $StartType
    # PowerShell 6 and newer remove the delay unless it is asked for; older versions leave it and cannot name it.
    if ($type -eq 'automatic' -and $PSVersionTable.PSVersion.Major -ge 6) {
        $key = 'HKLM:\SYSTEM\CurrentControlSet\Services\' + $service.Name
        if ((Get-RURegistryValue -Path $key -Name DelayedAutostart) -eq 1) { $type = 'AutomaticDelayedStart' }
    }
    $null = Set-Service -Name $service.Name -StartupType $type -ErrorAction Stop
}

function Get-RUController {
    <#
    .SYNOPSIS
    A service as the Service Control Manager shows it. Needs no WMI, which may itself be among the services that are down.
    .PARAMETER Name
    Taken literally, without wildcards.
    .OUTPUTS
    A System.ServiceProcess.ServiceController.
    #>
    param([Parameter(Mandatory = $true)][string]$Name)
    $found = @()
    try { $found = @(Get-Service -Name ([System.Management.Automation.WildcardPattern]::Escape($Name)) -ErrorAction Stop) }
    catch { if ($_.FullyQualifiedErrorId -notlike 'NoServiceFoundForGivenName*') { throw } }
    if ($found.Length -ne 1) {
        Write-RUFailure -Id 'no-such-service' -What "there is no service $Name" -Hint 'Look at the list of its services.' -Category ObjectNotFound
    }
    $found[0]
}

function Get-RUServiceSort {
    <#
    .SYNOPSIS
    Whether Windows starts a service late, by events, or for each user, from its key in the registry.
    .DESCRIPTION
    The type of a service has the bit 0x40 where Windows makes one of its kind for each user, and 0x80 as well in those that it has made. Get-Service
    and WMI tell none of it before PowerShell 7 and Windows Server 2016.
    .PARAMETER Name
    The name of a service.
    .OUTPUTS
    One record: delayed, trigger, perUser (no, template, instance); each is nothing where it cannot be read.
    .LINK
    https://learn.microsoft.com/windows/win32/api/winsvc/ns-winsvc-query_service_configw
    .LINK
    https://learn.microsoft.com/windows/win32/services/service-trigger-events
    .LINK
    https://learn.microsoft.com/windows/application-management/per-user-services-in-windows
    #>
    param([Parameter(Mandatory = $true)][string]$Name)
    $sort = @{ delayed = $null; trigger = $null; perUser = $null }
    $path = 'HKLM:\SYSTEM\CurrentControlSet\Services\' + $Name
    # What cannot be read is not known, and no reason to have no list at all.
    try {
        if (Test-Path -LiteralPath $path -ErrorAction Stop) {
            $key = Get-ItemProperty -LiteralPath $path -ErrorAction Stop
            $triggered = [bool](Test-Path -LiteralPath ($path + '\TriggerInfo') -ErrorAction Stop)
            $late = $key.PSObject.Properties['DelayedAutostart']
            $sort.delayed = [bool]($late -ne $null -and $late.Value -eq 1)
            $sort.trigger = $triggered
            $type = $key.PSObject.Properties['Type']
            if ($type -ne $null) {
                $sort.perUser = 'no'
                if ([int]$type.Value -band 0x40) { $sort.perUser = 'template' }
                if ([int]$type.Value -band 0x80) { $sort.perUser = 'instance' }
            }
        }
    }
    catch { $sort = @{ delayed = $null; trigger = $null; perUser = $null } }
    New-Object PSObject -Property $sort
}

function Get-RUStartType {
    <#
    .SYNOPSIS
    How a service starts, from the registry: automatic, manual or disabled; nothing if there is no such service.
    .DESCRIPTION
    Drivers, on which services may depend, are started by the loader, by the kernel, or automatically: all of these count as automatic.
    .PARAMETER Name
    The name of a service or driver.
    #>
    param([Parameter(Mandatory = $true)][string]$Name)
    $start = Get-RURegistryValue -Path ('HKLM:\SYSTEM\CurrentControlSet\Services\' + $Name) -Name Start
    if ($null -eq $start) { return }
    switch ([int]$start) {
        3 { 'manual' }
        4 { 'disabled' }
        default { 'automatic' }
    }
}

function Get-RUDisabledService {
    <#
    .SYNOPSIS
    The name of a disabled service that keeps a service from starting: the service itself, or one on which it depends.
    .PARAMETER Service
    The System.ServiceProcess.ServiceController of the service to be started.
    .OUTPUTS
    The first such name; nothing if all can start.
    #>
    param([Parameter(Mandatory = $true)]$Service)
    $status = Get-RUText $Service.Status
    if ($status -eq 'Running' -or $status -eq 'StartPending') { return }
    if ((Get-RUStartType -Name $Service.Name) -eq 'disabled') { return $Service.Name }
    foreach ($needed in @($Service.ServicesDependedOn | Where-Object { $_ -ne $null })) {
        $disabled = Get-RUDisabledService -Service $needed
        if ($disabled) { return $disabled }
    }
}

function Get-RUNativeError {
    <#
    .SYNOPSIS
    The Windows error code behind an error, the same in every language; nothing if there is none.
    .PARAMETER ErrorRecord
    As in a catch block.
    #>
    param([Parameter(Mandatory = $true)]$ErrorRecord)
    $found = $null
    for ($cause = $ErrorRecord.Exception; $cause -ne $null; $cause = $cause.InnerException) {
        if ($cause -is [System.ComponentModel.Win32Exception]) { $found = $cause.NativeErrorCode }
    }
    $found
}
