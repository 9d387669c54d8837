# Parameters, sets and aliases are those that are published; types are closed to pictures of nodes, as the real ones are.

enum NodeInitialHostState { Started; Stopped; Suspended }

class NodeState {
    hidden [string]$Text
    NodeState([string]$text) { $this.Text = $text }
    [string] ToString() { return $this.Text }
}

class ClusterName {
    hidden [string]$Text
    ClusterName([string]$text) { $this.Text = $text }
    [string] ToString() { return $this.Text }
}

class Cluster {
    [string]$Name
    [string]$IPAddress
    [string]$SubnetMask
    [string]$Mode
}

class Node {
    [ClusterName]$Cluster
    [string]$Name
    [string]$InterfaceName
    [string]$Host
    [NodeState]$State
    [int]$HostPriority
    [Guid]$AdapterGuid = '99757561-22EC-44DA-B6D3-82E16B387D6C'
    [NodeInitialHostState]$InitialHostState
    [bool]$PersistSuspendOnReboot = $true
    [bool]$MaskSourceMac = $true
    [int]$FilterIcmp
    [int]$GreDescriptorTimeout = 10
    # Two arguments: PowerShell would make a node of anything by a constructor with none or one.
    Node([object]$from, [string]$state) {
        foreach ($property in 'Name', 'InterfaceName', 'Host', 'HostPriority', 'InitialHostState') { $this.$property = $from.$property }
        $this.Cluster = [ClusterName]::new($from.Cluster)
        $this.State = [NodeState]::new($state)
    }
}

function ConvertTo-Node($From) { [Node]::new($From, $From.State) }

function Get-NlbCluster {
    [CmdletBinding()]
    param(
        [Parameter(Position = 0)][Alias('Host', 'HN', 'H')][string]$HostName,
        [Parameter(Position = 1)][Alias('Interface', 'IN', 'I')][string]$InterfaceName
    )
    $found = Invoke-World 'nlb.cluster' @{ hostName = $HostName; interfaceName = $InterfaceName }
    [Cluster]@{ Name = $found.Name; IPAddress = $found.IPAddress; SubnetMask = $found.SubnetMask; Mode = $found.Mode }
}

function Get-NlbClusterNode {
    [CmdletBinding(DefaultParameterSetName = 'NonPipeline')]
    param(
        [Parameter(ParameterSetName = 'Pipeline', Mandatory, ValueFromPipeline, ValueFromPipelineByPropertyName)][Cluster[]]$InputObject,
        [Alias('Host', 'HN', 'H')][string]$HostName,
        [Parameter(ParameterSetName = 'NonPipeline')][Alias('Interface', 'IN', 'I')][string]$InterfaceName,
        [Parameter(Position = 0)][Alias('Name', 'NN')][string]$NodeName
    )
    process {
        try { $found = @(Invoke-World 'nlb.nodes' @{ hostName = $HostName; interfaceName = $InterfaceName }) }
        catch { $PSCmdlet.WriteError($_); return }
        $found | ForEach-Object { ConvertTo-Node $_ } | Where-Object { -not $NodeName -or $_.Name -eq $NodeName }
    }
}

function Get-NlbClusterNodeNetworkInterface {
    [CmdletBinding(DefaultParameterSetName = 'NonPipeline')]
    param(
        [Parameter(Position = 0)][Alias('Host', 'HN', 'H')][string]$HostName,
        [Parameter(Position = 1)][Alias('Interface', 'IN', 'I')][string]$InterfaceName
    )
    try { Invoke-World 'nlb.interfaces' } catch { $PSCmdlet.WriteError($_) }
}

function Invoke-NodeTurn([string]$How, $Bound) {
    $with = @{ how = $How; hostName = $Bound.HostName; interfaceName = $Bound.InterfaceName }
    if ($Bound.ContainsKey('Timeout')) { $with.timeout = $Bound.Timeout }
    if (-not $Bound.ContainsKey('InputObject')) { return Invoke-World 'nlb.turn' $with | ForEach-Object { ConvertTo-Node $_ } }
    foreach ($node in $Bound.InputObject) {
        $with.node = $node.Name
        Invoke-World 'nlb.turn' $with | ForEach-Object { ConvertTo-Node $_ }
    }
}

function Start-NlbClusterNode {
    [CmdletBinding(DefaultParameterSetName = 'NonPipeline')]
    param(
        [Parameter(ParameterSetName = 'Pipeline', Mandatory, ValueFromPipeline, ValueFromPipelineByPropertyName)][Node[]]$InputObject,
        [Parameter(ParameterSetName = 'NonPipeline', Position = 0)][Alias('Host', 'HN', 'H')][string]$HostName,
        [Parameter(ParameterSetName = 'NonPipeline')][Alias('Interface', 'IN', 'I')][string]$InterfaceName
    )
    process { Invoke-NodeTurn start $PSBoundParameters }
}

