function ConvertFrom-RURequest {
    <#
    .SYNOPSIS
    The request in a line, as hashtables.
    .DESCRIPTION
    Every text in it comes with a '=' before it: ConvertFrom-Json of PowerShell 6 to 7.4 would otherwise make dates of texts that look like one.
    #>
    param([string]$Line)
    $json = ConvertFrom-Json -InputObject $Line.Substring(1)
    $request = ConvertTo-RUPlain $json
    # Its number is the shell's, not the connection's, and comes as it is.
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
            # Most are texts: a call less for each of them. The binder takes string arrays; an array of one must stay one.
            if ($one -is [string]) { $table[$property.Name] = $one.Substring(1) }
            elseif ($one -is [array]) { $table[$property.Name] = [string[]]@(foreach ($part in $one) { ConvertTo-RUPlain $part }) }
            else { $table[$property.Name] = ConvertTo-RUPlain $one }
        }
        return $table
    }
    $Value
}
