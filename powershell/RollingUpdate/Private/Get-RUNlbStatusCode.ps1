function Get-RUNlbStatusCode {
    <#
    .SYNOPSIS
    What WMI says of this server in NLB, as a second opinion beside the text of the cmdlets; nothing where it cannot be asked.
    .PARAMETER Priority
    The host priority: which node is meant where there are several.
    .OUTPUTS
    The status code of MicrosoftNLB_Node.
    #>
    param([int]$Priority)
    # Winmgmt may well be stopped and disabled by an installer; the text of the cmdlets has to do then.
    try { $nodes = @(Get-RUNlbWmiNode) } catch { return }
    if ($nodes.Length -gt 1) { $nodes = @($nodes | Where-Object { [int]$_.HostPriority -eq $Priority }) }
    if ($nodes.Length -eq 1) { [long]$nodes[0].StatusCode }
}
