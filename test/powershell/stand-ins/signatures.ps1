# The signatures of commands as the engine sees them: one text of JSON.
# Modules: all functions that they let out. Cmdlets: those of the engine itself, with what the file system adds to them.
param([string[]]$Module = @(), [string[]]$Cmdlet = @())

$common = @([System.Management.Automation.PSCmdlet]::CommonParameters) + @([System.Management.Automation.PSCmdlet]::OptionalCommonParameters)

function Get-TypeName([type]$Type) {
    $inner = [Nullable]::GetUnderlyingType($Type)
    if ($inner) { return $inner.Name }
    $Type.Name
}

function Get-ValueName([type]$Type) {
    $inner = [Nullable]::GetUnderlyingType($Type)
    if ($inner) { $Type = $inner }
    if ($Type.IsEnum) { [enum]::GetNames($Type) }
}

function Get-Signature($Command) {
    $own = @($Command.Parameters.Values | Where-Object { $common -notcontains $_.Name })
    @{
        name          = $Command.Name
        defaultSet    = $Command.DefaultParameterSet
        shouldProcess = $Command.Parameters.ContainsKey('WhatIf')
        parameters    = @($own | ForEach-Object {
                @{ name = $_.Name; type = (Get-TypeName $_.ParameterType); aliases = @($_.Aliases); values = @(Get-ValueName $_.ParameterType) }
            })
        sets          = @($Command.ParameterSets | ForEach-Object {
                $set = $_
                @{
                    name       = $set.Name
                    parameters = @($set.Parameters | Where-Object { $common -notcontains $_.Name } | ForEach-Object {
                            @{
                                name = $_.Name; mandatory = $_.IsMandatory; fromPipeline = $_.ValueFromPipeline
                                fromPipelineByName = $_.ValueFromPipelineByPropertyName
                                position = $(if ($_.Position -ge 0) { $_.Position })
                            }
                        })
                }
            })
    }
}

foreach ($name in $Module) { Import-Module $name -Global }
$commands = @(foreach ($name in $Module) { (Get-Module $name).ExportedFunctions.Values })
$commands += @(foreach ($name in $Cmdlet) { Get-Command -Name $name -CommandType Cmdlet -ArgumentList '/' })
ConvertTo-Json -InputObject @($commands | ForEach-Object { Get-Signature $_ }) -Depth 6 -Compress
