# A PowerShell that does what tests ask, line by line: {"function","parameters"} or {"script"}; {"records"} or {"error"} comes back.
param([Parameter(Mandatory)][string]$Module)

Import-Module -Name $Module -DisableNameChecking
while ($null -ne ($line = [Console]::In.ReadLine())) {
    $request = ConvertFrom-Json -InputObject $line -AsHashtable
    try {
        if ($request.script) { $records = @(& ([scriptblock]::Create($request.script))) }
        else {
            $parameters = $request.parameters
            $records = @(& $request.function @parameters)
        }
        $answer = @{ records = $records }
    }
    catch {
        $answer = @{
            error = @{
                id       = $_.FullyQualifiedErrorId
                category = [string]$_.CategoryInfo.Category
                message  = [string]$_
                hint     = $(if ($_.ErrorDetails) { [string]$_.ErrorDetails.RecommendedAction })
            }
        }
    }
    [Console]::Out.WriteLine('@@' + (ConvertTo-Json -InputObject $answer -Depth 4 -Compress))
}
