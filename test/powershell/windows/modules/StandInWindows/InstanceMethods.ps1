# Methods and properties of WMI instances, in the ways of Windows PowerShell and of PowerShell 7.

function Invoke-WmiMethod {
    [CmdletBinding(DefaultParameterSetName = 'class', SupportsShouldProcess)]
    param(
        [Parameter(ParameterSetName = 'class', Mandatory, Position = 0)][string]$Class,
        [Parameter(ParameterSetName = 'class')][Alias('NS')][string]$Namespace = 'root\cimv2',
        [Parameter(ParameterSetName = 'object', Mandatory, ValueFromPipeline)][ManagementObject]$InputObject,
        [Parameter(Mandatory, Position = 1)][string]$Name,
        [Parameter(ParameterSetName = 'object')][Parameter(ParameterSetName = 'class', Position = 2)][Alias('Args')][object[]]$ArgumentList
    )
    process {
        if ($InputObject) {
            $Class = $InputObject.__CLASS
            $Namespace = $InputObject.__NAMESPACE
        }
        # The privilege to load drivers is there and not enabled (WlbsProv, LoadAllSettings); WBEM_E_PRIVILEGE_NOT_HELD.
        if ($Name -eq 'LoadAllSettings' -and -not $InputObject.Scope.Options.EnablePrivileges) {
            $PSCmdlet.WriteError((New-WorldError @{ id = 'InvokeWMIManagementException'; message = 'Erforderliches Recht nicht vorhanden.'; hresult = -2147217310; category = 'InvalidOperation' }))
            return
        }
        if (-not $PSCmdlet.ShouldProcess($Class, $Name)) { return }
        try { Invoke-World 'wmi.invoke' @{ namespace = $Namespace; class = $Class; method = $Name; arguments = @($ArgumentList) } }
        catch { $PSCmdlet.WriteError($_) }
    }
}

function Set-WmiInstance {
    [CmdletBinding(DefaultParameterSetName = 'class', SupportsShouldProcess)]
    param(
        [Parameter(ParameterSetName = 'class', Mandatory, Position = 0)][string]$Class,
        [Parameter(ParameterSetName = 'object', Mandatory, ValueFromPipeline)][ManagementObject]$InputObject,
        [Parameter(ParameterSetName = 'class')][Parameter(ParameterSetName = 'object')][Alias('Args', 'Property')][hashtable]$Arguments
    )
    process {
        if ($InputObject) { $Class = $InputObject.__CLASS }
        if (-not $PSCmdlet.ShouldProcess($Class)) { return }
        try { $null = Invoke-World 'wmi.write' @{ class = $Class; properties = $Arguments } }
        catch { $PSCmdlet.WriteError($_); return }
        $InputObject
    }
}

function Invoke-CimMethod {
    [CmdletBinding(DefaultParameterSetName = 'ClassNameComputerSet', SupportsShouldProcess)]
    param(
        [Parameter(ParameterSetName = 'ClassNameComputerSet', Mandatory, Position = 0, ValueFromPipelineByPropertyName)][Alias('Class')][string]$ClassName,
        [Parameter(ParameterSetName = 'ClassNameComputerSet', ValueFromPipelineByPropertyName)][string]$Namespace = 'root/cimv2',
        [Parameter(ParameterSetName = 'CimInstanceComputerSet', Mandatory, Position = 0, ValueFromPipeline)][Alias('CimInstance')][CimInstance]$InputObject,
        [Parameter(Mandatory, Position = 2, ValueFromPipelineByPropertyName)][Alias('Name')][string]$MethodName,
        [Parameter(Position = 1, ValueFromPipelineByPropertyName)][System.Collections.IDictionary]$Arguments
    )
    process {
        if ($InputObject) { $ClassName = $InputObject.CimClass.CimClassName }
        if (-not $PSCmdlet.ShouldProcess($ClassName, $MethodName)) { return }
        try { Invoke-World 'wmi.invoke' @{ namespace = $Namespace.Replace('/', '\'); class = $ClassName; method = $MethodName } }
        catch { $PSCmdlet.WriteError($_) }
    }
}

function Set-CimInstance {
    [CmdletBinding(DefaultParameterSetName = 'CimInstanceComputerSet', SupportsShouldProcess)]
    param(
        [Parameter(ParameterSetName = 'CimInstanceComputerSet', Mandatory, Position = 0, ValueFromPipeline)][Alias('CimInstance')][CimInstance]$InputObject,
        [Parameter(ParameterSetName = 'CimInstanceComputerSet', ValueFromPipelineByPropertyName)][Alias('Arguments')][System.Collections.IDictionary]$Property,
        [switch]$PassThru
    )
    process {
        if (-not $PSCmdlet.ShouldProcess($InputObject.CimClass.CimClassName)) { return }
        try { $null = Invoke-World 'wmi.write' @{ class = $InputObject.CimClass.CimClassName; properties = $Property } }
        catch { $PSCmdlet.WriteError($_); return }
        if ($PassThru) { $InputObject }
    }
}
