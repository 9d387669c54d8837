function Start-RUService {
    <#
    .SYNOPSIS
    Starts a service, after those on which it depends. Does nothing where it runs or is starting.
    .DESCRIPTION
    Comes back when Windows has taken the order, not when the service runs: whoever calls looks at the status. Start-Service would wait
    without end for a service that does not become ready.
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
        # 1056: it runs by now.
        if ($code -eq 1056) { return }
        if ($code -eq 1058) { Write-RUFailure -Id 'service-disabled' -What "the service $($service.Name) or one on which it depends is disabled" -Hint 'Give it its start type back first.' }
        # 1053: it has not answered in time, and may start all the same.
        if ($code -eq $null -or $code -eq 1053) { throw }
        Write-RUFailure -Id 'service-refused' -What "Windows did not start the service $($service.Name) (error $code)" -Hint 'Look into the System log for events of the Service Control Manager.'
    }
}
