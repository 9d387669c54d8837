function Test-RUNlbModule {
    <#
    .SYNOPSIS
    Whether this server has the cmdlets of NLB; they are loaded then.
    .DESCRIPTION
    Server 2008 has none, nor has a later one on which NLB's management tools are not installed: there WMI takes their place.
    #>
    try { Import-RUModule -Name NetworkLoadBalancingClusters -Hint 'Install the management tools of Network Load Balancing.' }
    catch {
        if ($_.FullyQualifiedErrorId -like 'missing-module*') { return $false }
        throw
    }
    $true
}
