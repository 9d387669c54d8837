function Get-RUForefrontState {
    <#
    .SYNOPSIS
    enabled, disabled or not-installed: whether services of Exchange depend on Forefront's controller.
    .DESCRIPTION
    That dependency is what fscutility makes and takes away; neither its exit code nor its /status is documented.
    .LINK
    https://techcommunity.microsoft.com/blog/exchange/592791
    #>
    if (-not (Test-RURegistryKey 'HKLM:\SYSTEM\CurrentControlSet\Services\FSCController')) { return 'not-installed' }
    $state = 'not-installed'
    foreach ($name in 'MSExchangeTransport', 'MSExchangeIS') {
        if (-not (Test-RURegistryKey ('HKLM:\SYSTEM\CurrentControlSet\Services\' + $name))) { continue }
        $state = 'disabled'
        $needed = @((Get-RUController -Name $name).ServicesDependedOn | ForEach-Object { $_.Name })
        if ($needed -contains 'FSCController') { return 'enabled' }
    }
    $state
}
