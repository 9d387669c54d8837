function ConvertTo-RUArgument {
    <#
    .SYNOPSIS
    An argument as it must stand in a command line so that the program gets it whole.
    .LINK
    https://learn.microsoft.com/windows/win32/api/shellapi/nf-shellapi-commandlinetoargvw
    #>
    param([Parameter(Mandatory = $true)][AllowEmptyString()][string]$Text)
    if ($Text -and $Text -notmatch '[\s"]') { return $Text }
    # Backslashes count only before a quote: those are doubled, and the quote escaped.
    $inner = [System.Text.RegularExpressions.Regex]::Replace($Text, '(\\*)"', '$1$1\"')
    '"' + [System.Text.RegularExpressions.Regex]::Replace($inner, '(\\+)$', '$1$1') + '"'
}
