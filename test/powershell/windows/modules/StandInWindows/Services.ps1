# The Service Control Manager. Errors of its methods carry a Win32Exception inside, as those of .NET do; messages are in German.

function Invoke-Manager([string]$Ask, [hashtable]$With) {
    try { Invoke-World $Ask $With }
    catch {
        if ($_.FullyQualifiedErrorId -notlike 'Win32Exception*') { throw }
        $code = New-Object System.ComponentModel.Win32Exception $_.Exception.HResult, $_.Exception.Message
        throw (New-Object System.InvalidOperationException "Der Dienst $($With.name) auf dem Computer . kann nicht gesteuert werden.", $code)
    }
}

function ConvertTo-Controller($Row, $Rows) {
    $service = New-Object PSObject -Property @{
        Name = $Row.Name; ServiceName = $Row.Name; DisplayName = $Row.DisplayName; MachineName = '.'
        Status = [ServiceControllerStatus]$Row.Status; StartType = [ServiceStartMode]$Row.StartType; Rows = $Rows; Row = $Row
    }
    $service.PSObject.TypeNames.Insert(0, 'System.ServiceProcess.ServiceController')
    $service | Add-Member -MemberType ScriptProperty -Name ServicesDependedOn -Value { , @(Select-Controller $this.Row.ServicesDependedOn $this.Rows) }
    $service | Add-Member -MemberType ScriptProperty -Name DependentServices -Value { , @(Select-Controller $this.Row.DependentServices $this.Rows) }
    $service | Add-Member -MemberType ScriptMethod -Name Start -Value { Invoke-Manager 'services.start' @{ name = $this.Name } }
    $service | Add-Member -MemberType ScriptMethod -Name Continue -Value { Invoke-Manager 'services.continue' @{ name = $this.Name } }
    $service | Add-Member -MemberType ScriptMethod -Name Stop -Value { Invoke-Manager 'services.stop' @{ name = $this.Name } }
    $service
}

function Select-Controller($Names, $Rows) {
    foreach ($name in @($Names)) {
        foreach ($row in $Rows) { if ($row.Name -eq $name) { ConvertTo-Controller $row $Rows } }
    }
}

function Get-Service {
    [CmdletBinding(DefaultParameterSetName = 'Default')]
    param(
        [Parameter(Position = 0, ParameterSetName = 'Default', ValueFromPipeline, ValueFromPipelineByPropertyName)][Alias('ServiceName')][string[]]$Name,
        [Parameter(ParameterSetName = 'DisplayName', Mandatory)][string[]]$DisplayName,
        [Alias('DS')][switch]$DependentServices,
        [Alias('SDO', 'ServicesDependedOn')][switch]$RequiredServices,
        [string[]]$Include, [string[]]$Exclude
    )
    process {
        $rows = @(Invoke-World 'services.list')
        $column = $PSCmdlet.ParameterSetName -replace 'Default', 'Name'
        $wanted = @($Name) + @($DisplayName) | Where-Object { $_ }
        if (-not $wanted) { $wanted = '*' }
        foreach ($pattern in $wanted) {
            $found = @($rows | Where-Object { $_.$column -like $pattern })
            if ($found.Count -eq 0 -and -not [System.Management.Automation.WildcardPattern]::ContainsWildcardCharacters($pattern)) {
                $exception = New-Object System.InvalidOperationException "Es wurde kein Dienst mit dem Namen $pattern gefunden."
                $PSCmdlet.WriteError((New-Object System.Management.Automation.ErrorRecord $exception, 'NoServiceFoundForGivenName', 'ObjectNotFound', $pattern))
            }
            foreach ($row in $found) { ConvertTo-Controller $row $rows }
        }
    }
}

function Set-Service {
    [CmdletBinding(DefaultParameterSetName = 'Name', SupportsShouldProcess)]
    param(
        [Parameter(ParameterSetName = 'Name', Position = 0, Mandatory, ValueFromPipeline, ValueFromPipelineByPropertyName)][Alias('ServiceName', 'SN')][string]$Name,
        [Alias('StartMode', 'SM', 'ST')][ServiceStartupType]$StartupType,
        [switch]$PassThru
    )
    process {
        if (-not $PSCmdlet.ShouldProcess($Name)) { return }
        try { Invoke-World 'services.setStartType' @{ name = $Name; startType = [string]$StartupType } }
        catch {
            $exception = New-Object System.InvalidOperationException "Der Dienst $Name kann nicht konfiguriert werden.", $_.Exception
            $PSCmdlet.WriteError((New-Object System.Management.Automation.ErrorRecord $exception, 'CouldNotSetService', 'PermissionDenied', $Name))
        }
        if ($PassThru) { Get-Service -Name $Name }
    }
}
