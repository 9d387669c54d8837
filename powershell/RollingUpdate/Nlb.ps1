function Get-RUNlbView {
    <#
    .SYNOPSIS
    NLB as this server sees it: its own node, and the others where the cmdlets are there.
    .DESCRIPTION
    Refuses unless the server has exactly one node: with none there is nothing to turn, with several nobody has said which.
    .PARAMETER Fence
    For a change that follows: the fencing number of the run that asks. It is compared once more after the look, in which another run may
    have come: the cmdlets ask other hosts as well, and one that is down costs many seconds.
    .OUTPUTS
    An object with Own (the node), State, Text, Code (of WMI, or nothing), Nodes (all that the cmdlets show), IsWhole (they had nothing to
    complain of) and ByWmi: there are no cmdlets, and Own is an instance of MicrosoftNLB_Node.
    #>
    param([long]$Fence = 0)
    $byWmi = -not (Test-RUNlbModule)
    $nodes = @()
    $trouble = @()
    if ($byWmi) { $own = @(Get-RUNlbWmiNode) }
    else {
        # The cmdlet asks the other hosts too, and complains of one that is down or that this session may not ask: that says nothing of this one.
        $nodes = @(Get-NlbClusterNode -HostName $env:COMPUTERNAME -ErrorAction SilentlyContinue -ErrorVariable trouble)
        # Names are as they were typed when the cluster was built. The filter of the cmdlet is not used: without one it gives every node.
        $own = @($nodes | Where-Object { Test-RUOwnName (Get-RUText $_.Name) })
    }
    if ($own.Length -eq 0) {
        # The cmdlets complain of a server that is in no cluster as of one that does not answer; WMI tells the two apart.
        if ($trouble -and @(Get-RUNlbWmiNode).Length -gt 0) { throw $trouble[0] }
        Write-RUFailure -Id 'nlb-no-node' -What 'this server is in no NLB cluster' -Hint 'Look with the NLB Manager whether it is a member, and by which name.' -Category ObjectNotFound
    }
    if ($own.Length -gt 1) {
        Write-RUFailure -Id 'nlb-several-nodes' -What "this server has $($own.Length) nodes of NLB" -Hint 'A server that is in several NLB clusters is not supported: turn its nodes by hand.'
    }
    if ($byWmi) {
        $code = [long]$own[0].StatusCode
        $text = "status code $code"
        $state = ConvertTo-RUNlbState -Code $code
    }
    else {
        $code = Get-RUNlbStatusCode -Priority $own[0].HostPriority
        $text = Get-RUText $own[0].State
        $state = ConvertTo-RUNlbState -Text $text -Code $code
    }
    Confirm-RUFence -Fence $Fence
    New-Object PSObject -Property @{ Own = $own[0]; State = $state; Text = $text; Code = $code; Nodes = $nodes; IsWhole = -not $trouble; ByWmi = $byWmi }
}
