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
        [Parameter(ParameterSetName = 'query', Position = 0, Mandatory)][Alias('ClassName')][string]$Class,
        [Alias('NS')][string]$Namespace = 'root\cimv2',
        [Parameter(ParameterSetName = 'query')][string]$Filter,
        [Parameter(ParameterSetName = 'query', Position = 1)][string[]]$Property
    )
    try { $found = @(Invoke-World 'wmi.get' @{ namespace = $Namespace.Replace('/', '\'); class = $Class; filter = $Filter }) }
    catch { $PSCmdlet.WriteError($_); return }
    foreach ($instance in $found) {
        foreach ($value in $instance.PSObject.Properties) {
            if ($value.Value -is [DateTime]) { $value.Value = ConvertTo-WmiTime $value.Value }
        }
        $wmi = [ManagementObject]::new((Get-RawProperty $instance), $true)
        $wmi | Add-Member -NotePropertyMembers @{ __CLASS = $Class; __NAMESPACE = $Namespace }
        if ($Class -eq 'Win32_QuickFixEngineering') { Add-Fix $instance $wmi } else { Add-InstanceMember $instance $wmi }
    }
}

function Get-CimInstance {
    [CmdletBinding(DefaultParameterSetName = 'ClassNameComputerSet')]
    param(
        [Parameter(ParameterSetName = 'ClassNameComputerSet', Position = 0, Mandatory, ValueFromPipelineByPropertyName)][string]$ClassName,
        [Parameter(ParameterSetName = 'ClassNameComputerSet', ValueFromPipelineByPropertyName)][string]$Namespace = 'root/cimv2',
        [Parameter(ParameterSetName = 'ClassNameComputerSet', ValueFromPipelineByPropertyName)][string]$Filter,
        [Parameter(ParameterSetName = 'ClassNameComputerSet', ValueFromPipelineByPropertyName)][Alias('SelectProperties')][string[]]$Property
    )
    process {
        try { $found = @(Invoke-World 'wmi.get' @{ namespace = $Namespace.Replace('/', '\'); class = $ClassName; filter = $Filter }) }
        catch { $PSCmdlet.WriteError($_); return }
        foreach ($instance in $found) {
            $cim = [CimInstance]::new((Get-RawProperty $instance), $true)
            $cim | Add-Member -NotePropertyMembers @{ CimClass = New-Object PSObject -Property @{ CimClassName = $ClassName } }
            if ($ClassName -eq 'Win32_QuickFixEngineering') { Add-Fix $instance $cim } else { Add-InstanceMember $instance $cim }
        }
    }
}

function Get-RawProperty($Instance) {
    $raw = @{}
    foreach ($property in $Instance.PSObject.Properties) { $raw[$property.Name] = New-Object PSObject -Property @{ Value = $property.Value } }
    $raw
}

function Add-InstanceMember($Instance, $To) {
    foreach ($property in $Instance.PSObject.Properties) {
        if ($property.Name -notlike '__*') { $To | Add-Member -NotePropertyName $property.Name -NotePropertyValue $property.Value }
    }
    $To
}

function Add-Fix($Instance, $Fix) {
    # Up to 5.0 InstalledOn is a script property that reads the text by the server's country (PowerShell at 60b3b304f2, types of
    # ManagementObject#root\cimv2\Win32_QuickFixEngineering): here it is a German one. Where that fails it is nothing, and an error in 2.0.
    foreach ($name in 'HotFixID', 'Description') { $Fix | Add-Member -MemberType NoteProperty -Name $name -Value $Instance.$name }
    $day = [scriptblock]::Create("[DateTime]::ParseExact('$($Instance.InstalledOn)', 'd/M/yyyy', [cultureinfo]::InvariantCulture)")
    $Fix | Add-Member -MemberType ScriptProperty -Name InstalledOn -Value $day -PassThru
}
