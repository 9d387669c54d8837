function Test-RUClientReboot {
    <#
    .SYNOPSIS
    Whether the client of Configuration Manager waits for a restart; it does not where there is none, or where it does not answer.
    .LINK
    https://learn.microsoft.com/mem/configmgr/develop/reference/core/clients/sdk/determineifrebootpending-method-in-class-ccm_clientutilities
    #>
    try {
        # Asking for a class in a namespace that is not there would be an error: look first.
        if (@(Get-RUInstance -Namespace 'root' -Class __NAMESPACE -Filter "Name='ccm'").Length -eq 0) { return $false }
        if (@(Get-RUInstance -Namespace 'root\ccm' -Class __NAMESPACE -Filter "Name='ClientSDK'").Length -eq 0) { return $false }
        $answer = Invoke-RUInstanceMethod -Namespace 'root\ccm\ClientSDK' -Class CCM_ClientUtilities -Method DetermineIfRebootPending
        [bool]($answer.RebootPending -or $answer.IsHardRebootPending)
    }
    # A client that is broken must not hide the other reasons.
    catch { $false }
}
