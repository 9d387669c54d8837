# A PowerShell and its session: who it is, what it may do, what it holds, and whether what is sent to it arrives.

function Get-RUCheckEcho {
    <#
    .SYNOPSIS
    Sends a text back.
    .PARAMETER Text
    Any text.
    .OUTPUTS
    One record: text.
    #>
    param([Parameter(Mandatory = $true)][string]$Text)
    New-Object PSObject -Property @{ text = $Text }
}

function Get-RUCheckSecret {
    <#
    .SYNOPSIS
    The SHA-256 of the made-up secret that came to this PowerShell in a line of its own. Only beside Node-RED.
    .OUTPUTS
    One record: sha256.
    #>
    param()
    $caller = @(Get-Module -Name RollingUpdateCaller)[0]
    $secret = $caller.SessionState.PSVariable.GetValue('Target').credential.GetNetworkCredential().Password
    $hash = New-RUSha256
    $sum = [System.BitConverter]::ToString($hash.ComputeHash([System.Text.Encoding]::UTF8.GetBytes($secret))).Replace('-', '').ToLowerInvariant()
    $hash.Clear()
    New-Object PSObject -Property @{ sha256 = $sum }
}

function Get-RUCheckSession {
    <#
    .SYNOPSIS
    As whom this session runs, in which PowerShell, and how much memory its process holds.
    .OUTPUTS
    One record: user, computer, version, languageMode, process, processId, privateMb, culture.
    .LINK
    https://learn.microsoft.com/dotnet/api/system.diagnostics.process.privatememorysize64
    #>
    param()
    $process = [System.Diagnostics.Process]::GetCurrentProcess()
    New-Object PSObject -Property @{
        user         = (Get-RUCheckUser)
        computer     = (Get-RUComputerName)
        version      = [string]$PSVersionTable.PSVersion
        languageMode = [string]$ExecutionContext.SessionState.LanguageMode
        process      = [string]$process.ProcessName
        processId    = [int]$process.Id
        privateMb    = [int]($process.PrivateMemorySize64 / 1MB)
        culture      = [string][System.Globalization.CultureInfo]::CurrentCulture.Name
    }
}

function Get-RUCheckPolicy {
    <#
    .SYNOPSIS
    The execution policy of each scope, the strongest first; and whether one of Group Policy is in the registry.
    .OUTPUTS
    A record for each scope: scope, policy.
    .LINK
    https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_execution_policies
    #>
    param()
    foreach ($one in @(Get-ExecutionPolicy -List)) {
        New-Object PSObject -Property @{ scope = (Get-RUText $one.Scope); policy = (Get-RUText $one.ExecutionPolicy) }
    }
    $key = 'HKLM:\SOFTWARE\Policies\Microsoft\Windows\PowerShell'
    $policy = [string](Get-RURegistryValue -Path $key -Name ExecutionPolicy)
    if ((Get-RURegistryValue -Path $key -Name EnableScripts) -eq 0) { $policy = 'Restricted' }
    if ($policy) { New-Object PSObject -Property @{ scope = 'registry of Group Policy'; policy = $policy } }
}

function Get-RUCheckUser {
    <#
    .SYNOPSIS
    The account of this session, with its domain.
    #>
    try { return [string][System.Security.Principal.WindowsIdentity]::GetCurrent().Name } catch { $null = $_ }
    [string][Environment]::UserName
}
