function Protect-RUArgument {
    <#
    .SYNOPSIS
    An argument as PowerShell must be given it so that a native program gets it whole.
    .DESCRIPTION
    Up to 7.2 PowerShell puts quotes around arguments with blanks and escapes none that are in them, and drops empty ones.
    .LINK
    https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_parsing
    #>
    param([Parameter(Mandatory = $true)][AllowEmptyString()][string]$Text)
    $version = $PSVersionTable.PSVersion
    if ($version.Major -gt 7 -or ($version.Major -eq 7 -and $version.Minor -ge 3)) { return $Text }
    if (-not $Text) { return '""' }
    $inner = [System.Text.RegularExpressions.Regex]::Replace($Text, '(\\*)"', '$1$1\"')
    if ($inner -match '\s') { $inner = [System.Text.RegularExpressions.Regex]::Replace($inner, '(\\+)$', '$1$1') }
    $inner
}
