function ConvertTo-RUEscaped {
    <#
    .SYNOPSIS
    A text in printable ASCII: every other UTF-16 unit, and the backslash, as \uXXXX.
    #>
    param([string]$Text)
    $escaped = New-Object System.Text.StringBuilder
    foreach ($unit in $Text.ToCharArray()) {
        $code = [int]$unit
        if ($code -lt 0x20 -or $code -gt 0x7e -or $code -eq 0x5c) { $null = $escaped.Append('\u').Append($code.ToString('x4')) }
        else { $null = $escaped.Append($unit) }
    }
    $escaped.ToString()
}
