function Get-RUInstalledUpdate {
    <#
    .SYNOPSIS
    The installed product, its true build, and the updates of it and of Windows.
    .DESCRIPTION
    The build is that of ExSetup.exe: the object of the server in the directory does not know rollups and security updates.
    .OUTPUTS
    First one object with product and build, both empty where there is no product that is known here, and allUpdates: whether all updates
    could be read; then one an update: name, kb, installedAt.
    .NOTES
    Those of Windows are known to WMI alone. An installation of Exchange that fails may leave Winmgmt disabled; the build can be told all the same.
    .LINK
    https://learn.microsoft.com/exchange/new-features/build-numbers-and-release-dates
    #>
    param()
    $setup = Get-RUExchange
    $ofWindows = $null
    # Whoever needs them is told that they are not known.
    try { $ofWindows = @(Get-RUWindowsUpdate) } catch { $ofWindows = $null }
    New-Object PSObject -Property @{ product = $setup.Product; build = $setup.Build; allUpdates = $null -ne $ofWindows }
    if ($setup.Build) { Get-RUProductPatch }
    if ($ofWindows) { $ofWindows }
}
