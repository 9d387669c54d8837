function Confirm-RUNlbObedient {
    <#
    .SYNOPSIS
    Refuses where NLB is suspended on this server.
    .PARAMETER View
    As Get-RUNlbView gives it.
    #>
    param([Parameter(Mandatory = $true)]$View)
    if ($View.State -eq 'suspended') {
        Write-RUFailure -Id 'nlb-suspended' -What 'NLB is suspended here and takes no orders' -Hint 'Resume it first (nlb.resume).'
    }
}
