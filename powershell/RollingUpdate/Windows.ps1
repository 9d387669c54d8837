# Access to Windows in any PowerShell, and how a function refuses: WMI, the registry, modules, texts of values, and errors.

function Get-RUInstance {
    <#
    .SYNOPSIS
    Instances of a WMI class on this server, in any PowerShell: Windows PowerShell has Get-WmiObject, PowerShell 7 has Get-CimInstance.
    .OUTPUTS
    The instances as they are, none or more. Times differ between the two: see ConvertFrom-RUWmiTime.
    #>
    param(
        [Parameter(Mandatory = $true)][string]$Class,
        [string]$Namespace = 'root\cimv2',
        [string]$Filter
    )
    $query = @{ Namespace = $Namespace; ErrorAction = 'Stop' }
    if ($Filter) { $query.Filter = $Filter }
    if (Microsoft.PowerShell.Core\Get-Command -Name Get-WmiObject -ErrorAction SilentlyContinue) { Get-WmiObject -Class $Class @query }
    else { Get-CimInstance -ClassName $Class @query }
}

function Get-RURawValue {
    <#
    .SYNOPSIS
    A property of a WMI instance as WMI has it: PowerShell puts its own in front of some.
    .PARAMETER Instance
    As Get-RUInstance gave it.
    #>
    param([Parameter(Mandatory = $true)]$Instance, [Parameter(Mandatory = $true)][string]$Name)
    # An instance of the CIM cmdlets keeps them under another name.
    $properties = $Instance.PSBase.CimInstanceProperties
    if ($null -eq $properties) { $properties = $Instance.PSBase.Properties }
    $properties[$Name].Value
}

function Set-RUInstance {
    <#
    .SYNOPSIS
    Writes properties of a WMI instance, in any PowerShell.
    .PARAMETER Instance
    As Get-RUInstance gave it.
    .PARAMETER Property
    The new values by name.
    #>
    param([Parameter(Mandatory = $true)]$Instance, [Parameter(Mandatory = $true)][System.Collections.IDictionary]$Property)
    if (Microsoft.PowerShell.Core\Get-Command -Name Get-WmiObject -ErrorAction SilentlyContinue) {
        $null = Set-WmiInstance -InputObject $Instance -Arguments $Property -ErrorAction Stop
    }
    else { $null = Set-CimInstance -InputObject $Instance -Property $Property -ErrorAction Stop }
}

function Invoke-RUInstanceMethod {
    <#
    .SYNOPSIS
    Calls a method without arguments of a WMI instance, or of a class, in any PowerShell.
    .PARAMETER Instance
    As Get-RUInstance gave it.
    .PARAMETER Class
    Instead of an instance: the class of a static method.
    .PARAMETER Namespace
    The namespace of that class.
    .PARAMETER Method
    The name of the method.
    .OUTPUTS
    What the method returns: ReturnValue, and its output parameters.
    #>
    param($Instance, [string]$Class, [string]$Namespace = 'root\cimv2', [Parameter(Mandatory = $true)][string]$Method)
    $about = @{ ErrorAction = 'Stop' }
    if ($Instance -ne $null) { $about.InputObject = $Instance } else { $about.Namespace = $Namespace }
    # As in Get-RUInstance: the cmdlets of one family do not accept instances of the other.
    if (Microsoft.PowerShell.Core\Get-Command -Name Get-WmiObject -ErrorAction SilentlyContinue) {
        # Some methods need a privilege that the account has but that is not enabled: loading a driver, for LoadAllSettings of NLB.
        if ($Instance -ne $null -and $Instance.PSBase.Scope -ne $null) { $Instance.PSBase.Scope.Options.EnablePrivileges = $true }
        if ($Class) { $about.Class = $Class }
        Invoke-WmiMethod @about -Name $Method
    }
    else {
        if ($Class) { $about.ClassName = $Class }
        Invoke-CimMethod @about -MethodName $Method
    }
}

