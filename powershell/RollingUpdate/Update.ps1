# The installed product, its updates and those of Windows; and the installation of Windows updates, which runs in a job.

function Get-RUInstalledUpdate {
    <#
    .SYNOPSIS
    The installed product, its true build, its updates and those of Windows and of other products.
    .DESCRIPTION
    The build is that of ExSetup.exe: the server's object in the directory does not know rollups and security updates.
    .OUTPUTS
    First an object with product and build, both empty if there is no product known here, and allUpdates: whether all updates could be read. Then
    one object per update: name, kb, installedAt.
    .NOTES
    Updates are those of component servicing, patches of Windows Installer, and programs with the number of an article in their name. What leaves
    nothing in these lists is not among them. Only WMI knows those of Windows. A failed installation of Exchange may leave Winmgmt disabled; the build can still be read.
    .LINK
    https://learn.microsoft.com/exchange/new-features/build-numbers-and-release-dates
    #>
    param()
    $setup = Get-RUExchange
    $ofWindows = $null
    # Callers that need them learn that they are not known.
    try { $ofWindows = @(Get-RUWindowsUpdate) } catch { $ofWindows = $null }
    New-Object PSObject -Property @{ product = $setup.Product; build = $setup.Build; allUpdates = $null -ne $ofWindows }
    $others = @(Get-RUInstallerPatch)
    $others
    if ($ofWindows) { $ofWindows }
    # Many of them are patches that Windows Installer has named already.
    $known = @($others | ForEach-Object { $_.kb })
    Get-RUProgramUpdate | Where-Object { $known -notcontains $_.kb }
}

