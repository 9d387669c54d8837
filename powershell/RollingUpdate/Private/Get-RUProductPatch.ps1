function Get-RUProductPatch {
    <#
    .SYNOPSIS
    The patches of Exchange that Windows Installer knows.
    .NOTES
    The keys are packed product codes: Exchange 2010 and 2013; 2016, 2019 and the subscription edition. The day is text, yyyyMMdd.
    #>
    foreach ($code in 'AE1D439464EB1B8488741FFA028E291C', '442189DC8B9EA5040962A6BED9EC1F1F') {
        $patches = "HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion\Installer\UserData\S-1-5-18\Products\$code\Patches"
        foreach ($key in @(Get-RURegistryChild -Path $patches)) {
            $name = [string](Get-RURegistryValue -Path $key -Name 'DisplayName')
            if (-not $name) { continue }
            New-RUUpdate -Name $name -Kb $name -Day ([string](Get-RURegistryValue -Path $key -Name 'Installed')) -Format 'yyyyMMdd'
        }
    }
}
