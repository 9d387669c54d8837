# Jobs under an account of their own instead of SYSTEM: what this server knows of the account, and a scheduled task that runs as it. The account
# must be an administrator of this server, since only administrators and SYSTEM can read the folder of a job. So it gets no rights there that
# it does not have anyway, and nobody else gets any.

function Get-RUJobAccount {
    <#
    .SYNOPSIS
    What this server can tell of an account under which a job is to run. Changes nothing.
    .DESCRIPTION
    Whether a password is right and whether the account may log on as a batch job shows only when it logs on.
    .PARAMETER Account
    DOMAIN\name; the name of a group managed service account ends with $.
    .OUTPUTS
    One object. known: yes, no, or unknown if no domain controller could be asked. usableHere: whether this server may use a managed account: yes, no, or unknown;
    of an account with a password always unknown.
    #>
    param([Parameter(Mandatory = $true)][string]$Account)
    $usable = 'unknown'
    $known = Test-RUAccountKnown -Account $Account
    if (Test-RUManagedAccount -Account $Account) { $usable = Test-RUManagedAccountUsable -Account $Account }
    New-Object PSObject -Property @{ known = $known; usableHere = $usable }
}

function Test-RUManagedAccount {
    <#
    .SYNOPSIS
    Whether an account is a group managed service account, by its name: it has no password that anybody could know.
    #>
    param([Parameter(Mandatory = $true)][string]$Account)
    $Account.EndsWith('$')
}

function Test-RUAccountKnown {
    <#
    .SYNOPSIS
    Whether the name of an account leads to a SID on this server: yes, no, or unknown.
    #>
    param([Parameter(Mandatory = $true)][string]$Account)
    try {
        $null = (New-Object System.Security.Principal.NTAccount $Account).Translate([System.Security.Principal.SecurityIdentifier])
        'yes'
    }
    catch {
        if ($_.Exception.GetBaseException() -is [System.Security.Principal.IdentityNotMappedException]) { 'no' } else { 'unknown' }
    }
}

