function Invoke-RUNlbMethod {
    <#
    .SYNOPSIS
    Turns NLB on this server through WMI.
    .PARAMETER Instance
    A MicrosoftNLB_Node or MicrosoftNLB_NodeSetting of this server.
    .PARAMETER Method
    Start, Stop, DrainStop, Suspend, Resume; LoadAllSettings.
    .NOTES
    1000 done, 1001 already so, 1002 a drain was called off by it, 1005 was stopped already, 1013 suspended.
    .LINK
    https://learn.microsoft.com/previous-versions/windows/desktop/wlbsprov/standard-return-values
    #>
    param([Parameter(Mandatory = $true)]$Instance, [Parameter(Mandatory = $true)][string]$Method)
    $code = [long](Invoke-RUInstanceMethod -Instance $Instance -Method $Method).ReturnValue
    if (@(1000, 1001, 1002, 1005) -contains $code) { return }
    if ($code -eq 1013) {
        Write-RUFailure -Id 'nlb-suspended' -What 'NLB is suspended here and takes no orders' -Hint 'Resume it first (nlb.resume).'
    }
    $hint = 'Look into the System log for events of Microsoft-Windows-NLB.'
    if ($code -eq 1050) { $hint = 'NLB takes the change over only when the server is restarted.' }
    if ($code -eq 1014) { $hint = 'The network adapter of NLB has no connection.' }
    Write-RUFailure -Id 'nlb-refused' -What "NLB refused $Method with the code $code" -Hint $hint
}
