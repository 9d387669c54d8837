function Get-RUNlbConverged {
    <#
    .SYNOPSIS
    The hosts that have converged as this one sees it, itself included.
    .DESCRIPTION
    The cmdlets ask each host about itself. Two default hosts do not hear each other, and then nobody can be said to have converged with
    this one. A state that is none of the known ones is that of a host which could not be asked: then it is not known.
    .PARAMETER View
    As Get-RUNlbView gives it.
    .OUTPUTS
    Names, a line each; nothing where it is not known; an empty text where this host is out.
    #>
    param([Parameter(Mandatory = $true)]$View)
    if ($View.State -eq 'stopped' -or $View.State -eq 'suspended') { return '' }
    if ($View.ByWmi -or -not $View.IsWhole) { return }
    $names = @()
    $defaults = 0
    foreach ($node in @($View.Nodes)) {
        $text = Get-RUText $node.State
        $state = ConvertTo-RUNlbState -Text $text
        if ($state -eq 'unknown') { return }
        if ($state -ne 'converged') { continue }
        $names += Get-RUText $node.Name
        if ($text -match 'default') { $defaults++ }
    }
    if ($defaults -gt 1) { return Get-RUText $View.Own.Name }
    [string]::Join("`n", $names)
}
