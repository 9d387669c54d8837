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
    if ([System.IO.Directory]::Exists($Path)) {
        # The owner in SDDL: BA administrators, SY the system, LA the built-in administrator, DA domain administrators.
        $owner = [System.Text.RegularExpressions.Regex]::Match([string](Get-Acl -Path $Path -ErrorAction Stop).Sddl, '^O:([A-Z]{2}|S-[0-9-]+)')
        if (@('BA', 'SY') -contains $owner.Groups[1].Value) { return }
        Write-RUFailure -Id 'unsafe-folder' -What "the folder $Path belongs neither to the administrators nor to the system" -Hint 'Find out who has made it, then delete it.' -Category SecurityError
    }
    $null = [System.IO.Directory]::CreateDirectory($Path)
    $icacls = Get-RUTool -Name 'icacls.exe'
    $run = Invoke-RUTool -Path $icacls -Argument $Path, '/setowner', '*S-1-5-32-544'
    if ($run.ExitCode -eq 0) {
        $run = Invoke-RUTool -Path $icacls -Argument $Path, '/inheritance:r', '/grant:r', '*S-1-5-18:(OI)(CI)F', '*S-1-5-32-544:(OI)(CI)F'
    }
    if ($run.ExitCode -eq 0) { return }
    [System.IO.Directory]::Delete($Path)
    Write-RUFailure -Id 'unsafe-folder' -What "the rights of $Path could not be set: $($run.Output)" -Hint 'The account needs administrator rights on this server.' -Category SecurityError
}
