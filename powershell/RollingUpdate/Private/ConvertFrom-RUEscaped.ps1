function ConvertFrom-RUEscaped {
    <#
    .SYNOPSIS
    The text that ConvertTo-RUEscaped has escaped.
    #>
    param([string]$Text)
    $plain = New-Object System.Text.StringBuilder
    for ($at = 0; $at -lt $Text.Length; $at++) {
        if ($Text[$at] -ne '\') { $null = $plain.Append($Text[$at]); continue }
        $null = $plain.Append([char][Convert]::ToInt32($Text.Substring($at + 2, 4), 16))
        $at += 5
    }
    $plain.ToString()
}
