function ConvertTo-RUNlbState {
    <#
    .SYNOPSIS
    One of converged, converging, draining, stopped, suspended, unknown.
    .DESCRIPTION
    What the cmdlets print while a host drains is documented nowhere, what WMI says then is: its 1009 wins over any text but suspended.
    Otherwise the text decides where it is known, and WMI where it is not. Texts are compared loosely: 'Converged(default)'.
    .PARAMETER Text
    The state as the cmdlets print it; may be empty.
    .PARAMETER Code
    The status code of MicrosoftNLB_Node; nothing where it is not known.
    .LINK
    https://learn.microsoft.com/previous-versions/windows/desktop/wlbsprov/microsoftnlb-node
    #>
    param([string]$Text, $Code)
    # Converged or not: what the hosts have been told differs, which no code says.
    if ($Text -match 'misconfig') { return 'unknown' }
    $said = 'unknown'
    if ($Text -match 'suspend') { $said = 'suspended' }
    elseif ($Text -match 'drain|stopping') { $said = 'draining' }
    elseif ($Text -match 'converging') { $said = 'converging' }
    elseif ($Text -match 'converged') { $said = 'converged' }
    elseif ($Text -match 'stopped') { $said = 'stopped' }
    if ($said -eq 'suspended' -or $Code -eq $null) { return $said }
    if ([long]$Code -eq 1009) { return 'draining' }
    if ($said -ne 'unknown') { return $said }
    switch ([long]$Code) {
        1005 { 'stopped' }
        1006 { 'converging' }
        1007 { 'converged' }
        1008 { 'converged' }
        1013 { 'suspended' }
        default { 'unknown' }
    }
}
