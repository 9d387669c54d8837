function Get-RUNlbWmiSetting {
    <#
    .SYNOPSIS
    The settings of a node of NLB in WMI.
    .PARAMETER Node
    The MicrosoftNLB_Node of this server.
    .OUTPUTS
    An instance of MicrosoftNLB_NodeSetting; its Name is that of the node.
    .LINK
    https://learn.microsoft.com/previous-versions/windows/desktop/wlbsprov/microsoftnlb-nodesetting
    #>
    param([Parameter(Mandatory = $true)]$Node)
    $settings = @(Get-RUInstance -Namespace 'root\MicrosoftNLB' -Class MicrosoftNLB_NodeSetting | Where-Object { $_.Name -eq $Node.Name })
    if ($settings.Length -ne 1) {
        Write-RUFailure -Id 'nlb-no-settings' -What "WMI shows $($settings.Length) settings for the node $($Node.Name) of NLB" -Hint 'Look at the host parameters with the NLB Manager.'
    }
    $settings[0]
}
