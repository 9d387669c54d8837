function Open-RUSession {
    <#
    .SYNOPSIS
    Opens the session to the server. If the endpoint does not have our functions, they are sent into the session.
    #>
    $target = $script:Target
    $parameters = if ($target.kind -eq 'ssh') { Get-RUSshParameter $target } else { Get-RUWinRMParameter $target }
    $script:Session = New-PSSession @parameters -ErrorAction Stop
    # The functions that are sent into it are one.
    $script:Commands = 1
    try {
        # A restricted endpoint has them already, and takes no script.
        if (-not $target.endpoint) { foreach ($folder in @($target.module, $target.besides)) { if ($folder) { Send-RUModule -Folder $folder } } }
        Confirm-RUComputer
    }
    catch {
        Close-RUSession
        throw
    }
}

function Get-RUSshParameter {
    param([System.Collections.IDictionary]$Target)
    # Without a limit, a connection to a server that is restarting waits for ever.
    $options = @{
        BatchMode             = 'yes'
        StrictHostKeyChecking = 'yes'
        ServerAliveInterval   = '15'
        ServerAliveCountMax   = '3'
        ConnectTimeout        = '10'
    }
    if ($Target.knownHostsFile) {
        # Spaces would separate two files: ssh reads this value as a line of its settings. On Windows PowerShell puts it into a command line unchanged.
        $quoted = '"' + $Target.knownHostsFile + '"'
        if ($IsWindows) { $quoted = '"\' + $quoted.Substring(0, $quoted.Length - 1) + '\""' }
        $options.UserKnownHostsFile = $quoted
    }
    $parameters = @{
        HostName          = $Target.computer
        UserName          = $Target.user
        Port              = [int]$Target.port
        ConnectingTimeout = 15000
        Options           = $options
    }
    if ($Target.keyFile) { $parameters.KeyFilePath = $Target.keyFile; $options.IdentitiesOnly = 'yes' }
    $parameters
}

function Get-RUWinRMParameter {
    param([System.Collections.IDictionary]$Target)
    $limits = New-Object System.Management.Automation.Remoting.PSSessionOption
    $limits.OpenTimeout = [TimeSpan]::FromSeconds(20)
    $limits.OperationTimeout = [TimeSpan]::FromSeconds(60)
    $limits.CancelTimeout = [TimeSpan]::FromSeconds(10)
    # How long the server keeps an abandoned session, for example after this process was killed: Windows Server 2008 R2 allows an account five.
    # A session that is merely idle stays open, since this side keeps asking for its output.
    $limits.IdleTimeout = [TimeSpan]::FromMinutes(2)
    # Otherwise a server that cannot be reached is tried six times in a row. Whether to ask again is not decided here.
    $limits.MaxConnectionRetryCount = 0
    $limits.NoMachineProfile = $true
    $parameters = @{
        ComputerName  = $Target.computer
        SessionOption = $limits
    }
    if ($Target.useSsl) { $parameters.UseSSL = $true }
    if ($Target.port) { $parameters.Port = [int]$Target.port }
    if ($Target.endpoint) { $parameters.ConfigurationName = $Target.endpoint }
    # A certificate needs nothing else: the cmdlet has a separate parameter set for it.
    if ($Target.certificateThumbprint) { $parameters.CertificateThumbprint = $Target.certificateThumbprint }
    else { $parameters.Authentication = $Target.authentication }
    if ($null -ne $Target.credential) { $parameters.Credential = $Target.credential }
    $parameters
}

function Send-RUModule {
    <#
    .SYNOPSIS
    Defines the functions of the module RollingUpdate in the session, from the unchanged text of its files.
    #>
    param([string]$Folder)
    $files = Get-ChildItem -Path $Folder -Filter '*.ps1'
    $text = [string]::Join("`n", @("`$ErrorActionPreference = 'Stop'") + @($files | ForEach-Object { [System.IO.File]::ReadAllText($_.FullName) }))
    $null = Invoke-RUPipeline -Build { param($pipeline) $null = $pipeline.AddScript($text) }.GetNewClosure()
}
