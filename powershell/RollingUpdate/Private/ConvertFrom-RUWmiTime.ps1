function ConvertFrom-RUWmiTime {
    <#
    .SYNOPSIS
    A time of WMI in UTC: text like 20260110220000.500000+060 from Get-WmiObject, a DateTime from Get-CimInstance.
    .NOTES
    The last figures are the minutes by which local time is ahead of UTC (CIM_DATETIME).
    #>
    param([Parameter(Mandatory = $true)]$Value)
    if ($Value -is [DateTime]) { return $Value.ToUniversalTime() }
    $text = [string]$Value
    $invariant = [System.Globalization.CultureInfo]::InvariantCulture
    $local = [DateTime]::ParseExact($text.Substring(0, 18), 'yyyyMMddHHmmss.fff', $invariant)
    $ahead = [int]::Parse($text.Substring(21), [System.Globalization.NumberStyles]::AllowLeadingSign, $invariant)
    [DateTime]::SpecifyKind($local.AddMinutes(-$ahead), [DateTimeKind]::Utc)
}