function Test-RUManagedAccountUsable {
    <#
    .SYNOPSIS
    Whether this server may use a group managed service account: yes, no, or unknown.
    .DESCRIPTION
    Such accounts need Windows Server 2012 (6.2). Test-ADServiceAccount asks a domain controller, which a session over the network often cannot:
    its logon goes no further than this server.
    .LINK
    https://learn.microsoft.com/windows-server/identity/ad-ds/manage/group-managed-service-accounts/group-managed-service-accounts/group-managed-service-accounts-overview
    .LINK
    https://learn.microsoft.com/powershell/module/activedirectory/test-adserviceaccount
    #>
    param([Parameter(Mandatory = $true)][string]$Account)
    try {
        $system = @(Get-RUInstance -Class Win32_OperatingSystem)[0]
        $numbers = ([string]$system.Version).Split('.')
        if ([int]$numbers[0] -lt 6 -or ([int]$numbers[0] -eq 6 -and [int]$numbers[1] -lt 2)) { return 'no' }
        # Otherwise loading the module waits for a domain controller, for a drive that nobody needs.
        $env:ADPS_LoadDefaultDrive = '0'
        Import-Module -Name ActiveDirectory -Global -ErrorAction Stop -WarningAction SilentlyContinue
        if (Test-ADServiceAccount -Identity $Account.Split('\')[-1] -ErrorAction Stop -WarningAction SilentlyContinue) { 'yes' } else { 'no' }
    }
    catch { 'unknown' }
}

function Confirm-RUJobAccount {
    <#
    .SYNOPSIS
    Refuses an account under which a job cannot run, as far as that can be told before it logs on.
    #>
    param([Parameter(Mandatory = $true)][string]$Account, [Parameter(Mandatory = $true)][bool]$HasPassword)
    $isManaged = Test-RUManagedAccount -Account $Account
    # The codes of ERROR_NONE_MAPPED and, for a managed account, of ERROR_LOGON_FAILURE.
    if ((Test-RUAccountKnown -Account $Account) -eq 'no') { $failure = Get-RUAccountFailure -Account $Account -Code -2147023564 }
    elseif ($isManaged -and (Test-RUManagedAccountUsable -Account $Account) -eq 'no') { $failure = Get-RUAccountFailure -Account $Account -Code -2147023570 }
    elseif (-not $isManaged -and -not $HasPassword) {
        $failure = @{ Id = 'account-no-password'; What = "there is no password for the account $Account"; Hint = 'Enter it in the server-connection.' }
    }
    else { return }
    Write-RUFailure -Id $failure.Id -What $failure.What -Hint $failure.Hint
}

function Start-RUAccountTask {
    <#
    .SYNOPSIS
    Makes the scheduled task of a job that runs under an account, starts it, and sees it begin. If it does not, nothing was done, the task is gone, and the
    job can be started again.
    .DESCRIPTION
    By the objects of the Task Scheduler: a command line would show the password to everybody on this server who can list processes. The Task
    Scheduler keeps the password, as long as the task exists, among the secrets of Windows. The runner deletes its task when it is done.
    .LINK
    https://learn.microsoft.com/windows/win32/taskschd/taskfolder-registertask
    #>
    param(
        [Parameter(Mandatory = $true)][string]$Folder,
        [Parameter(Mandatory = $true)][string]$Order,
        [Parameter(Mandatory = $true)][string]$Account,
        $Credential
    )
    $about = @{ Account = $Account; Code = 0 }
    try {
        $tasks = Get-RUTaskFolder
        Remove-RUOldAccountTask -Tasks $tasks
        $name = (Get-RUJobTaskName -Folder $Folder).Split('\')[-1]
        # A managed account has no password to give. With a name and no password registering is refused (E_OUTOFMEMORY), so its name stands in the
        # definition alone, as with the cmdlets for tasks (New-ScheduledTaskPrincipal -LogonType Password).
        $user = $null
        $password = $null
        if (-not (Test-RUManagedAccount -Account $Account)) {
            $user = $Account
            $password = $Credential.GetNetworkCredential().Password
        }
        # 6: create or replace. 1: log on with a password.
        $task = $tasks.RegisterTask($name, (Get-RUJobTask -Folder $Folder -Account $Account), 6, $user, $password, 1, $null)
        $password = $null
        $null = $task.Run($null)
        $ended = Wait-RUAccountTask -Folder $Folder -Task $task
        if ($null -eq $ended) { return }
        $about.Code = $ended
        # Gone before the order is: nobody can start it any more.
        $null = $tasks.DeleteTask($name, 0)
        if (Test-RUJobBegun -Folder $Folder) { return }
    }
    catch {
        $about.Code = [System.Runtime.InteropServices.Marshal]::GetHRForException($_.Exception.GetBaseException())
        $about.Message = $_.Exception.GetBaseException().Message
        if (Test-RUJobBegun -Folder $Folder) { return }
    }
    [System.IO.File]::Delete($Order)
    $failure = Get-RUAccountFailure @about
    Write-RUFailure -Id $failure.Id -What $failure.What -Hint $failure.Hint
}

function Get-RUTaskFolder {
    <#
    .SYNOPSIS
    The folder of our tasks in the Task Scheduler, made if it does not exist.
    #>
    $service = New-Object -ComObject 'Schedule.Service'
    $null = $service.Connect()
    try { $service.GetFolder('\RollingUpdate') }
    catch { $service.GetFolder('\').CreateFolder('RollingUpdate') }
}

function Remove-RUOldAccountTask {
    <#
    .SYNOPSIS
    Deletes tasks of earlier jobs under an account that no longer run: a server that went down in the middle keeps the task, and the password with it.
    #>
    param([Parameter(Mandatory = $true)]$Tasks)
    # 1: hidden ones too. Of a task: 1, it logs on with a password; 4, it runs.
    foreach ($old in @($Tasks.GetTasks(1))) {
        if ([int]$old.Definition.Principal.LogonType -eq 1 -and [int]$old.State -ne 4) { $null = $Tasks.DeleteTask([string]$old.Name, 0) }
    }
}

function Wait-RUAccountTask {
    <#
    .SYNOPSIS
    Waits for half a minute at most until a job's runner has begun.
    .OUTPUTS
    The result with which its task has ended before; nothing if it has begun, or may still begin (Get-RUJob tells later).
    .LINK
    https://learn.microsoft.com/windows/win32/taskschd/task-scheduler-error-and-success-constants
    #>
    param([Parameter(Mandatory = $true)][string]$Folder, [Parameter(Mandatory = $true)]$Task)
    for ($left = 120; $left -gt 0; $left--) {
        if (Test-RUJobBegun -Folder $Folder) { return }
        # 3: it does not run. 267011 and 267009: it has not run yet, or its result is not known yet.
        $state = [int]$Task.State
        $result = [int]$Task.LastTaskResult
        if ($state -eq 3 -and @(267009, 267011) -notcontains $result) {
            # Between the two looks it may have begun and ended.
            if (Test-RUJobBegun -Folder $Folder) { return }
            return $result
        }
        Start-Sleep -Milliseconds 250
    }
}

function Test-RUJobBegun {
    <#
    .SYNOPSIS
    Whether the runner of a job has begun, or has already left a result.
    #>
    param([Parameter(Mandatory = $true)][string]$Folder)
    [System.IO.File]::Exists([System.IO.Path]::Combine($Folder, 'began.xml')) -or [System.IO.File]::Exists([System.IO.Path]::Combine($Folder, 'result.xml'))
}

function Get-RUAccountFailure {
    <#
    .SYNOPSIS
    Why a job under an account could not begin, by the code of the Task Scheduler or of Windows.
    .PARAMETER Code
    An HRESULT or the last result of the task, as a signed number.
    .PARAMETER Message
    What Windows says, for a code that is not known here.
    .OUTPUTS
    A hashtable: Id, What, Hint.
    .LINK
    https://learn.microsoft.com/windows/win32/debug/system-error-codes--1300-1699-
    .LINK
    https://github.com/PowerShell/PowerShell/blob/master/src/Microsoft.PowerShell.ConsoleHost/host/msh/ConsoleHost.cs
    #>
    param([Parameter(Mandatory = $true)][string]$Account, [Parameter(Mandatory = $true)][long]$Code, [string]$Message = '')
    # 0x8007 in front: a code of Windows, in the lower half.
    $error32 = 0
    if (($Code -band 4294901760) -eq 2147942400) { $error32 = [int]($Code -band 65535) }
    if (Test-RUManagedAccount -Account $Account) {
        # ERROR_LOGON_FAILURE: a task gets this also if this computer may not fetch the password.
        if ($error32 -eq 1326) {
            return @{
                Id   = 'account-not-usable'
                What = "this server may not use the managed account $Account"
                Hint = 'It must be among the computers that may retrieve its password (PrincipalsAllowedToRetrieveManagedPassword); a new member of that group needs a restart. Test-ADServiceAccount tells.'
            }
        }
    }
    switch ($error32) {
        # ERROR_NONE_MAPPED
        1332 { return @{ Id = 'account-unknown'; What = "this server does not know the account $Account"; Hint = 'Write it as DOMAIN\name, and check whether this server reaches a domain controller.' } }
        # ERROR_LOGON_FAILURE
        1326 { return @{ Id = 'account-password'; What = "the name or the password of $Account is wrong"; Hint = 'Enter the password in the server-connection. Do not try often: that locks the account.' } }
        # ERROR_LOGON_TYPE_NOT_GRANTED
        1385 { return @{ Id = 'account-batch-right'; What = "the account $Account may not log on as a batch job on this server"; Hint = 'Give it the right "Log on as a batch job" (a local or group policy, User Rights Assignment).' } }
        # ERROR_ACCESS_DENIED: of whoever asks, not of the account.
        5 { return @{ Id = 'job-not-started'; What = 'the Task Scheduler denies access'; Hint = 'The account of the connection needs administrator rights on this server.' } }
    }
    # Restricted, not at this hour, not on this computer, password expired, disabled; expired; must change its password; locked out.
    if (@(1327, 1328, 1329, 1330, 1331, 1793, 1907, 1909) -contains $error32) {
        return @{ Id = 'account-may-not-log-on'; What = "the account $Account may not log on (error $error32 of Windows)"; Hint = 'It is disabled, locked or expired, or restricted in when and where it logs on, or its password has expired: look in Active Directory.' }
    }
    # 0xFFFD0000: PowerShell cannot find the file that it is to run.
    if ($Code -eq -196608 -or $Code -eq 4294770688) {
        return @{ Id = 'account-not-administrator'; What = "the account $Account cannot read the job's folder: it is not an administrator of this server"; Hint = 'Make it a member of the local group Administrators; setup of Exchange needs that too.' }
    }
    $said = "its scheduled task ended with $Code before it began"
    if ($Message) { $said = "its scheduled task could not be made or started: $Message" }
    @{ Id = 'job-not-started'; What = $said; Hint = 'The account of the connection needs administrator rights on this server, and the Task Scheduler must run. A group policy may forbid scripts, or that passwords are stored for tasks.' }
}
