function New-RUUpdate {
    <#
    .SYNOPSIS
    The record of an installed update.
    .PARAMETER Kb
    A text in which the number of the article stands.
    .PARAMETER Day
    A day as text, or a DateTime; where it cannot be read, the day is not known. Days are those of this server.
    #>
    param([string]$Name, [string]$Kb, $Day, [string]$Format)
    $article = $null
    if ($Kb -match 'KB\d+') { $article = $Matches[0].ToUpperInvariant() }
    $at = [DateTime]::MinValue
    $isKnown = $Day -is [DateTime]
    if ($isKnown) { $at = $Day }
    else {
        $styles = [System.Globalization.DateTimeStyles]::AssumeLocal
        $isKnown = [DateTime]::TryParseExact([string]$Day, $Format, [System.Globalization.CultureInfo]::InvariantCulture, $styles, [ref]$at)
    }
    $text = $null
    if ($isKnown) { $text = ConvertTo-RUInstant ([DateTime]::SpecifyKind($at, [DateTimeKind]::Local)) }
    New-Object PSObject -Property @{ name = $Name; kb = $article; installedAt = $text }
}
