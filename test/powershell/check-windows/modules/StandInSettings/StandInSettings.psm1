# What the world of the stand-ins does not know, or shows too kindly. UNKIND names what is wrong, words with blanks between them.

function Test-Unkind([string]$What) { @([string]$env:UNKIND -split ' ') -contains $What }

function Get-ExecutionPolicy {
    [CmdletBinding()]
    param([switch]$List, [string]$Scope)
    $policies = [ordered]@{ MachinePolicy = 'Undefined'; UserPolicy = 'Undefined'; Process = 'Undefined'; CurrentUser = 'Undefined'; LocalMachine = 'RemoteSigned' }
    if (Test-Unkind 'group-policy') { $policies.MachinePolicy = 'RemoteSigned' }
    if (Test-Unkind 'restricted') { $policies.LocalMachine = 'Restricted' }
    foreach ($name in $policies.Keys) { [pscustomobject]@{ Scope = $name; ExecutionPolicy = $policies[$name] } }
}

function Get-WSManInstance {
    [CmdletBinding()]
    param([Parameter(Mandatory)][string]$ResourceURI, [hashtable]$SelectorSet, [switch]$Enumerate)
    # Sessions are files in a folder: those of a client that was killed are left there until they have been idle for too long.
    if ($Enumerate) {
        foreach ($file in Microsoft.PowerShell.Management\Get-ChildItem -LiteralPath $env:SESSIONS -Filter '*.session') {
            $owner, $client = [System.IO.File]::ReadAllText($file.FullName) -split ' '
            if (-not (Test-Unkind 'sessions-stay') -and -not [System.Diagnostics.Process]::GetProcesses().Where({ $_.Id -eq [int]$client })) {
                if (([DateTime]::UtcNow - $file.LastWriteTimeUtc).TotalSeconds -gt 1) { $file.Delete(); continue }
            }
            [pscustomobject]@{ ShellId = $file.BaseName; Owner = $owner; ClientIP = '192.0.2.10'; ShellInactivity = 'P0DT0H0M1S' }
        }
        return
    }
    # As PowerShell 2.0 on Server 2008 R2 has them by default.
    $shells = if (Test-Unkind 'few-shells') { '5' } else { '30' }
    $memory = if (Test-Unkind 'little-memory') { '150' } else { '2147483647' }
    if ($ResourceURI -eq 'winrm/config/winrs') {
        return [pscustomobject]@{ MaxShellsPerUser = $shells; MaxMemoryPerShellMB = $memory; MaxProcessesPerShell = '25'; MaxConcurrentUsers = '10' }
    }
    if (Test-Unkind 'few-shells') { throw 'The WS-Management service cannot find the resource.' }
    [pscustomobject]@{ Quotas = [pscustomobject]@{ MaxShellsPerUser = '25'; MaxMemoryPerShellMB = '1024'; MaxConcurrentCommandsPerShell = '1000' } }
}

function New-PSSession {
    [CmdletBinding()]
    param(
        [string[]]$ComputerName, [PSCredential]$Credential, [int]$Port, [switch]$UseSSL, [string]$ConfigurationName,
        [System.Management.Automation.Remoting.PSSessionOption]$SessionOption,
        [System.Management.Automation.Runspaces.AuthenticationMechanism]$Authentication, [string]$CertificateThumbprint
    )
    # Only what says which way was taken; of a password its length.
    $way = @{ computer = $ComputerName[0]; authentication = [string]$Authentication; ssl = [bool]$UseSSL; port = $Port; endpoint = $ConfigurationName; certificate = $CertificateThumbprint }
    if ($Credential) { $way.user = $Credential.UserName; $way.length = $Credential.GetNetworkCredential().Password.Length }
    [System.IO.File]::AppendAllText((Join-Path $env:SESSIONS 'ways.txt'), (ConvertTo-Json -Compress -InputObject $way) + "`n")
    # As the cmdlet says it: ERROR_LOGON_FAILURE.
    if ($Credential -and $Credential.GetNetworkCredential().Password -ne $env:RIGHT_PASSWORD) {
        if (Test-Unkind 'lost-refusals') { throw 'The client cannot connect.' }
        throw (New-Object System.Management.Automation.ErrorRecord (New-Object System.UnauthorizedAccessException 'Zugriff verweigert'), '1326,PSSessionOpenFailed', 'PermissionDenied', $null)
    }
    [System.IO.File]::WriteAllText((Join-Path $env:SESSIONS "$([guid]::NewGuid()).session"), "$([Environment]::UserName) $PID")
    $state = [initialsessionstate]::CreateDefault2()
    if ($ConfigurationName) {
        # As a JEA endpoint: it takes commands and no language, and has the functions of the module.
        if (-not (Test-Unkind 'open-endpoint')) { $state.LanguageMode = 'NoLanguage' }
        $state.ImportPSModule(@($env:SERVER_MODULE))
    }
    $runspace = [runspacefactory]::CreateRunspace($state)
    $runspace.Open()
    New-Object PSObject -Property @{ Runspace = $runspace; State = 'Opened'; Availability = 'Available' }
}
