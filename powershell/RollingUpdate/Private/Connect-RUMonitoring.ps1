function Connect-RUMonitoring {
    <#
    .SYNOPSIS
    Loads the module of Operations Manager and sees to a connection with the management group of this server.
    .LINK
    https://learn.microsoft.com/powershell/module/operationsmanager/new-scommanagementgroupconnection
    #>
    Import-RUModule -Name 'OperationsManager' -Hint 'Name a management server of SCOM 2012 or newer.'
    $connections = @(Get-SCOMManagementGroupConnection -ErrorAction SilentlyContinue | Where-Object { $_.IsActive })
    if ($connections.Count -eq 0) { New-SCOMManagementGroupConnection -ComputerName 'localhost' -ErrorAction Stop }
}
