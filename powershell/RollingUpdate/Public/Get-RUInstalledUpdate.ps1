function Get-RUInstalledUpdate {
    <#
    .SYNOPSIS
    The installed product, its true build, and the updates of it and of Windows.
    .DESCRIPTION
    The build is that of ExSetup.exe: the object of the server in the directory does not know rollups and security updates.
    .OUTPUTS
    First one object with product and build, both empty where there is no product that is known here; then one an update: name, kb, installedAt.
    .LINK
    https://learn.microsoft.com/exchange/new-features/build-numbers-and-release-dates
    #>
    param()
    $setup = Get-RUExchange
    New-Object PSObject -Property @{ product = $setup.Product; build = $setup.Build }
    if ($setup.Build) { Get-RUProductPatch }
    Get-RUWindowsUpdate
}