function Get-RUMissingPackage {
    <#
    .SYNOPSIS
    The packages of Exchange that Windows Installer has kept for later and that are gone: no patch can be installed then.
    .OUTPUTS
    A record for each: name, file (where it was kept; nothing if Windows Installer no longer knows).
    .NOTES
    It looks only whether they are there, not whether they are whole.
    .LINK
    https://github.com/microsoft/CSS-Exchange/blob/main/Shared/Get-InstallerPackages.ps1
    #>
    param()
    $known = $false
    foreach ($code in Get-RUProductCode) {
        $product = Join-Path (Get-RUInstallerData) "Products\$code"
        if (-not (Test-RURegistryKey "$product\InstallProperties")) { continue }
        $known = $true
        Get-RUPackageIfMissing -Kept "$product\InstallProperties" -Named "$product\InstallProperties"
        foreach ($patch in @(Get-RURegistryChild -Path "$product\Patches")) {
            Get-RUPackageIfMissing -Kept (Join-Path (Get-RUInstallerData) ('Patches\' + (Split-Path -Path $patch -Leaf))) -Named $patch
        }
    }
    if (-not $known -and (Get-RUExchange).Build) {
        Write-RUFailure -Id 'product-unknown' -What 'Windows Installer has no entry for Exchange by any product code that is known here' -Hint 'Check in Programs and Features whether Exchange is installed as a whole.'
    }
}

function Get-RUUnfinishedSetup {
    <#
    .SYNOPSIS
    The roles of Exchange whose setup has not come to its end; nothing where all have.
    .DESCRIPTION
    Setup notes in the registry how far it is with a role, and takes the note away at its end. An unattended setup refuses to begin while there is one.
    .OUTPUTS
    A record for each: role, action (what setup was doing with it, such as Install; nothing if it has not noted that).
    .LINK
    https://microsoft.github.io/CSS-Exchange/Setup/SetupAssist/InstallWatermark/
    #>
    param()
    foreach ($version in 'v15', 'v14') {
        foreach ($key in @(Get-RURegistryChild -Path "HKLM:\SOFTWARE\Microsoft\ExchangeServer\$version")) {
            if (-not (Get-RURegistryValue -Path $key -Name 'Watermark')) { continue }
            New-Object PSObject -Property @{ role = (Split-Path -Path $key -Leaf); action = (Get-RURegistryValue -Path $key -Name 'Action') }
        }
    }
}

function Get-RUExchange {
    <#
    .SYNOPSIS
    Name and build of Exchange on this server; nothing for both if it is not installed.
    .NOTES
    Parts of the build are padded in the file version (15.01.2507.006), but they are numbers.
    #>
    $answer = @{ Product = $null; Build = $null }
    foreach ($version in 'v15', 'v14') {
        $folder = Get-RURegistryValue -Path "HKLM:\SOFTWARE\Microsoft\ExchangeServer\$version\Setup" -Name 'MsiInstallPath'
        if (-not $folder) { continue }
        $file = [string]$folder + 'bin\ExSetup.exe'
        if (-not (Test-RUFile -Path $file)) { continue }
        $parts = @(([string](Get-Item -LiteralPath $file -ErrorAction Stop).VersionInfo.FileVersion).Split('.') | ForEach-Object { [int]$_ })
        $answer.Build = [string]::Join('.', $parts)
        $answer.Product = Get-RUExchangeName -Major $parts[0] -Minor $parts[1] -Build $parts[2]
        break
    }
    New-Object PSObject -Property $answer
}

function Get-RUExchangeName {
    <#
    .SYNOPSIS
    The product's name, by the first parts of its build.
    .LINK
    https://learn.microsoft.com/exchange/new-features/build-numbers-and-release-dates
    #>
    param([int]$Major, [int]$Minor, [int]$Build)
    # The subscription edition goes on from the last numbers of 2019.
    if ($Major -eq 15 -and $Minor -eq 2 -and $Build -ge 2562) { return 'Microsoft Exchange Server Subscription Edition' }
    switch ("$Major.$Minor") {
        '8.3' { 'Microsoft Exchange Server 2007' }
        '15.0' { 'Microsoft Exchange Server 2013' }
        '15.1' { 'Microsoft Exchange Server 2016' }
        '15.2' { 'Microsoft Exchange Server 2019' }
        default {
            if ($Major -eq 14) { 'Microsoft Exchange Server 2010' }
            else { 'Microsoft Exchange Server' }
        }
    }
}

function Get-RUProductCode {
    <#
    .SYNOPSIS
    The product codes of Exchange as Windows Installer packs them in the registry: 2010 and 2013; 2016, 2019 and the subscription edition.
    #>
    'AE1D439464EB1B8488741FFA028E291C', '442189DC8B9EA5040962A6BED9EC1F1F'
}

function Get-RUInstallerData {
    <#
    .SYNOPSIS
    Where Windows Installer keeps what it knows of products that are installed for all users.
    #>
    'HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion\Installer\UserData\S-1-5-18'
}

function Get-RUPackageIfMissing {
    <#
    .SYNOPSIS
    The record of a package that Windows Installer has kept, if it is not where it was put.
    .PARAMETER Kept
    The key that says where it is.
    .PARAMETER Named
    The key with its name.
    #>
    param([Parameter(Mandatory = $true)][string]$Kept, [Parameter(Mandatory = $true)][string]$Named)
    $file = Get-RURegistryValue -Path $Kept -Name 'LocalPackage'
    if ($file -and (Test-RUFile -Path $file)) { return }
    $name = [string](Get-RURegistryValue -Path $Named -Name 'DisplayName')
    if (-not $name) { $name = 'a patch of Exchange' }
    New-Object PSObject -Property @{ name = $name; file = $file }
}

function Get-RUWindowsUpdate {
    <#
    .SYNOPSIS
    The updates of Windows that component servicing has installed.
    .NOTES
    InstalledOn is a text in American order whatever the language, on Server 2008 a FILETIME in hexadecimal or yyyyMMdd, and sometimes nothing
    that is a day. Up to 5.0, PowerShell's own property of that name reads it by the country of the server, and may throw: it is not asked.
    .LINK
    https://learn.microsoft.com/windows/win32/cimwin32prov/win32-quickfixengineering
    #>
    foreach ($fix in @(Get-RUInstance -Class 'Win32_QuickFixEngineering')) {
        $id = [string]$fix.HotFixID
        if ($id -notmatch '^KB\d') { continue }
        try { $day = Get-RURawValue -Instance $fix -Name InstalledOn } catch { $day = $null }
        if ($day -match '^[0-9a-f]{16}$') { $day = [DateTime]::FromFileTime([Convert]::ToInt64($day, 16)) }
        New-RUUpdate -Name "$($fix.Description) ($id)" -Kb $id -Day $day -Format 'M/d/yyyy', 'yyyyMMdd'
    }
}

function New-RUUpdate {
    <#
    .SYNOPSIS
    The record of an installed update.
    .PARAMETER Kb
    A text that contains the number of the article.
    .PARAMETER Day
    A day as text, or a DateTime; if it cannot be read, the day is not known. Days are in this server's time zone.
    .PARAMETER Format
    How the text may be written.
    #>
    param([string]$Name, [string]$Kb, $Day, [string[]]$Format)
    $article = $null
    if ($Kb -match 'KB\d+') { $article = $Matches[0].ToUpperInvariant() }
    $at = [DateTime]::MinValue
    $isKnown = $Day -is [DateTime]
    if ($isKnown) { $at = $Day }
    else {
        $styles = [System.Globalization.DateTimeStyles]::AssumeLocal
        $isKnown = [DateTime]::TryParseExact([string]$Day, $Format, [System.Globalization.CultureInfo]::InvariantCulture, $styles, [ref]$at)
    }
    $text = $null
    if ($isKnown) { $text = ConvertTo-RUInstant ([DateTime]::SpecifyKind($at, [DateTimeKind]::Local)) }
    New-Object PSObject -Property @{ name = $Name; kb = $article; installedAt = $text }
}

function Install-RUWindowsUpdate {
    <#
    .SYNOPSIS
    Searches, downloads and installs updates of Windows with the Windows Update Agent.
    .DESCRIPTION
    The agent refuses sessions over the network; this runs in the task of a job. Named updates that are not offered count as installed if the
    agent says so, and otherwise fail the job. If none are named, optional ones (BrowseOnly) are left alone, as Windows itself does. An update
    that may ask for input is never begun: nobody would answer.
    .PARAMETER Kb
    Numbers of articles, with or without KB before them; none: all that Windows would install by itself.
    .PARAMETER LimitMinutes
    After this time nothing more is begun. An installation that has begun is not stopped.
    .OUTPUTS
    A hashtable: ExitCode as Windows Installer has it (0, 3010), or the HRESULT of the first update that failed; Text.
    .LINK
    https://learn.microsoft.com/windows/win32/wua_sdk/searching--downloading--and-installing-updates
    #>
    param([string[]]$Kb = @(), [Parameter(Mandatory = $true)][int]$LimitMinutes)
    $until = (Get-RUElapsed) + $LimitMinutes
    $late = @{ ExitCode = ''; Text = "its limit of $LimitMinutes min was over before the installation began: nothing was installed" }
    $session = New-Object -ComObject Microsoft.Update.Session
    $searcher = $session.CreateUpdateSearcher()
    $criteria = "IsInstalled=0 and IsHidden=0 and Type='Software'"
    if (-not $Kb) { $criteria += ' and BrowseOnly=0' }
    $wanted = @(Select-RUWindowsUpdate -Update $searcher.Search($criteria).Updates -Kb $Kb)
    $offered = @($wanted | Where-Object { -not $_.InstallationBehavior.CanRequestUserInput })
    $skipped = [string]::Join(', ', @($wanted | Where-Object { $_.InstallationBehavior.CanRequestUserInput } | ForEach-Object { $_.Title }))
    if ($skipped) { $skipped = "; not begun, for it may ask for input: $skipped" }
    $known = @($offered)
    if ($Kb) { $known += @(Select-RUWindowsUpdate -Update $searcher.Search("IsInstalled=1 and Type='Software'").Updates -Kb $Kb) }
    $articles = @($known | ForEach-Object { $_.KBArticleIDs })
    $missing = @($Kb | Where-Object { $articles -notcontains ($_ -replace '^KB', '') })
    if ($missing.Count -gt 0) {
        $why = 'not offered by Windows Update'
        if ($skipped) { $why += ', or not without input' }
        return @{ ExitCode = '1'; Text = $why + ': ' + [string]::Join(', ', $missing) + $skipped }
    }
    if ($offered.Count -eq 0) { return @{ ExitCode = '0'; Text = "nothing is to be installed$skipped" } }
    if ((Get-RUElapsed) -ge $until) { return $late }

    $collection = New-Object -ComObject Microsoft.Update.UpdateColl
    foreach ($update in $offered) {
        if (-not $update.EulaAccepted) { $update.AcceptEula() }
        $null = $collection.Add($update)
    }
    $downloader = $session.CreateUpdateDownloader()
    $downloader.Updates = $collection
    $null = $downloader.Download()
    if ((Get-RUElapsed) -ge $until) { return $late }
    $installer = $session.CreateUpdateInstaller()
    $installer.Updates = $collection
    $result = $installer.Install()

    # OperationResultCode: 2 succeeded, 3 with errors, 4 failed, 5 aborted.
    for ($index = 0; $index -lt $collection.Count; $index++) {
        $one = $result.GetUpdateResult($index)
        if ($one.ResultCode -ne 2) {
            # 0 would say that it was installed.
            if ($one.HResult -eq 0) { return @{ ExitCode = '1'; Text = "$($collection.Item($index).Title) was not installed (result $([int]$one.ResultCode))" } }
            return @{ ExitCode = [string]$one.HResult; Text = "$($collection.Item($index).Title) was not installed (0x$($one.HResult.ToString('x8')))" }
        }
    }
    $exitCode = '0'
    if ($result.RebootRequired) { $exitCode = '3010' }
    @{ ExitCode = $exitCode; Text = "$($collection.Count) updates were installed$skipped" }
}

function Select-RUWindowsUpdate {
    <#
    .SYNOPSIS
    The updates that are asked for.
    .PARAMETER Kb
    Numbers of articles, with or without KB before them; none: all updates.
    #>
    param($Update, [string[]]$Kb = @())
    $wanted = @($Kb | ForEach-Object { $_ -replace '^KB', '' })
    foreach ($one in $Update) {
        if ($wanted.Count -eq 0 -or @($one.KBArticleIDs | Where-Object { $wanted -contains $_ }).Count -gt 0) { $one }
    }
}
