function Install-RUWindowsUpdate {
    <#
    .SYNOPSIS
    Searches, downloads and installs updates of Windows with the Windows Update Agent.
    .DESCRIPTION
    The agent refuses sessions over the network; this runs in the task of a job. Wanted updates that are not offered are taken for installed
    if the agent knows them as such, and fail the job otherwise. Where none are named, optional ones (BrowseOnly) are left alone, as Windows
    does by itself; one that may ask for input is never begun, for nobody would answer.
    .PARAMETER Kb
    Numbers of articles, with or without KB before them; none: all that Windows would install by itself.
    .PARAMETER LimitMinutes
    When this is over, nothing is begun any more. An installation that has begun is not broken off.
    .OUTPUTS
    A hashtable: ExitCode as Windows Installer has them (0, 3010), or the HRESULT of the first update that failed; Text.
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
            return @{ ExitCode = [string]$one.HResult; Text = "$($collection.Item($index).Title) was not installed (0x$($one.HResult.ToString('x8')))" }
        }
    }
    $exitCode = '0'
    if ($result.RebootRequired) { $exitCode = '3010' }
    @{ ExitCode = $exitCode; Text = "$($collection.Count) updates were installed$skipped" }
}
