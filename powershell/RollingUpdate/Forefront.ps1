function Switch-RUForefront {
    <#
    .SYNOPSIS
    Runs fscutility and looks whether it has done its work.
    .PARAMETER To
    enabled or disabled.
    #>
    param([Parameter(Mandatory = $true)][ValidateSet('enabled', 'disabled')][string]$To)
    $before = Get-RUForefrontState
    if ($before -eq 'not-installed' -or $before -eq $To) { return }
    $running = @('MSExchangeTransport', 'FSCController' |
            Where-Object { Test-RURegistryKey ('HKLM:\SYSTEM\CurrentControlSet\Services\' + $_) } |
            Where-Object { (Get-RUText (Get-RUController -Name $_).Status) -ne 'Stopped' })
    if ($running.Length -gt 0) {
        $names = [string]::Join(' and ', $running)
        Write-RUFailure -Id 'forefront-blocked' -What "fscutility was not run, since it would fail while $names run" -Hint "Stop $names first."
    }
    $switch = '/enable'
    if ($To -eq 'disabled') { $switch = '/disable' }
    $result = Invoke-RUTool -Path (Get-RUForefrontPath) -Argument $switch
    if ((Get-RUForefrontState) -ne $To) {
        Write-RUFailure -Id 'forefront-unchanged' -What "fscutility $switch ended with $($result.ExitCode), and Forefront is not $To" -Hint 'Run it by hand in an elevated command prompt and read what it says.'
    }
}