function Stop-NlbClusterNode {
    [CmdletBinding(DefaultParameterSetName = 'NonPipeline')]
    param(
        [Parameter(ParameterSetName = 'Pipeline', Mandatory, ValueFromPipeline, ValueFromPipelineByPropertyName)][Node[]]$InputObject,
        [Parameter(ParameterSetName = 'NonPipeline', Position = 0)][Alias('Host', 'HN', 'H')][string]$HostName,
        [Parameter(ParameterSetName = 'NonPipeline')][Alias('Interface', 'IN', 'I')][string]$InterfaceName,
        [Alias('D')][switch]$Drain,
        [Alias('T')][Nullable[uint32]]$Timeout
    )
    process {
        if (-not $Drain) { return Invoke-NodeTurn stop $PSBoundParameters }
        $null = Invoke-NodeTurn drain $PSBoundParameters
        # It waits itself until the connections are gone, at most for its limit, and then stops the node (Stop-NlbClusterNode, -Timeout). Once
        # it waits, nothing calls it off: not its pipeline, and not a start of the node.
        while (Invoke-World 'nlb.waiting') {
            [System.Threading.Thread]::Sleep(200)
        }
        Get-NlbClusterNode
    }
}

function Suspend-NlbClusterNode {
    [CmdletBinding(DefaultParameterSetName = 'NonPipeline')]
    param(
        [Parameter(ParameterSetName = 'Pipeline', Mandatory, ValueFromPipeline, ValueFromPipelineByPropertyName)][Node[]]$InputObject,
        [Parameter(ParameterSetName = 'NonPipeline', Position = 0)][Alias('Host', 'HN', 'H')][string]$HostName,
        [Parameter(ParameterSetName = 'NonPipeline')][Alias('Interface', 'IN', 'I')][string]$InterfaceName
    )
    process { Invoke-NodeTurn suspend $PSBoundParameters }
}

function Resume-NlbClusterNode {
    [CmdletBinding(DefaultParameterSetName = 'NonPipeline')]
    param(
        [Parameter(ParameterSetName = 'Pipeline', Mandatory, ValueFromPipeline, ValueFromPipelineByPropertyName)][Node[]]$InputObject,
        [Parameter(ParameterSetName = 'NonPipeline', Position = 0)][Alias('Host', 'HN', 'H')][string]$HostName,
        [Parameter(ParameterSetName = 'NonPipeline', Position = 1)][Alias('Interface', 'IN', 'I')][string]$InterfaceName
    )
    process { Invoke-NodeTurn resume $PSBoundParameters }
}

function Set-NlbClusterNode {
    [CmdletBinding(DefaultParameterSetName = 'NonPipeline')]
    param(
        [Parameter(ParameterSetName = 'Pipeline', Mandatory, ValueFromPipeline, ValueFromPipelineByPropertyName)][Node[]]$InputObject,
        [Parameter(ParameterSetName = 'NonPipeline', Position = 0)][Alias('Host', 'HN', 'H')][string]$HostName,
        [Parameter(ParameterSetName = 'NonPipeline', Mandatory)][Alias('Interface', 'IN', 'I')][string]$InterfaceName,
        [Alias('R')][switch]$Reload,
        [Alias('Priority', 'HP')][int]$HostPriority,
        [Alias('IHS', 'State')][NodeInitialHostState]$InitialHostState,
        [Alias('RS')][bool]$RetainSuspended,
        [Alias('F')][switch]$Force
    )
    process {
        # It would ask, and there is nobody to answer.
        if (-not $Force) { throw 'PowerShell is in NonInteractive mode. Read and Prompt functionality is not available.' }
        $with = @{ hostName = $HostName; interfaceName = $InterfaceName }
        if ($InputObject) { $with.node = $InputObject[0].Name }
        if ($PSBoundParameters.ContainsKey('InitialHostState')) { $with.initialHostState = [string]$InitialHostState }
        Invoke-World 'nlb.set' $with | ForEach-Object { ConvertTo-Node $_ }
    }
}

function Get-NlbClusterDriverInfo {
    [CmdletBinding(DefaultParameterSetName = 'Params')]
    param(
        [string]$InterfaceName,
        [Parameter(ParameterSetName = 'Params')][switch]$Params,
        [Parameter(ParameterSetName = 'OpenConnections', Mandatory)][Alias('OpenConnection')][switch]$OpenConnections
    )
    if ($OpenConnections) { Invoke-World 'nlb.connections' } else { Invoke-World 'nlb.driver' }
}

Export-ModuleMember -Function *-Nlb*
