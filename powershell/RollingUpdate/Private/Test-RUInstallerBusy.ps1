function Test-RUInstallerBusy {
    <#
    .SYNOPSIS
    Whether the service of Windows Installer is at work, for whomever; it is taken to be where that cannot be told.
    .LINK
    https://learn.microsoft.com/windows/win32/msi/-msiexecute-mutex
    #>
    try { [System.Threading.Mutex]::OpenExisting('Global\_MSIExecute').Close() }
    catch { return $_.Exception.GetBaseException() -isnot [System.Threading.WaitHandleCannotBeOpenedException] }
    $true
}
