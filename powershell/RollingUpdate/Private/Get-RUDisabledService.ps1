function Get-RUDisabledService {
    <#
    .SYNOPSIS
    The name of a disabled service that keeps another one from being started: that one itself, or one on which it depends.
    .PARAMETER Service
    The System.ServiceProcess.ServiceController of the service to be started.
    .OUTPUTS
    The first such name; nothing where all may start.
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
