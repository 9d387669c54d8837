function Disable-RUForefront {
    <#
    .SYNOPSIS
    Takes Forefront's hooks out of Exchange's services, so that an installer can stop and start these.
    .DESCRIPTION
    Does nothing where that is so already, or where there is no Forefront.
    .PARAMETER Fence
    The fencing number of the run that asks; 0 for none.
    .LINK
    https://techcommunity.microsoft.com/blog/exchange/592791
    #>
    param([long]$Fence = 0)
    Confirm-RUFence -Fence $Fence
    Switch-RUForefront -To disabled
}
