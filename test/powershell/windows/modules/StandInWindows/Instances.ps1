# WMI. Times are those of the cmdlet: text of WMI from Get-WmiObject, DateTime from Get-CimInstance.

function ConvertTo-WmiTime([DateTime]$Time) {
    $minutes = [int][TimeZoneInfo]::Local.GetUtcOffset($Time).TotalMinutes
    $sign = '+'
    if ($minutes -lt 0) { $sign = '-' }
    $Time.ToString('yyyyMMddHHmmss.ffffff', [cultureinfo]::InvariantCulture) + $sign + ([Math]::Abs($minutes)).ToString('000')
}

function Get-WmiObject {
    [CmdletBinding(DefaultParameterSetName = 'query')]
    param(
        [Parameter(Position = 0, Mandatory)][Alias('ClassName')][string]$Class,
        [Alias('NS')][string]$Namespace = 'root\cimv2',
        [string]$Filter, [string[]]$Property
    )
    try { $found = @(Invoke-World 'wmi.get' @{ namespace = $Namespace.Replace('/', '\'); class = $Class; filter = $Filter }) }
    catch { $PSCmdlet.WriteError($_); return }
    foreach ($instance in $found) {
        foreach ($property in $instance.PSObject.Properties) {
            if ($property.Value -is [DateTime]) { $property.Value = ConvertTo-WmiTime $property.Value }
        }
        if ($Class -eq 'Win32_QuickFixEngineering') { ConvertTo-Fix $instance ([ManagementObject]@{ Properties = Get-RawProperty $instance }) }
        else { Add-WmiMethod $instance $Namespace $Class }
    }
}

function Get-CimInstance {
    [CmdletBinding(DefaultParameterSetName = 'ClassNameSet')]
    param([Parameter(Position = 0, Mandatory)][string]$ClassName, [string]$Namespace = 'root/cimv2', [string]$Filter, [string[]]$Property)
    try { $found = @(Invoke-World 'wmi.get' @{ namespace = $Namespace.Replace('/', '\'); class = $ClassName; filter = $Filter }) }
    catch { $PSCmdlet.WriteError($_); return }
    foreach ($instance in $found) {
        if ($ClassName -eq 'Win32_QuickFixEngineering') { ConvertTo-Fix $instance ([CimInstance]@{ CimInstanceProperties = Get-RawProperty $instance }) }
        else { $instance }
    }
}

# What WMI itself says is in a collection of the object behind; PowerShell puts properties of its own over it.
class ManagementObject { [hashtable]$Properties }
class CimInstance { [hashtable]$CimInstanceProperties }

function Get-RawProperty($Instance) {
    $raw = @{}
    foreach ($property in $Instance.PSObject.Properties) { $raw[$property.Name] = New-Object PSObject -Property @{ Value = $property.Value } }
    $raw
}

function ConvertTo-Fix($Instance, $Fix) {
    # Up to 5.0 InstalledOn is a script property that reads the text by the server's country (PowerShell at 60b3b304f2, types of
    # ManagementObject#root\cimv2\Win32_QuickFixEngineering): here it is a German one. Where that fails it is nothing, and an error in 2.0.
    foreach ($name in 'HotFixID', 'Description') { $Fix | Add-Member -MemberType NoteProperty -Name $name -Value $Instance.$name }
    $day = [scriptblock]::Create("[DateTime]::ParseExact('$($Instance.InstalledOn)', 'd/M/yyyy', [cultureinfo]::InvariantCulture)")
    $Fix | Add-Member -MemberType ScriptProperty -Name InstalledOn -Value $day -PassThru
}

function Add-WmiMethod($Instance, [string]$Namespace, [string]$Class) {
    # Methods that the world names in the property __methods are asked of it as wmi.invoke; they give an object with ReturnValue, as WMI does.
    $names = @($Instance.__methods | Where-Object { $_ })
    $Instance.PSObject.Properties.Remove('__methods')
    foreach ($name in $names) {
        $call = {
            Invoke-World 'wmi.invoke' @{ namespace = $Namespace; class = $Class; instance = $key; method = $name; arguments = @($args) }
        }.GetNewClosure()
        $key = [string]$Instance.Name
        $Instance | Add-Member -MemberType ScriptMethod -Name $name -Value $call
    }
    $Instance
}
