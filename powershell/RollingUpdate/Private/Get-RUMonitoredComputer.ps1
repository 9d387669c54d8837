function Get-RUMonitoredComputer {
    <#
    .SYNOPSIS
    The object of a computer in SCOM, and none other.
    .DESCRIPTION
    SCOM knows full names. One that is short is compared with the first label, and must be that of one computer only.
    .LINK
    https://learn.microsoft.com/powershell/module/operationsmanager/get-scomclassinstance
    #>
    param([Parameter(Mandatory = $true)][string]$Computer)
    Connect-RUMonitoring
    $class = Get-SCOMClass -Name 'Microsoft.Windows.Computer' -ErrorAction Stop
    $found = @(Get-SCOMClassInstance -Class $class -ErrorAction Stop | Where-Object { Test-RUSameHost -One $_.DisplayName -Other $Computer })
    if ($found.Count -eq 1) { return $found[0] }
    if ($found.Count -gt 1) {
        $names = [string]::Join(', ', @($found | ForEach-Object { $_.DisplayName }))
        Write-RUFailure -Id 'scom-unknown-computer' -What "SCOM knows several computers of that name: $names" -Hint 'Name the member by its full name.' -Category InvalidArgument
    }
    Write-RUFailure -Id 'scom-unknown-computer' -What "SCOM knows no computer $Computer" -Hint 'Check its name, and that its agent is approved.' -Category ObjectNotFound
}
