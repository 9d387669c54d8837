# Forefront's hooks into Exchange's services, which keep an installer from stopping and starting them.

function Get-RUForefront {
    <#
    .SYNOPSIS
    Forefront's hooks into Exchange, judged by service dependency.
    .OUTPUTS
    One record: state (enabled, disabled, not-installed) and rollupScript: Exchange's installer finds a script of the administrators,
    which may switch the hooks itself.
    .LINK
    https://techcommunity.microsoft.com/blog/exchange/593322
    #>
    param()
    $script = $false
    $install = [string](Get-RURegistryValue -Path 'HKLM:\SOFTWARE\Microsoft\ExchangeServer\v14\Setup' -Name MsiInstallPath)
    if ($install) { $script = Test-Path -LiteralPath (Join-Path $install 'Scripts\Customization\CustomPatchInstallerActions.ps1') }
    New-Object PSObject -Property @{ state = (Get-RUForefrontState); rollupScript = [bool]$script }
}

function Enable-RUForefront {
    <#
    .SYNOPSIS
    Makes Exchange's services depend on Forefront again.
    .DESCRIPTION
    Does nothing where that is so already, or where there is no Forefront.
    .PARAMETER Fence
    The fencing number of the run that asks; 0 for none.
    .LINK
    https://techcommunity.microsoft.com/blog/exchange/592791
    #>
    param([long]$Fence = 0)
    Confirm-RUFence -Fence $Fence
    Switch-RUForefront -To enabled
}

function Disable-RUForefront {
    <#
    .SYNOPSIS
    Takes Forefront's hooks out of Exchange's services, so that an installer can stop and start these.
    .DESCRIPTION
    Does nothing where that is so already, or where there is no Forefront.
    .PARAMETER Fence
    The fencing number of the run that asks; 0 for none.
    .LINK
    https://techcommunity.microsoft.com/blog/exchange/592791
    #>
    param([long]$Fence = 0)
    Confirm-RUFence -Fence $Fence
    Switch-RUForefront -To disabled
}

function Get-RUForefrontState {
    <#
    .SYNOPSIS
    enabled, disabled or not-installed: whether services of Exchange depend on Forefront's controller.
    .DESCRIPTION
    That dependency is what fscutility makes and takes away; neither its exit code nor its /status is documented.
    .LINK
    https://techcommunity.microsoft.com/blog/exchange/592791
    #>
    if (-not (Test-RURegistryKey 'HKLM:\SYSTEM\CurrentControlSet\Services\FSCController')) { return 'not-installed' }
    $state = 'not-installed'
    foreach ($name in 'MSExchangeTransport', 'MSExchangeIS') {
        if (-not (Test-RURegistryKey ('HKLM:\SYSTEM\CurrentControlSet\Services\' + $name))) { continue }
        $state = 'disabled'
        $needed = @((Get-RUController -Name $name).ServicesDependedOn | ForEach-Object { $_.Name })
        if ($needed -contains 'FSCController') { return 'enabled' }
    }
    $state
}

function Switch-RUForefront {
    <#
    .SYNOPSIS
    Runs fscutility and checks whether it has done its work.
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

function Get-RUForefrontPath {
    <#
    .SYNOPSIS
    The full path of fscutility.exe, which is beside Forefront's controller service.
    .LINK
    https://techcommunity.microsoft.com/blog/exchange/592791
    #>
    $image = [string](Get-RURegistryValue -Path 'HKLM:\SYSTEM\CurrentControlSet\Services\FSCController' -Name ImagePath)
    $image = [Environment]::ExpandEnvironmentVariables($image.Trim())
    # A path in quotes ends with the quote, one without quotes with its extension; arguments may follow.
    if ($image -match '^"([^"]+)"' -or $image -match '^(.+?\.exe)(\s|$)') { $image = $Matches[1] }
    $tool = $null
    if ($image) { $tool = Join-Path (Split-Path -Path $image -Parent) 'fscutility.exe' }
    if (-not $tool -or -not (Test-Path -LiteralPath $tool)) {
        Write-RUFailure -Id 'missing-tool' -What 'fscutility.exe was not found' -Hint 'It is expected beside the program of the service FSCController; repair Forefront.' -Category ObjectNotFound
    }
    Resolve-RUPath $tool
}
