function Get-RUPendingReboot {
    <#
    .SYNOPSIS
    Whether Windows waits for a restart, and why.
    .OUTPUTS
    A record for each reason: cause, weight (strong; medium; weak: often a false alarm), text.
    .LINK
    https://github.com/microsoft/CSS-Exchange/blob/main/Shared/Get-ServerRebootPending.ps1
    #>
    param()
    $windows = 'HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion'
    if (Test-RURegistryKey "$windows\Component Based Servicing\RebootPending") {
        New-Object PSObject -Property @{ cause = 'component-servicing'; weight = 'strong'; text = 'a server role, feature or update of Windows waits for a restart' }
    }
    if (Test-RURegistryKey "$windows\WindowsUpdate\Auto Update\RebootRequired") {
        New-Object PSObject -Property @{ cause = 'windows-update'; weight = 'strong'; text = 'Windows Update waits for a restart' }
    }
    $flags = Get-RURegistryValue -Path 'HKLM:\SOFTWARE\Microsoft\Updates\UpdateExeVolatile' -Name Flags
    if ($flags) {
        New-Object PSObject -Property @{ cause = 'update-exe'; weight = 'medium'; text = "an installer of updates waits for a restart (UpdateExeVolatile, flags $flags)" }
    }
    # Pairs: what is renamed, and to what; an empty text there deletes it.
    $renames = @(Get-RURegistryValue -Path 'HKLM:\SYSTEM\CurrentControlSet\Control\Session Manager' -Name PendingFileRenameOperations)
    if (@($renames | Where-Object { $_ }).Length -gt 0) {
        $count = [Math]::Ceiling($renames.Length / 2)
        New-Object PSObject -Property @{ cause = 'file-renames'; weight = 'weak'; text = "files to be renamed or deleted at the next boot: $count (often left by printer drivers and virus scanners)" }
    }
    if (Test-RUClientReboot) {
        New-Object PSObject -Property @{ cause = 'configuration-manager'; weight = 'medium'; text = 'the client of Configuration Manager waits for a restart' }
    }
}
