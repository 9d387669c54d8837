function Stop-RUMaintenance {
    <#
    .SYNOPSIS
    Ends the maintenance mode of a computer in SCOM; one that is in none stays so.
    .DESCRIPTION
    Where SCOM refuses that because it began less than five minutes ago, it ends when those are over.
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
