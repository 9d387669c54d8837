function Get-RUNlbWmiNode {
    <#
    .SYNOPSIS
    This server's own nodes of NLB as WMI knows them: one for each cluster in which it is.
    .OUTPUTS
    Instances of MicrosoftNLB_Node; none where this Windows has no NLB.
    .NOTES
    Instances of other hosts are enumerated only where remote control is allowed; their status code is 0, and no method works on them.
    .LINK
    https://learn.microsoft.com/previous-versions/windows/desktop/wlbsprov/microsoftnlb-node
    #>
    # Asking for a class in a namespace that is not there would be an error as any other: look first.
    if (@(Get-RUInstance -Namespace 'root' -Class __NAMESPACE -Filter "Name='MicrosoftNLB'").Length -eq 0) { return }
    Get-RUInstance -Namespace 'root\MicrosoftNLB' -Class MicrosoftNLB_Node |
        Where-Object { [long]$_.StatusCode -ne 0 -and (Test-RUOwnName $_.ComputerName) }
}
