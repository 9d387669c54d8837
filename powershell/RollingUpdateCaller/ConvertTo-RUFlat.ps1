function ConvertTo-RUFlat {
    <#
    .SYNOPSIS
    A record as a table of plain values. Live objects never go into JSON: they drag whole trees behind them.
    #>
    param($Record)
    $flat = @{}
    foreach ($property in $Record.PSObject.Properties) {
        # Remoting itself adds these.
        if ('PSComputerName', 'RunspaceId', 'PSShowComputerName' -contains $property.Name) { continue }
        $value = $property.Value
        if ($null -eq $value -or $value -is [bool] -or $value -is [int] -or $value -is [long] -or $value -is [double]) { $flat[$property.Name] = $value }
        elseif ($value -is [uint16] -or $value -is [uint32] -or $value -is [int16] -or $value -is [byte]) { $flat[$property.Name] = [long]$value }
        elseif ($value -is [uint64]) { $flat[$property.Name] = [double]$value }
        else { $flat[$property.Name] = [string]$value }
    }
    $flat
}
