function Get-RUWindowsUpdate {
    <#
    .SYNOPSIS
    The updates of Windows that component servicing has installed.
    .NOTES
    InstalledOn is a text in American order whatever the language, a DateTime with newer PowerShells, and something else now and then.
    .LINK
    https://learn.microsoft.com/windows/win32/cimwin32prov/win32-quickfixengineering
    #>
    foreach ($fix in @(Get-RUInstance -Class 'Win32_QuickFixEngineering')) {
        $id = [string]$fix.HotFixID
        if ($id -notmatch '^KB\d') { continue }
        New-RUUpdate -Name "$($fix.Description) ($id)" -Kb $id -Day $fix.InstalledOn -Format 'M/d/yyyy'
    }
}
