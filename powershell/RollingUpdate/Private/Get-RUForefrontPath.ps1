function Get-RUForefrontPath {
    <#
    .SYNOPSIS
    The full path of fscutility.exe: it lies beside Forefront's controller service.
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
