function Set-RUTarget {
    <#
    .SYNOPSIS
    Remembers which server this lane is for. The session is opened when it is first needed.
    .PARAMETER Secret
    The password, where there is one.
    #>
    param([System.Collections.IDictionary]$Target, [System.Security.SecureString]$Secret)
    if ($null -ne $Secret) { $Target.credential = New-Object System.Management.Automation.PSCredential $Target.user, $Secret }
    $script:Target = $Target
    # A session whose opening was given up has not been confirmed.
    Close-RUSession
    if ($Target.kind -eq 'local') { Import-Module -Name $Target.module -Global -ErrorAction Stop }
}
