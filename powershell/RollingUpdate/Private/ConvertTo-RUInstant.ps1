function ConvertTo-RUInstant {
    <#
    .SYNOPSIS
    A moment as text in UTC, the same in every culture: 2026-01-10T22:00:00.000Z
    .PARAMETER Time
    A local time is converted; one that does not say what it is, is taken for UTC.
    #>
    param([Parameter(Mandatory = $true)][DateTime]$Time)
    if ($Time.Kind -eq [DateTimeKind]::Local) { $Time = $Time.ToUniversalTime() }
    $Time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", [System.Globalization.CultureInfo]::InvariantCulture)
}
