function Install-RUWindowsUpdate {
    <#
    .SYNOPSIS
    Searches, downloads and installs updates of Windows with the Windows Update Agent.
    .DESCRIPTION
    The agent refuses sessions over the network; this runs in the task of a job. Wanted updates that are not offered are taken for installed
    if the agent knows them as such, and fail the job otherwise.
    .OUTPUTS
    A hashtable: ExitCode as Windows Installer has them (0, 3010), or the HRESULT of the first update that failed; Text.
    .LINK
    https://learn.microsoft.com/windows/win32/wua_sdk/searching--downloading--and-installing-updates
    #>
    param([string[]]$Kb = @())
    $session = New-Object -ComObject Microsoft.Update.Session
    $searcher = $session.CreateUpdateSearcher()
    $offered = @(Select-RUWindowsUpdate -Update $searcher.Search("IsInstalled=0 and IsHidden=0 and Type='Software'").Updates -Kb $Kb)
    $known = @($offered)
    if ($Kb) { $known += @(Select-RUWindowsUpdate -Update $searcher.Search("IsInstalled=1 and Type='Software'").Updates -Kb $Kb) }
    $articles = @($known | ForEach-Object { $_.KBArticleIDs })
    $missing = @($Kb | Where-Object { $articles -notcontains ($_ -replace '^KB', '') })
    if ($missing.Count -gt 0) { return @{ ExitCode = '1'; Text = 'not offered by Windows Update: ' + [string]::Join(', ', $missing) } }
    if ($offered.Count -eq 0) { return @{ ExitCode = '0'; Text = 'nothing is to be installed' } }

    $collection = New-Object -ComObject Microsoft.Update.UpdateColl
    foreach ($update in $offered) {
        if (-not $update.EulaAccepted) { $update.AcceptEula() }
        $null = $collection.Add($update)
    }
    $downloader = $session.CreateUpdateDownloader()
    $downloader.Updates = $collection
    $null = $downloader.Download()
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
    @{ ExitCode = $exitCode; Text = "$($collection.Count) updates were installed" }
}
