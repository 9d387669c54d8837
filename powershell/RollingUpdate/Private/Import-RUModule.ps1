function Import-RUModule {
    <#
    .SYNOPSIS
    Loads a module of Windows or of a product, or says that it is missing.
    .DESCRIPTION
    PowerShell 2.0 loads no module by itself.
    #>
    param([Parameter(Mandatory = $true)][string]$Name, [Parameter(Mandatory = $true)][string]$Hint)
    if (Get-Module -Name $Name) { return }
    try { Import-Module -Name $Name -Global -ErrorAction Stop -WarningAction SilentlyContinue }
    catch {
        if ($_.FullyQualifiedErrorId -like 'Modules_ModuleNotFound*') {
            Write-RUFailure -Id 'missing-module' -What "the PowerShell module $Name is missing" -Hint $Hint -Category ObjectNotFound
        }
        throw
    }
}
