# Methods and properties of WMI instances, in the ways of Windows PowerShell and of PowerShell 7.

function Invoke-WmiMethod {
    [CmdletBinding(DefaultParameterSetName = 'class')]
    param(
        [Parameter(ParameterSetName = 'class', Mandatory, Position = 0)][string]$Class,
        [Parameter(ParameterSetName = 'class')][Alias('NS')][string]$Namespace = 'root\cimv2',
        [Parameter(ParameterSetName = 'object', Mandatory, ValueFromPipeline)]$InputObject,
        [Parameter(Mandatory, Position = 1)][string]$Name,
        [Alias('Args')][object[]]$ArgumentList
    )
    process {
        if ($InputObject) { $Class = $InputObject.__CLASS }
        try { Invoke-World 'wmi.invoke' @{ namespace = $Namespace; class = $Class; method = $Name; arguments = @($ArgumentList) } }
        catch { $PSCmdlet.WriteError($_) }
    }
}

function Set-WmiInstance {
    [CmdletBinding(DefaultParameterSetName = 'object')]
    param(
        [Parameter(ParameterSetName = 'object', Mandatory, ValueFromPipeline)]$InputObject,
        [Alias('Args', 'Property')][hashtable]$Arguments
    )
    process {
        try { $null = Invoke-World 'wmi.write' @{ class = $InputObject.__CLASS; properties = $Arguments } }
        catch { $PSCmdlet.WriteError($_); return }
        $InputObject
    }
}

function Invoke-CimMethod {
    [CmdletBinding(DefaultParameterSetName = 'ClassNameComputerSet')]
    param(
        [Parameter(ParameterSetName = 'ClassNameComputerSet', Mandatory, Position = 0)][Alias('Class')][string]$ClassName,
        [Parameter(ParameterSetName = 'ClassNameComputerSet')][string]$Namespace = 'root/cimv2',
        [Parameter(ParameterSetName = 'CimInstanceComputerSet', Mandatory, ValueFromPipeline)][Alias('CimInstance')]$InputObject,
        [Parameter(Mandatory)][Alias('Name')][string]$MethodName,
        [System.Collections.IDictionary]$Arguments
    )
    process {
        if ($InputObject) { $ClassName = $InputObject.__CLASS }
        try { Invoke-World 'wmi.invoke' @{ namespace = $Namespace.Replace('/', '\'); class = $ClassName; method = $MethodName } }
        catch { $PSCmdlet.WriteError($_) }
    }
}

function Set-CimInstance {
    [CmdletBinding(DefaultParameterSetName = 'CimInstanceComputerSet')]
    param(
        [Parameter(Mandatory, ValueFromPipeline)][Alias('CimInstance')]$InputObject,
        [Alias('Arguments')][System.Collections.IDictionary]$Property,
        [switch]$PassThru
    )
    process {
        try { $null = Invoke-World 'wmi.write' @{ class = $InputObject.__CLASS; properties = $Property } }
        catch { $PSCmdlet.WriteError($_); return }
        if ($PassThru) { $InputObject }
    }
}
