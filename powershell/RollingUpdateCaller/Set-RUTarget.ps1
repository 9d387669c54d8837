function Set-RUTarget {
    <#
    .SYNOPSIS
    Remembers which server this shell is for. The session is opened when it is first needed.
    .PARAMETER HasSecret
    The password comes in the next line of standard input. It is read and made into a credential without any command: with module logging,
    every command is written down with its parameters (event 4103).
    #>
    param([System.Collections.IDictionary]$Target, [bool]$HasSecret)
    if ($HasSecret) {
        $line = [Console]::In.ReadLine()
        $secret = New-Object System.Security.SecureString
        for ($at = 1; $at + 4 -le $line.Length; $at += 4) { $secret.AppendChar([char][Convert]::ToInt32($line.Substring($at, 4), 16)) }
        $secret.MakeReadOnly()
        $Target.credential = New-Object System.Management.Automation.PSCredential $Target.user, $secret
    }
    $script:Target = $Target
    # A session whose opening was given up has not been confirmed.
    Close-RUSession
    if ($Target.kind -eq 'local') { Import-Module -Name $Target.module -Global -ErrorAction Stop }
}
