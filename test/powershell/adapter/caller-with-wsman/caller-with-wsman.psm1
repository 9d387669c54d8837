# The real caller module, in a PowerShell which believes to have a WSMan client: its sessions are runspaces of this process.
# New-PSSession has the parameters of the published cmdlet for remote computers, and no others.
# What WinRM allows an account it allows here: sessions at a time, and commands in the life of each; the errors are the published ones. Memory is
# not counted: a runspace has none of its own.
Import-Module -Name $env:REAL_CALLER -Global

$global:Quotas = (ConvertFrom-Json ([System.IO.File]::ReadAllText("$PSScriptRoot/../../windows/published/WinRM.json"))).quotas

# Of this process, whichever lane opened them.
function global:Get-OpenShell {
    $domain = [AppDomain]::CurrentDomain
    $all = @(@($domain.GetData('shells')) | Where-Object { $_ -and [string]$_.RunspaceStateInfo.State -eq 'Opened' })
    $domain.SetData('shells', $all)
    $all
}

function global:Limit-Command($Runspace) {
    # Counted where a command is looked up for the pipeline of a caller; from the first too many on, each of them fails.
    $most = $global:Quotas.MaxConcurrentCommandsPerShell.default
    if ($env:QUOTA_OF_COMMANDS) { $most = [int]$env:QUOTA_OF_COMMANDS }
    $before = $Runspace.SessionStateProxy.LanguageMode
    $Runspace.SessionStateProxy.LanguageMode = 'FullLanguage'
    $shell = [powershell]::Create()
    $shell.Runspace = $Runspace
    $null = $shell.AddScript({
            param($Most, $Message)
            $global:Taken = 0
            $refuse = { throw (New-Object System.Management.Automation.Remoting.PSRemotingTransportException $Message) }.GetNewClosure()
            $ExecutionContext.InvokeCommand.PreCommandLookupAction = {
                param($Name, $Lookup)
                if ([string]$Lookup.CommandOrigin -ne 'Runspace' -or $Name -notlike '*-*') { return }
                $global:Taken++
                if ($global:Taken -gt $Most) { $Lookup.CommandScriptBlock = $refuse; $Lookup.StopSearch = $true }
            }.GetNewClosure()
        }).AddArgument($most).AddArgument($global:Quotas.MaxConcurrentCommandsPerShell.error.message).Invoke()
    $Runspace.SessionStateProxy.LanguageMode = $before
}

function global:New-PSSession {
    [CmdletBinding(DefaultParameterSetName = 'ComputerName')]
    param(
        [Parameter(Position = 0)][string[]]$ComputerName,
        [PSCredential]$Credential,
        [string[]]$Name,
        [switch]$EnableNetworkAccess,
        [ValidateRange(1, 65535)][int]$Port,
        [switch]$UseSSL,
        [string]$ConfigurationName,
        [string]$ApplicationName,
        [int]$ThrottleLimit,
        [System.Management.Automation.Remoting.PSSessionOption]$SessionOption,
        [System.Management.Automation.Runspaces.AuthenticationMechanism]$Authentication,
        [string]$CertificateThumbprint
    )
    $given = @{}
    foreach ($key in $PSBoundParameters.Keys) { $given[$key] = [string]$PSBoundParameters[$key] }
    if ($Credential) {
        $given.user = $Credential.UserName
        # Only its fingerprint: the test knows the password.
        $bytes = [System.Text.Encoding]::UTF8.GetBytes($Credential.GetNetworkCredential().Password)
        $given.password = [BitConverter]::ToString([System.Security.Cryptography.SHA256]::Create().ComputeHash($bytes)).Replace('-', '').ToLowerInvariant()
    }
    $given.openTimeout = $SessionOption.OpenTimeout.TotalSeconds
    $given.idleTimeout = $SessionOption.IdleTimeout.TotalSeconds
    $given.retries = $SessionOption.MaxConnectionRetryCount
    Set-Content -LiteralPath $env:SESSION_RECORD -Value (ConvertTo-Json -Compress -InputObject $given)
    if ($ComputerName[0] -like 'denied*') { throw (New-Object System.Management.Automation.Remoting.PSRemotingTransportException 'Zugriff verweigert') }

    $shells = $global:Quotas.MaxShellsPerUser
    if (@(Get-OpenShell).Count -ge $shells.default) {
        $full = New-Object System.Management.Automation.Remoting.PSRemotingTransportException $shells.error.message
        $PSCmdlet.WriteError((New-Object System.Management.Automation.ErrorRecord $full, $shells.error.id, $shells.error.category, $ComputerName[0]))
        return
    }
    $state = [initialsessionstate]::CreateDefault2()
    if ($ConfigurationName) {
        # As a JEA endpoint: it takes commands and no language, and has the functions of the module.
        $state.LanguageMode = 'NoLanguage'
        $state.ImportPSModule(@($env:SERVER_MODULE))
    }
    $runspace = [runspacefactory]::CreateRunspace($state)
    $runspace.Open()
    if ($ComputerName[0] -like 'torn*') {
        # What ends a command whose server goes down, while the session still says that it is open.
        $shell = [powershell]::Create()
        $shell.Runspace = $runspace
        $null = $shell.AddScript(@'
            function Stop-RUByTransport { throw (New-Object System.Management.Automation.Remoting.PSRemotingTransportException 'Die Shell wurde nicht gefunden') }
            function Write-RUError { Write-Error 'nur zum Teil' -ErrorAction Continue; New-Object PSObject -Property @{ done = $true } }
            function Stop-RUByServer { throw (New-Object System.Management.Automation.PipelineStoppedException) }
'@).Invoke()
    }
    if ($ComputerName[0] -like 'sticky*') {
        $shell = [powershell]::Create()
        $shell.Runspace = $runspace
        $null = $shell.AddScript('function Wait-RULong { [System.Threading.Thread]::Sleep(60000) }').Invoke()
    }
    [AppDomain]::CurrentDomain.SetData('shells', @(@(Get-OpenShell) + $runspace))
    Limit-Command $runspace
    New-Object PSObject -Property @{ Runspace = $runspace; State = 'Opened'; Availability = 'Available' }
}
