function Get-RUText {
    <#
    .SYNOPSIS
    How a value calls itself, also where it has come through a remote session.
    .DESCRIPTION
    A value of an enumeration that was serialised is a number with its name beside it, in a property Value.
    .PARAMETER Value
    Anything; nothing gives an empty text.
    #>
    param($Value)
    if ($null -eq $Value) { return '' }
    $text = "$Value"
    $name = $Value.PSObject.Properties['Value']
    if ($text -match '^\d+$' -and $name -ne $null -and $name.Value -is [string]) { return $name.Value }
    $text
}
