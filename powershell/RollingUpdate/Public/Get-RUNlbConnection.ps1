function Get-RUNlbConnection {
    <#
    .SYNOPSIS
    The open client connections that NLB tracks on this server.
    .OUTPUTS
    First a record with clients (addresses, counted once each) and total; then one for each port of this server with port and connections.
    .LINK
    https://learn.microsoft.com/powershell/module/networkloadbalancingclusters/get-nlbclusterdriverinfo
    #>
    param()
    Import-RUModule -Name NetworkLoadBalancingClusters -Hint 'Install the management tools of Network Load Balancing: WMI does not count connections.'
    $clients = @{}
    $ports = @{}
    $total = 0
    foreach ($connection in @(Get-NlbClusterDriverInfo -OpenConnections -ErrorAction Stop)) {
        $clients[(Get-RUText $connection.SourceIPAddress)] = $true
        $port = [int](Get-RUText $connection.DestinationPorts)
        $ports[$port] = 1 + [int]$ports[$port]
        $total++
    }
    New-Object PSObject -Property @{ clients = $clients.Count; total = $total }
    foreach ($port in @($ports.Keys | Sort-Object)) {
        New-Object PSObject -Property @{ port = $port; connections = $ports[$port] }
    }
}
