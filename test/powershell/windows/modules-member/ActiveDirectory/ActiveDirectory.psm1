# Servers with Exchange have this module: its prerequisites include the administration tools of the directory (RSAT-ADDS).

function Test-ADServiceAccount {
    [CmdletBinding()]
    param([Parameter(Mandatory, Position = 0)][string]$Identity)
    try { $answer = Invoke-World 'directory.testServiceAccount' @{ identity = $Identity } }
    catch { $PSCmdlet.WriteError($_); return }
    if (-not $answer.usable) { Write-Warning "Test failed for Managed Service Account $Identity." }
    $answer.usable
}
