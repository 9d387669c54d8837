function Protect-RUFolder {
    <#
    .SYNOPSIS
    Makes a folder in which administrators and the system alone write, and refuses one that somebody else has made before.
    .DESCRIPTION
    Everybody may make folders under ProgramData. What SYSTEM runs must not lie where others have written or can.
    .LINK
    https://learn.microsoft.com/windows-server/administration/windows-commands/icacls
    #>
    param([Parameter(Mandatory = $true)][string]$Path)
    $isOld = [System.IO.Directory]::Exists($Path)
    if ($isOld) {
        # In SDDL: O, the owner (BA administrators, SY the system); D:P, rights of its own and not those of the folder above.
        $sddl = [string](Get-Acl -Path $Path -ErrorAction Stop).Sddl
        $owner = [System.Text.RegularExpressions.Regex]::Match($sddl, '^O:([A-Z]{2}|S-[0-9-]+)')
        if (@('BA', 'SY') -notcontains $owner.Groups[1].Value) {
            Write-RUFailure -Id 'unsafe-folder' -What "the folder $Path belongs neither to the administrators nor to the system" -Hint 'Find out who has made it, then delete it.' -Category SecurityError
        }
        if ($sddl -cmatch 'D:P') { return }
    }
    else { $null = [System.IO.Directory]::CreateDirectory($Path) }
    $steps = @(, @('/setowner', '*S-1-5-32-544'))
    # An administrator made it in the way folders are made there, in which everybody writes: what lies in it already may be anybody's.
    if ($isOld) { $steps = @(@('/setowner', '*S-1-5-32-544', '/T'), @('/reset', '/T')) }
    $steps += , @('/inheritance:r', '/grant:r', '*S-1-5-18:(OI)(CI)F', '*S-1-5-32-544:(OI)(CI)F')
    $icacls = Get-RUTool -Name 'icacls.exe'
    foreach ($step in $steps) {
        $run = Invoke-RUTool -Path $icacls -Argument (@($Path) + $step)
        if ($run.ExitCode -eq 0) { continue }
        if (-not $isOld) { [System.IO.Directory]::Delete($Path) }
        Write-RUFailure -Id 'unsafe-folder' -What "the rights of $Path could not be set: $($run.Output)" -Hint 'The account needs administrator rights on this server.' -Category SecurityError
    }
}
