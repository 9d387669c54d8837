function Set-RUMaintenanceEnd {
    <#
    .SYNOPSIS
    Gives the maintenance window of a computer the end that it had; one that has passed ends it now.
    .PARAMETER EndsAt
    As text in ISO 8601, for a DateTime is read by the culture of the server.
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
