function Get-RUForefront {
    <#
    .SYNOPSIS
    Forefront's hooks into Exchange, judged by service dependency.
    .OUTPUTS
    One record: state (enabled, disabled, not-installed) and rollupScript: Exchange's installer finds a script of the administrators' own,
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
