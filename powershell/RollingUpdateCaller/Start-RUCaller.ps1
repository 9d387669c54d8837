function Start-RUCaller {
    <#
    .SYNOPSIS
    Says that this PowerShell is ready, and which one it is.
    #>
    $edition = if ($PSVersionTable.PSEdition) { $PSVersionTable.PSEdition } else { 'Desktop' }
    Write-RUFrame @{ id = 'ready'; ok = $true; records = [object[]]@(@{ version = [string]$PSVersionTable.PSVersion; edition = $edition }) }
}
