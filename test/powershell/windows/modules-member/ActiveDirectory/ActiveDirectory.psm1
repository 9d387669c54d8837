# Servers with Exchange have this module: its prerequisites include the administration tools of the directory (RSAT-ADDS).

# A text takes its place: a distinguished name, a GUID, a SID or a SAM account name.
class ADServiceAccount {
    [string]$Name
    ADServiceAccount([string]$Name) { $this.Name = $Name }
    [string] ToString() { return $this.Name }
}

function Test-ADServiceAccount {
    [CmdletBinding()]
    param([Parameter(Mandatory, Position = 0, ValueFromPipeline)][ADServiceAccount]$Identity)
    process {
        try { $answer = Invoke-World 'directory.testServiceAccount' @{ identity = $Identity.Name } }
        catch { $PSCmdlet.WriteError($_); return }
        if (-not $answer.usable) { Write-Warning "Test failed for Managed Service Account $Identity." }
        $answer.usable
    }
}
