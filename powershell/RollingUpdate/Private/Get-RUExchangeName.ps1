function Get-RUExchangeName {
    <#
    .SYNOPSIS
    The product's name, by the first two parts of its build.
    #>
    param([int]$Major, [int]$Minor)
    switch ("$Major.$Minor") {
        '8.3' { 'Microsoft Exchange Server 2007' }
        '15.0' { 'Microsoft Exchange Server 2013' }
        '15.1' { 'Microsoft Exchange Server 2016' }
        '15.2' { 'Microsoft Exchange Server 2019' }
        default {
            if ($Major -eq 14) { 'Microsoft Exchange Server 2010' }
            else { 'Microsoft Exchange Server' }
        }
    }
}