function ConvertFrom-RUWmiTime {
    <#
    .SYNOPSIS
    A time of WMI in UTC: text like 20260110220000.500000+060 from Get-WmiObject, a DateTime from Get-CimInstance.
    .NOTES
    The last digits are the minutes by which local time is ahead of UTC (CIM_DATETIME).
    #>
    param([Parameter(Mandatory = $true)]$Value)
    if ($Value -is [DateTime]) { return $Value.ToUniversalTime() }
    $text = [string]$Value
    $invariant = [System.Globalization.CultureInfo]::InvariantCulture
    $local = [DateTime]::ParseExact($text.Substring(0, 18), 'yyyyMMddHHmmss.fff', $invariant)
    $ahead = [int]::Parse($text.Substring(21), [System.Globalization.NumberStyles]::AllowLeadingSign, $invariant)
    [DateTime]::SpecifyKind($local.AddMinutes(-$ahead), [DateTimeKind]::Utc)
}

function Get-RURegistryValue {
    <#
    .SYNOPSIS
    A registry value, or nothing if the key or the value does not exist.
    .PARAMETER Path
    Like HKLM:\SOFTWARE\Microsoft\ExchangeServer\v14\Setup
    #>
    param([Parameter(Mandatory = $true)][string]$Path, [Parameter(Mandatory = $true)][string]$Name)
    if (-not (Test-Path -LiteralPath $Path)) { return }
    $key = Get-ItemProperty -LiteralPath $Path -ErrorAction Stop
    $value = $key.PSObject.Properties[$Name]
    if ($value -ne $null) { $value.Value }
}

function Get-RURegistryChild {
    <#
    .SYNOPSIS
    The paths of the keys under a registry key; none if it does not exist.
    #>
    param([Parameter(Mandatory = $true)][string]$Path)
    if (-not (Test-Path -LiteralPath $Path)) { return }
    Get-ChildItem -LiteralPath $Path -ErrorAction Stop | ForEach-Object { Join-Path $Path $_.PSChildName }
}

function Test-RURegistryKey {
    <#
    .SYNOPSIS
    Whether a registry key exists.
    #>
    param([Parameter(Mandatory = $true)][string]$Path)
    Test-Path -LiteralPath $Path
}

function Import-RUModule {
    <#
    .SYNOPSIS
    Loads a module of Windows or of a product, or reports that it is missing.
    .DESCRIPTION
    PowerShell 2.0 does not load modules automatically.
    #>
    param([Parameter(Mandatory = $true)][string]$Name, [Parameter(Mandatory = $true)][string]$Hint)
    if (Get-Module -Name $Name) { return }
    try { Import-Module -Name $Name -Global -ErrorAction Stop -WarningAction SilentlyContinue }
    catch {
        if ($_.FullyQualifiedErrorId -like 'Modules_ModuleNotFound*') {
            Write-RUFailure -Id 'missing-module' -What "the PowerShell module $Name is missing" -Hint $Hint -Category ObjectNotFound
        }
        throw
    }
}

function Get-RUText {
    <#
    .SYNOPSIS
    The name of a value, even if it has come through a remote session.
    .DESCRIPTION
    A serialized value of an enumeration is a number, with its name in a property Value.
    .PARAMETER Value
    Anything; nothing gives an empty text.
    #>
    param($Value)
    if ($null -eq $Value) { return '' }
    $text = "$Value"
    $name = $Value.PSObject.Properties['Value']
    if ($text -match '^\d+$' -and $name -ne $null -and $name.Value -is [string]) { return $name.Value }
    $text
}

function Write-RUFailure {
    <#
    .SYNOPSIS
    Refuses: ends the calling function with a stable error id, what happened, and what to do.
    .PARAMETER Id
    Stable, for programs: the first part of FullyQualifiedErrorId. Texts are for people; never decide by them.
    .PARAMETER What
    What happened, in words and without the server's name.
    .PARAMETER Hint
    What to do about it, in words.
    #>
    param(
        [Parameter(Mandatory = $true)][string]$Id,
        [Parameter(Mandatory = $true)][string]$What,
        [string]$Hint,
        [System.Management.Automation.ErrorCategory]$Category = 'InvalidOperation'
    )
    $exception = New-Object System.InvalidOperationException $What
    $record = New-Object System.Management.Automation.ErrorRecord $exception, $Id, $Category, $null
    # Details pass through a remote session unchanged; a property of our own would not.
    $record.ErrorDetails = New-Object System.Management.Automation.ErrorDetails $What
    if ($Hint) { $record.ErrorDetails.RecommendedAction = $Hint }
    throw $record
}
