function ConvertFrom-RURequest {
    <#
    .SYNOPSIS
    Makes hashtables of the request in a line.
    .DESCRIPTION
    Every text in it begins with a '=': otherwise ConvertFrom-Json of PowerShell 6 to 7.4 would make dates of texts that look like one.
    #>
    param([string]$Line)
    $json = ConvertFrom-Json -InputObject $Line.Substring(1)
    $request = ConvertTo-RUPlain $json
    # Its number belongs to the shell, not to the connection, and has no '='.
    $request.id = $json.id
    $request
}

function ConvertTo-RUPlain {
    param($Value)
    if ($null -eq $Value) { return }
    if ($Value -is [string]) { return $Value.Substring(1) }
    if ($Value -is [System.Management.Automation.PSCustomObject]) {
        $table = @{}
        foreach ($property in $Value.PSObject.Properties) {
            $one = $property.Value
            # Most are texts: this saves a call for each. The binder takes string arrays; an array of one must stay an array.
            if ($one -is [string]) { $table[$property.Name] = $one.Substring(1) }
            elseif ($one -is [array]) { $table[$property.Name] = [string[]]@(foreach ($part in $one) { ConvertTo-RUPlain $part }) }
            else { $table[$property.Name] = ConvertTo-RUPlain $one }
        }
        return $table
    }
    $Value
}
