function Stop-RUService {
    <#
    .SYNOPSIS
    Stops a service; refused while services that depend on it run. Does nothing where it is stopped or stopping.
    .DESCRIPTION
    Comes back when Windows has taken the order: whoever calls looks at the status.
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
    # The method below would stop them as well.
    $dependents = @($service.DependentServices | Where-Object { $_ -ne $null } | Where-Object { (Get-RUText $_.Status) -ne 'Stopped' } | ForEach-Object { $_.Name })
    if ($dependents.Length -gt 0) {
        $names = [string]::Join(', ', $dependents)
        Write-RUFailure -Id 'service-dependents-running' -What "$names depend on $($service.Name) and run" -Hint 'Stop them first.'
    }
    try { $null = $service.Stop() }
    catch {
        $code = Get-RUNativeError $_
        # 1062: it has been stopped by now.
        if ($code -eq 1062) { return }
        # 1053: it has not answered in time, and may stop all the same.
        if ($code -eq $null -or $code -eq 1053) { throw }
        $hint = 'Look into the System log for events of the Service Control Manager.'
        # 1061: it is between two states.
        if ($code -eq 1061) { $hint = 'It takes no orders just now; try again when it has started.' }
        Write-RUFailure -Id 'service-refused' -What "Windows did not stop the service $($service.Name) (error $code)" -Hint $hint
    }
}
