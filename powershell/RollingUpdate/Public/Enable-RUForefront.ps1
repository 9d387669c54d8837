function Enable-RUForefront {
    <#
    .SYNOPSIS
    Makes Exchange's services depend on Forefront again.
    .DESCRIPTION
    Does nothing where that is so already, or where there is no Forefront.
    .PARAMETER Fence
    The fencing number of the run that asks; 0 for none.
    .LINK
    https://techcommunity.microsoft.com/blog/exchange/592791
    #>
    param([long]$Fence = 0)
    Confirm-RUFence -Fence $Fence
    Switch-RUForefront -To enabled
}
