function Get-RUExchange {
    <#
    .SYNOPSIS
    Name and build of Exchange on this server; both nothing where it is not installed.
    .NOTES
    Parts of the build are padded in the file's version (15.01.2507.006) and are numbers all the same.
    #>
    $answer = @{ Product = $null; Build = $null }
    foreach ($version in 'v15', 'v14') {
        $folder = Get-RURegistryValue -Path "HKLM:\SOFTWARE\Microsoft\ExchangeServer\$version\Setup" -Name 'MsiInstallPath'
        if (-not $folder) { continue }
        $file = [string]$folder + 'bin\ExSetup.exe'
        if (-not (Test-RUFile -Path $file)) { continue }
        $parts = @(([string](Get-Item -LiteralPath $file -ErrorAction Stop).VersionInfo.FileVersion).Split('.') | ForEach-Object { [int]$_ })
        $answer.Build = [string]::Join('.', $parts)
        $answer.Product = Get-RUExchangeName -Major $parts[0] -Minor $parts[1]
        break
    }
    New-Object PSObject -Property $answer
}
