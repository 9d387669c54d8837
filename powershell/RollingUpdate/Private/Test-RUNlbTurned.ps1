function Test-RUNlbTurned {
    <#
    .SYNOPSIS
    Whether this host has been turned although the cmdlet failed; refuses where NLB is suspended, for then that is why.
    .DESCRIPTION
    The cmdlets ask the other hosts as well, and may fail on one of them when the order has been carried out here. What they say then is in the
    language of the server, so it is the state that tells.
    .PARAMETER Wanted
    The states in which it was not before, and is if it was turned.
    #>
    param([Parameter(Mandatory = $true)][string[]]$Wanted)
    $view = Get-RUNlbView
    if ($Wanted -contains $view.State) { return $true }
    Confirm-RUNlbObedient -View $view
    $false
}
