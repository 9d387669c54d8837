# What a server is like: its events, services, hotfixes, rights, and what its settings allow.

function Get-RUCheckEvent {
    <#
    .SYNOPSIS
    How many of the newest events Windows can put into words.
    .DESCRIPTION
    Get-WinEvent reports an event that it cannot put into words by an error, and then gives the event all the same.
    .PARAMETER AtMost
    How many of each log.
    .OUTPUTS
    A record for each log: log, read, wordless, empty (no error and no text), providers (name and number, one per line), why.
    .LINK
    https://github.com/PowerShell/PowerShell/issues/7664
    #>
    param([Parameter(Mandatory = $true)][int]$AtMost)
    foreach ($log in 'Application', 'System') {
        $counts = @{}
        $seen = @{ log = $log; read = 0; wordless = 0; empty = 0; why = '' }
        $trouble = $null
        foreach ($one in @(Get-WinEvent -LogName $log -MaxEvents $AtMost -ErrorAction Continue 2>&1)) {
            if ($one -is [System.Management.Automation.ErrorRecord]) {
                if ($one.FullyQualifiedErrorId -notlike 'NoMatchingEventsFound*') { $trouble = $one }
                continue
            }
            $seen.read++
            if ($trouble) {
                $seen.wordless++
                $seen.why = $trouble.Exception.Message
                $counts[[string]$one.ProviderName] = 1 + [int]$counts[[string]$one.ProviderName]
                $trouble = $null
            }
            elseif (-not $one.Message) { $seen.empty++ }
        }
        if ($trouble) { throw $trouble }
        $seen.providers = [string]::Join("`n", @($counts.Keys | Sort-Object | ForEach-Object { "${_}: $($counts[$_])" }))
        New-Object PSObject -Property $seen
    }
}

function Get-RUCheckService {
    <#
    .SYNOPSIS
    Running services that may stop or vanish on their own: manual ones, those with a trigger, and those of a user.
    .OUTPUTS
    First a record with running (how many run); then one for each such service: name, startType, trigger, user.
    .LINK
    https://learn.microsoft.com/windows/win32/services/service-trigger-events
    .LINK
    https://learn.microsoft.com/windows/application-management/per-user-services-in-windows
    #>
    param()
    $running = @(Get-RUService | Where-Object { $_.status -eq 'running' })
    New-Object PSObject -Property @{ running = $running.Length }
    foreach ($service in $running) {
        $key = 'HKLM:\SYSTEM\CurrentControlSet\Services\' + $service.name
        $trigger = Test-RURegistryKey -Path "$key\TriggerInfo"
        # 0x40 and 0x80: a template for services of users, and one made from it.
        $user = ([int](Get-RURegistryValue -Path $key -Name Type) -band 0xC0) -ne 0
        if ($service.startType -eq 'automatic' -and -not $trigger -and -not $user) { continue }
        New-Object PSObject -Property @{ name = $service.name; startType = $service.startType; trigger = $trigger; user = $user }
    }
}

function Get-RUCheckDependency {
    <#
    .SYNOPSIS
    What Windows does not say about its services: dependencies that cannot be read, and start types of WMI that are none of the five.
    .OUTPUTS
    One record: services, errors, unreadable and modes (one per line), wmi (whether WMI answered).
    .LINK
    https://learn.microsoft.com/windows/win32/cimwin32prov/win32-service
    #>
    param()
    $errors = @()
    $services = @(Get-Service -ErrorAction SilentlyContinue -ErrorVariable errors)
    $unreadable = @()
    foreach ($service in $services) {
        $needed = $null
        try { $needed = $service.ServicesDependedOn } catch { $needed = $null }
        if ($null -eq $needed) { $unreadable += [string]$service.Name }
    }
    $modes = @()
    $wmi = $true
    try {
        foreach ($one in @(Get-RUInstance -Class Win32_Service)) {
            if ('Boot', 'System', 'Auto', 'Manual', 'Disabled' -notcontains [string]$one.StartMode) { $modes += "$($one.Name): $($one.StartMode)" }
        }
    }
    catch { $wmi = $false }
    New-Object PSObject -Property @{
        services = $services.Length; errors = $errors.Count; wmi = $wmi
        unreadable = [string]::Join("`n", $unreadable); modes = [string]::Join("`n", $modes)
    }
}

function Get-RUCheckHotfix {
    <#
    .SYNOPSIS
    The day of each hotfix as WMI has it, and as PowerShell's own property reads it.
    .OUTPUTS
    A record for each: kb, raw, property (in ISO 8601; empty if it cannot be read).
    .LINK
    https://learn.microsoft.com/windows/win32/cimwin32prov/win32-quickfixengineering
    #>
    param()
    foreach ($fix in @(Get-RUInstance -Class Win32_QuickFixEngineering)) {
        try { $raw = [string](Get-RURawValue -Instance $fix -Name InstalledOn) } catch { $raw = '' }
        $day = $null
        try { $day = $fix.InstalledOn } catch { $day = $null }
        $read = ''
        if ($day -is [DateTime]) { $read = $day.ToString('yyyy-MM-dd', [System.Globalization.CultureInfo]::InvariantCulture) }
        New-Object PSObject -Property @{ kb = [string]$fix.HotFixID; raw = $raw; property = $read }
    }
}

function Get-RUCheckRight {
    <#
    .SYNOPSIS
    Who may write where the product keeps its state; FIPS policy and versions of .NET.
    .OUTPUTS
    One record: folder, exists, sddl, fips, net35 and net4 (nothing if it is not known).
    .LINK
    https://learn.microsoft.com/dotnet/framework/migration-guide/how-to-determine-which-versions-are-installed
    #>
    param()
    $folder = Get-RUStateFolder
    $exists = [System.IO.Directory]::Exists($folder)
    $sddl = ''
    if ($exists) { $sddl = [string](Get-Acl -Path $folder -ErrorAction Stop).Sddl }
    $net = 'HKLM:\SOFTWARE\Microsoft\NET Framework Setup\NDP'
    New-Object PSObject -Property @{
        folder = $folder; exists = $exists; sddl = $sddl
        fips   = (Get-RURegistryValue -Path 'HKLM:\SYSTEM\CurrentControlSet\Control\Lsa\FipsAlgorithmPolicy' -Name Enabled)
        net35  = (Get-RURegistryValue -Path "$net\v3.5" -Name Install)
        net4   = (Get-RURegistryValue -Path "$net\v4\Full" -Name Release)
    }
}

function Get-RUCheckFailedLogon {
    <#
    .SYNOPSIS
    How many failed logons (event 4625) the Security log has of the last minutes.
    .PARAMETER Minutes
    How far back.
    .OUTPUTS
    One record: count.
    .LINK
    https://learn.microsoft.com/previous-versions/windows/it-pro/windows-10/security/threat-protection/auditing/event-4625
    #>
    param([Parameter(Mandatory = $true)][ValidateRange(1, 1440)][int]$Minutes)
    $filter = "*[System[(EventID=4625) and TimeCreated[timediff(@SystemTime) <= $($Minutes * 60000)]]]"
    $count = @(Read-RULog -Query @{ LogName = 'Security'; FilterXPath = $filter; MaxEvents = 1000 }).Length
    New-Object PSObject -Property @{ count = $count }
}
