function Invoke-RUInstanceMethod {
    <#
    .SYNOPSIS
    Calls a method without arguments of a WMI instance, or of a class, in whatever PowerShell.
    .PARAMETER Instance
    As Get-RUInstance gave it.
    .PARAMETER Class
    Instead of an instance: the class of a static method.
    .PARAMETER Namespace
    Of that class.
    .PARAMETER Method
    The name of the method.
    .OUTPUTS
    What the method gives back: ReturnValue, and its output parameters.
    #>
    param($Instance, [string]$Class, [string]$Namespace = 'root\cimv2', [Parameter(Mandatory = $true)][string]$Method)
    $about = @{ ErrorAction = 'Stop' }
    if ($Instance -ne $null) { $about.InputObject = $Instance } else { $about.Namespace = $Namespace }
    # As in Get-RUInstance: an instance of one family does not fit the cmdlets of the other.
    if (Microsoft.PowerShell.Core\Get-Command -Name Get-WmiObject -ErrorAction SilentlyContinue) {
        # Some methods want a privilege that the account has and that is not switched on: loading a driver, for LoadAllSettings of NLB.
        if ($Instance -ne $null -and $Instance.PSBase.Scope -ne $null) { $Instance.PSBase.Scope.Options.EnablePrivileges = $true }
        if ($Class) { $about.Class = $Class }
        Invoke-WmiMethod @about -Name $Method
    }
    else {
        if ($Class) { $about.ClassName = $Class }
        Invoke-CimMethod @about -MethodName $Method
    }
}
