function Get-RUJobCommand {
    <#
    .SYNOPSIS
    The command of a job, as parameters of Start-Process.
    .DESCRIPTION
    Windows Installer is kept from restarting Windows (/norestart and REBOOT=ReallySuppress) and from asking (/quiet). The folder of its log
    must be there, or it ends with 1622.
    .LINK
    https://learn.microsoft.com/windows/win32/msi/command-line-options
    #>
    param([Parameter(Mandatory = $true)][System.Collections.IDictionary]$Order)
    $file = [string]$Order.File[0]
    $system = [string]::Join('\', @($env:SystemRoot, 'System32'))
    if ($Order.Kind[0] -eq 'msp') {
        $log = [string]$Order.Log[0]
        $null = [System.IO.Directory]::CreateDirectory([System.IO.Path]::GetDirectoryName((Resolve-RUPath $log)))
        return @{
            FilePath     = "$system\msiexec.exe"
            ArgumentList = '/update "{0}" /quiet /norestart /l*v "{1}" REBOOT=ReallySuppress' -f $file, $log
        }
    }
    $arguments = @($Order.Argument | Where-Object { $_ -ne $null })
    $command = @{ FilePath = $file }
    if ($file -match '\.ps1$') {
        $command.FilePath = "$system\WindowsPowerShell\v1.0\powershell.exe"
        $arguments = @('-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'RemoteSigned', '-File', $file) + $arguments
    }
    # The folder of set-up is where it looks for its files.
    $folder = [System.Text.RegularExpressions.Regex]::Match($file, '^(.*)[\\/]').Groups[1].Value
    if ($folder -and $folder -notmatch ':$') { $command.WorkingDirectory = $folder }
    $line = [string]::Join(' ', @($arguments | ForEach-Object { ConvertTo-RUArgument ([string]$_) }))
    if ($line) { $command.ArgumentList = $line }
    $command
}
