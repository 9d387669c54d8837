function Confirm-RUNlbObedient {
    <#
    .SYNOPSIS
    Refuses where NLB is suspended on this server.
    .PARAMETER View
    As Get-RUNlbView gives it; without one, it is looked anew.
    #>
    param($View)
    if ($View -eq $null) { $View = Get-RUNlbView }
    if ($View.State -eq 'suspended') {
        Write-RUFailure -Id 'nlb-suspended' -What 'NLB is suspended here and takes no orders' -Hint 'Resume it first (nlb.resume).'
    }
}
