function Start-RUMaintenance {
    <#
    .SYNOPSIS
    Puts a computer into maintenance mode in SCOM for some minutes; one that is in it already keeps its window.
    .PARAMETER Computer
    The name of the computer in SCOM, which is not this server.
    .PARAMETER Minutes
    How many, from now.
    .PARAMETER Reason
    A reason that SCOM knows, as PlannedOther.
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
    # Five minutes are the least, and are less by the time they are looked at.
    if ($Minutes -eq 5) { $end = $end.AddSeconds(30) }
    try { $null = Start-SCOMMaintenanceMode -Instance $instance -EndTime $end -Reason $Reason -Comment $Comment -ErrorAction Stop }
    catch { Write-RUMaintenanceFailure -Record $_ -Doing 'to start maintenance mode' }
}
