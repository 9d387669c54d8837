function Get-RUService {
    <#
    .SYNOPSIS
    All services with status, start type and dependencies.
    .DESCRIPTION
    The Service Control Manager tells status and dependencies; the registry tells the latter where it does not. The start type is that of WMI;
    where WMI is down, as installers may leave it, or does not tell, it is the one in the registry. A service that shows none anywhere counts as
    manual: nobody expects it to run.
    .OUTPUTS
    A record for each: name, displayName, status, startType, dependsOn (names, a line each).
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
    # Some services do not let themselves be read by everybody; the others are wanted all the same.
    $services = @(Get-Service -ErrorAction SilentlyContinue)
    if ($services.Length -eq 0) { Write-RUFailure -Id 'no-services' -What 'the services cannot be listed' -Hint 'The account must be an administrator of the server.' }
    foreach ($service in $services) {
        $type = $types[[string]$modes[$service.Name]]
        if (-not $type) { $type = Get-RUStartType -Name $service.Name }
        if (-not $type) { $type = 'manual' }
        $needed = $null
        try { $needed = $service.ServicesDependedOn } catch { $needed = $null }
        # PowerShell 3.0 and newer give nothing, and no error, where a property fails; a service that needs none has an empty list.
        if ($null -ne $needed) { $names = @($needed | Where-Object { $_ -ne $null } | ForEach-Object { [string]$_.Name }) }
        # One that an installer has just deleted has no key either.
        else { $names = @(Get-RURegistryValue -Path ('HKLM:\SYSTEM\CurrentControlSet\Services\' + $service.Name) -Name DependOnService) }
        New-Object PSObject -Property @{
            name        = [string]$service.Name
            displayName = [string]$service.DisplayName
            status      = $statuses[(Get-RUText $service.Status)]
            startType   = $type
            dependsOn   = [string]::Join("`n", $names)
        }
    }
}
