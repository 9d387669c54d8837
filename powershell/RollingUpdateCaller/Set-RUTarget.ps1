function Set-RUTarget {
    <#
    .SYNOPSIS
    Keeps which server this shell is for. The session is opened when it is first needed.
    .DESCRIPTION
    A password is made a credential at once and its text is not kept.
    #>
    param([System.Collections.IDictionary]$Target)
    if ($null -ne $Target.password) {
        $secret = New-Object System.Security.SecureString
        foreach ($unit in $Target.password.ToCharArray()) { $secret.AppendChar($unit) }
        $secret.MakeReadOnly()
        $Target.credential = New-Object System.Management.Automation.PSCredential $Target.user, $secret
        $Target.Remove('password')
    }
    $script:Target = $Target
    if ($Target.kind -eq 'local') { Import-Module -Name $Target.module -Global -ErrorAction Stop }
}
