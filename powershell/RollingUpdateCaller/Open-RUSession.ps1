function Open-RUSession {
    <#
    .SYNOPSIS
    Opens the session to the server. Where the endpoint has no functions of ours, they are sent into it.
    #>
    $target = $script:Target
    $parameters = if ($target.kind -eq 'ssh') { Get-RUSshParameter $target } else { Get-RUWinRMParameter $target }
    $script:Session = New-PSSession @parameters -ErrorAction Stop
    try {
        # A restricted endpoint has them already, and takes no script.
        if (-not $target.endpoint) { Send-RUModule -Folder $target.module }
        Confirm-RUComputer
    }
    catch {
        Close-RUSession
        throw
    }
}

function Get-RUSshParameter {
    param([System.Collections.IDictionary]$Target)
    # A connection that is not limited waits for ever where a server is restarting.
    $options = @{
        BatchMode             = 'yes'
        StrictHostKeyChecking = 'yes'
        ServerAliveInterval   = '15'
        ServerAliveCountMax   = '3'
        ConnectTimeout        = '10'
    }
    if ($Target.knownHostsFile) {
        # Blanks would part two files: ssh reads this value as a line of its settings. On Windows PowerShell puts it into a command line as it is.
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
    # How long the server keeps a session to which nobody is left, after this shell was killed for instance: Windows Server 2008 R2 allows an
    # account five. A session that is only not used goes on, since this shell goes on asking for its output.
    $limits.IdleTimeout = [TimeSpan]::FromMinutes(5)
    $limits.NoMachineProfile = $true
    $parameters = @{
        ComputerName  = $Target.computer
        SessionOption = $limits
    }
    if ($Target.useSsl) { $parameters.UseSSL = $true }
    if ($Target.port) { $parameters.Port = [int]$Target.port }
    if ($Target.endpoint) { $parameters.ConfigurationName = $Target.endpoint }
    # With a certificate that is all there is to give: the cmdlet has another parameter set for it.
    if ($Target.certificateThumbprint) { $parameters.CertificateThumbprint = $Target.certificateThumbprint }
    else { $parameters.Authentication = $Target.authentication }
    if ($null -ne $Target.credential) { $parameters.Credential = $Target.credential }
    $parameters
}
