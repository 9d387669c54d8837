# Objects that only Windows can make: the Task Scheduler's, as COM shows them, and names of accounts, which a domain knows.

function New-Object {
    [CmdletBinding(DefaultParameterSetName = 'Net')]
    param(
        [Parameter(ParameterSetName = 'Net', Mandatory, Position = 0)][string]$TypeName,
        [Parameter(ParameterSetName = 'Net', Position = 1)][Alias('Args')][object[]]$ArgumentList,
        [Parameter(ParameterSetName = 'Com', Mandatory, Position = 0)][string]$ComObject,
        [Parameter(ParameterSetName = 'Com')][switch]$Strict,
        [System.Collections.IDictionary]$Property
    )
    if ($ComObject -eq 'Schedule.Service') { return New-ScheduleService }
    if ($ComObject -eq 'Microsoft.Update.Session') { return New-UpdateSession }
    if ($TypeName -eq 'System.Security.Principal.NTAccount') { return New-AccountName ([string]$ArgumentList[0]) }
    if ($ComObject) {
        $exception = Microsoft.PowerShell.Utility\New-Object System.Runtime.InteropServices.COMException 'Class not registered', -2147221164
        throw (Microsoft.PowerShell.Utility\New-Object System.Management.Automation.ErrorRecord $exception, 'NoCOMClassIdentified', 'ResourceUnavailable', $ComObject)
    }
    Microsoft.PowerShell.Utility\New-Object @PSBoundParameters
}

function New-Thing([hashtable]$Property, [System.Collections.IDictionary]$Method) {
    $thing = Microsoft.PowerShell.Utility\New-Object PSObject -Property $Property
    foreach ($name in $Method.Keys) { $thing | Add-Member -MemberType ScriptMethod -Name $name -Value $Method[$name] }
    $thing
}

function New-AccountName([string]$Name) {
    New-Thing @{ Value = $Name } @{
        Translate = {
            param($Type)
            if ($Type -ne [System.Security.Principal.SecurityIdentifier]) { throw (New-Object System.ArgumentException 'targetType') }
            if ((Invoke-World 'account.known' @{ name = $this.Value }).known) { return [PSCustomObject]@{ Value = 'S-1-5-21-1-2-3-1199' } }
            # Outside Windows it has no constructor that works.
            throw ([System.Runtime.CompilerServices.RuntimeHelpers]::GetUninitializedObject([System.Security.Principal.IdentityNotMappedException]))
        }
    }
}

function New-UpdateSession {
    New-Thing @{ ReadOnly = $false } @{
        CreateUpdateSearcher = {
            New-Thing @{ Online = $true } @{
                GetTotalHistoryCount = { @((Invoke-World 'update.history').entries).Count }
                QueryHistory = {
                    param($StartIndex, $Count)
                    foreach ($entry in @((Invoke-World 'update.history').entries)) {
                        [PSCustomObject]@{ Title = $entry.Title; Operation = $entry.Operation; ResultCode = $entry.ResultCode; Date = [DateTime]::Parse($entry.Date, [cultureinfo]::InvariantCulture, 'RoundtripKind').ToUniversalTime() }
                    }
                }
            }
        }
    }
}

function New-ScheduleService {
    New-Thing @{ Connected = $false } @{
        Connect   = { $this.Connected = $true }
        GetFolder = {
            param($Path)
            # HRESULT_FROM_WIN32(ERROR_ONLY_IF_CONNECTED), as documented for a service that is not connected yet.
            if (-not $this.Connected) { throw (New-WorldError @{ id = 'ComError'; message = 'This operation is supported only when you are connected to the server.'; hresult = -2147023645 }) }
            $null = Invoke-World 'schedule.folder' @{ path = $Path }
            New-ScheduleFolder $Path
        }
    }
}

function New-ScheduleFolder([string]$Path) {
    New-Thing @{ Path = $Path; Name = $Path.Split('\')[-1] } @{
        CreateFolder = {
            param($Name)
            $path = $this.Path.TrimEnd('\') + '\' + $Name.TrimStart('\')
            $null = Invoke-World 'schedule.makeFolder' @{ path = $path }
            New-ScheduleFolder $path
        }
        RegisterTask = {
            param($Name, $Xml, $Flags, $User, $Password, $LogonType, $Sddl)
            $full = $this.Path.TrimEnd('\') + '\' + $Name
            $null = Invoke-World 'schedule.register' @{ name = $full; xml = $Xml; flags = $Flags; user = $User; password = $Password; logonType = $LogonType }
            New-ScheduledTask $full
        }
        GetTasks     = { param($Flags) foreach ($task in @(Invoke-World 'schedule.tasks' @{ path = $this.Path })) { if ($task) { New-ScheduledTask $task.name } } }
        DeleteTask   = { param($Name, $Flags) $null = Invoke-World 'schedule.delete' @{ name = $this.Path.TrimEnd('\') + '\' + $Name } }
    }
}

function New-ScheduledTask([string]$Path) {
    $task = New-Thing @{ Path = $Path; Name = $Path.Split('\')[-1] } @{ Run = { param($Params) $null = Invoke-World 'schedule.run' @{ name = $this.Path }; $this } }
    $task | Add-Member -MemberType ScriptProperty -Name State -Value { (Invoke-World 'schedule.task' @{ name = $this.Path }).state }
    $task | Add-Member -MemberType ScriptProperty -Name LastTaskResult -Value { (Invoke-World 'schedule.task' @{ name = $this.Path }).lastTaskResult }
    $task | Add-Member -MemberType ScriptProperty -Name Definition -Value {
        [PSCustomObject]@{ Principal = [PSCustomObject]@{ LogonType = (Invoke-World 'schedule.task' @{ name = $this.Path }).logonType } }
    }
    $task
}
