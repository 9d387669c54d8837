# The real caller module, in a PowerShell which believes to have a WSMan client: its sessions are runspaces of this process.
# New-PSSession has the parameters of the published cmdlet for remote computers, and no others.
Import-Module -Name $env:REAL_CALLER -Global

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
    New-Object PSObject -Property @{ Runspace = $runspace; State = 'Opened'; Availability = 'Available' }
}
