# Lists in which Windows keeps what is installed, besides that of component servicing: patches of Windows Installer, programs, and what the Windows
# Update Agent has done. No one of them has everything.

function Get-RUUpdateHistory {
    <#
    .SYNOPSIS
    What the Windows Update Agent has done with updates of these numbers, latest first.
    .DESCRIPTION
    It knows updates that leave nothing in other lists, such as the malicious software removal tool, and what failed when Windows started. It does
    not know what was installed or removed without it. Its history can be cleared.
    .PARAMETER Kb
    Numbers of articles, with or without KB before them.
    .OUTPUTS
    A record for each: name, kb, at (in UTC), operation (installation, uninstallation), result (succeeded, failed, unfinished).
    .LINK
    https://learn.microsoft.com/windows/win32/api/wuapi/nf-wuapi-iupdatesearcher-queryhistory
    #>
    param([Parameter(Mandatory = $true)][AllowEmptyCollection()][string[]]$Kb)
    $wanted = @($Kb | ForEach-Object { $_ -replace '^KB', '' })
    try {
        $searcher = (New-Object -ComObject Microsoft.Update.Session).CreateUpdateSearcher()
        $count = [int]$searcher.GetTotalHistoryCount()
        $history = @()
        if ($count -gt 0) { $history = @($searcher.QueryHistory(0, $count)) }
    }
    catch {
        Write-RUFailure -Id 'update-history-unread' -What "the Windows Update Agent does not report what it has done: $($_.Exception.Message)" -Hint 'Look at the update history in the settings of the server.'
    }
    foreach ($entry in $history) {
        $title = [string]$entry.Title
        if ($title -notmatch '\bKB(\d+)' -or $wanted -notcontains $Matches[1]) { continue }
        $article = 'KB' + $Matches[1]
        # 2 succeeded, 3 with errors, 4 failed, 5 aborted; 0 and 1 have not ended.
        switch ([int]$entry.ResultCode) {
            2 { $result = 'succeeded' }
            3 { $result = 'failed' }
            4 { $result = 'failed' }
            5 { $result = 'failed' }
            default { $result = 'unfinished' }
        }
        $operation = 'installation'
        if ([int]$entry.Operation -eq 2) { $operation = 'uninstallation' }
        $at = ConvertTo-RUInstant ([DateTime]::SpecifyKind([DateTime]$entry.Date, [DateTimeKind]::Utc))
        New-Object PSObject -Property @{ name = $title; kb = $article; at = $at; operation = $operation; result = $result }
    }
}

function Get-RUInstallerPatch {
    <#
    .SYNOPSIS
    The patches that Windows Installer knows, of all products: those of Exchange, of SQL Server and others.
    .NOTES
    The day is text, yyyyMMdd.
    #>
    foreach ($product in @(Get-RURegistryChild -Path (Join-Path (Get-RUInstallerData) 'Products'))) {
        foreach ($key in @(Get-RURegistryChild -Path (Join-Path $product 'Patches'))) {
            $name = [string](Get-RURegistryValue -Path $key -Name 'DisplayName')
            if (-not $name) { continue }
            New-RUUpdate -Name $name -Kb $name -Day ([string](Get-RURegistryValue -Path $key -Name 'Installed')) -Format 'yyyyMMdd'
        }
    }
}

function Get-RUProgramUpdate {
    <#
    .SYNOPSIS
    The updates among the programs that can be removed: those with the number of an article in their name.
    .LINK
    https://learn.microsoft.com/windows/win32/msi/uninstall-registry-key
    #>
    foreach ($software in 'HKLM:\SOFTWARE', 'HKLM:\SOFTWARE\Wow6432Node') {
        foreach ($key in @(Get-RURegistryChild -Path "$software\Microsoft\Windows\CurrentVersion\Uninstall")) {
            $name = [string](Get-RURegistryValue -Path $key -Name 'DisplayName')
            if ($name -notmatch '\bKB\d{5,}') { continue }
            New-RUUpdate -Name $name -Kb $name -Day ([string](Get-RURegistryValue -Path $key -Name 'InstallDate')) -Format 'yyyyMMdd'
        }
    }
}
