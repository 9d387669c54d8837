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
        Add-WmiMethod $instance $Namespace $Class
    }
}

function Get-CimInstance {
    [CmdletBinding(DefaultParameterSetName = 'ClassNameSet')]
    param([Parameter(Position = 0, Mandatory)][string]$ClassName, [string]$Namespace = 'root/cimv2', [string]$Filter, [string[]]$Property)
    try { $found = @(Invoke-World 'wmi.get' @{ namespace = $Namespace.Replace('/', '\'); class = $ClassName; filter = $Filter }) }
    catch { $PSCmdlet.WriteError($_); return }
    $found
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
