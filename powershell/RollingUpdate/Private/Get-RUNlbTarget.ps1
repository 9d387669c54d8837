function Get-RUNlbTarget {
    <#
    .SYNOPSIS
    How the cmdlets of NLB are told which node is meant.
    .DESCRIPTION
    Windows PowerShell takes the node itself. In PowerShell 7 the module works through Windows PowerShell, and what comes from there is a
    picture of a node, which the cmdlets do not take: there it is the name of the server and of the network interface.
    .PARAMETER Node
    As Get-NlbClusterNode gave it.
    .OUTPUTS
    A hashtable of parameters.
    #>
    param([Parameter(Mandatory = $true)]$Node)
    if ($Node.PSObject.TypeNames[0] -like 'Deserialized.*') {
        @{ HostName = $env:COMPUTERNAME; InterfaceName = (Get-RUText $Node.InterfaceName); ErrorAction = 'Stop' }
    }
    else { @{ InputObject = $Node; ErrorAction = 'Stop' } }
}
