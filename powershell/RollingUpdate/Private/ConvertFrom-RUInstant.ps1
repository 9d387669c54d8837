function ConvertFrom-RUInstant {
    <#
    .SYNOPSIS
    The moment that a text in ISO 8601 says, in UTC.
    .DESCRIPTION
    A parameter of type DateTime would do for neither: PowerShell parses texts by its own culture and gives local time.
    #>
    param([Parameter(Mandatory = $true)][string]$Text)
    $styles = [System.Globalization.DateTimeStyles]'AdjustToUniversal, AssumeUniversal'
    $time = [DateTime]::MinValue
    if (-not [DateTime]::TryParse($Text, [System.Globalization.CultureInfo]::InvariantCulture, $styles, [ref]$time)) {
        Write-RUFailure -Id 'bad-instant' -What "'$Text' is not a moment in ISO 8601" -Hint 'Write it like 2026-01-10T22:00:00.000Z.' -Category InvalidArgument
    }
    $time
}
