function Invoke-RUJobWork {
    <#
    .SYNOPSIS
    Runs the program of a job and waits for its end, or ends it with all that it has started when its limit is over.
    .OUTPUTS
    A hashtable: ExitCode (empty where there is none) and Text.
    #>
    param([Parameter(Mandatory = $true)][System.Collections.IDictionary]$Order)
    $limit = [int]$Order.LimitMinutes[0]
    if ($Order.Kind[0] -eq 'windows-updates') { return Install-RUWindowsUpdate -Kb @($Order.Kb | Where-Object { $_ }) -LimitMinutes $limit }
    $command = Get-RUJobCommand -Order $Order
    $until = (Get-RUElapsed) + $limit
    # Not through the shell, which would ask whether a file from elsewhere is to be opened, where nobody sees it.
    $process = Start-Process -PassThru -NoNewWindow -ErrorAction Stop @command
    # Without a handle that was taken before its end, Windows PowerShell knows no exit code.
    $null = $process.Handle
    while (-not $process.HasExited) {
        if ((Get-RUElapsed) -gt $until) {
            $null = Invoke-RUTool -Path (Get-RUTool -Name 'taskkill.exe') -Argument '/F', '/T', '/PID', ([string]$process.Id)
            $text = "this server ended it after its limit of $limit min"
            if (-not $process.WaitForExit(30000)) { $text = "this server told it to end after its limit of $limit min, and it is still at work" }
            # What ends is its client; the service works on.
            if ($Order.Kind[0] -eq 'msp') {
                $stands = 'may still be'
                if (Test-RUInstallerBusy) { $stands = 'was still' }
                $text = "its client was ended after its limit of $limit min; Windows Installer $stands at work: look before anything else is done"
            }
            return @{ ExitCode = ''; Text = $text }
        }
        Start-Sleep -Seconds 1
    }
    @{ ExitCode = [string]$process.ExitCode; Text = "ended with exit code $($process.ExitCode)" }
}
