function Add-RUMaintenanceTime {
    <#
    .SYNOPSIS
    Sees to it that maintenance mode lasts some minutes more from now; a window that ends later stays as it is.
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
    $entry = Get-RUOpenMaintenance -Computer $Computer
    $end = (Get-RUClock).AddMinutes($Minutes)
    if ((ConvertFrom-RUInstant (ConvertTo-RUInstant $entry.ScheduledEndTime)) -ge $end) { return }
    Set-RUMaintenanceEndTime -Entry $entry -EndTime $end
}
