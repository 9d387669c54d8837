# What this server keeps about runs, in a folder to which only administrators and SYSTEM can write: the highest fencing number that it has
# seen, by which it refuses a superseded run, and files with named texts.

function Confirm-RUFence {
    <#
    .SYNOPSIS
    Refuses a change of a run that has been superseded, and keeps the highest fencing number seen.
    .DESCRIPTION
    The number is kept in a file that is open exclusively while it is compared and written, so two sessions cannot both pass with different
    numbers. The number 0 means a change that belongs to no run: it is neither compared nor kept.
    .PARAMETER Fence
    The fencing number of the run that asks.
    .PARAMETER About
    On a management server: the computer that the change is about. Empty: this server.
    #>
    param([long]$Fence, [string]$About)
    if ($Fence -le 0) { return }
    $name = 'fence.txt'
    if ($About) { $name = 'fence-' + [System.Text.RegularExpressions.Regex]::Replace($About.ToLowerInvariant(), '[^a-z0-9.-]', '_') + '.txt' }
    $folder = Get-RUStateFolder
    Protect-RUFolder -Path $folder
    $path = Join-Path $folder $name
    $file = Open-RUFileAlone -Path $path
    try {
        $reader = New-Object System.IO.StreamReader $file
        $text = $reader.ReadToEnd().Trim()
        $seen = [long]0
        if ($text -and -not [long]::TryParse($text, [ref]$seen)) {
            Write-RUFailure -Id 'fence-unreadable' -What "the fencing number kept in $path cannot be read" -Hint 'Check whether another run is working on this server; if none is, delete that file.'
        }
        if ($Fence -lt $seen) {
            Write-RUFailure -Id 'fenced' -What "the fencing number $Fence was refused: $seen has been seen here" -Hint "Another run has taken over. If there is none (Node-RED was set up from scratch), delete $path on the server."
        }
        if ($Fence -gt $seen) {
            $bytes = [System.Text.Encoding]::ASCII.GetBytes([string]$Fence)
            # Numbers only grow, and so does the file: it is never empty.
            $null = $file.Seek(0, [System.IO.SeekOrigin]::Begin)
            $file.Write($bytes, 0, $bytes.Length)
            $file.SetLength($bytes.Length)
            $file.Flush()
        }
    }
    finally { $file.Close() }
}

function Get-RUStateFolder {
    <#
    .SYNOPSIS
    The folder on this server for what must outlive a session and a boot. It may not exist yet: whoever writes to it protects it first.
    .OUTPUTS
    Its path, for .NET and for cmdlets.
    #>
    Resolve-RUPath -Path (Join-Path $env:ProgramData 'RollingUpdate')
}

function Protect-RUFolder {
    <#
    .SYNOPSIS
    Makes a folder to which only administrators and SYSTEM can write, and refuses one that somebody else made before.
    .DESCRIPTION
    Everybody may make folders under ProgramData. What SYSTEM runs must not be where others have written or can write.
    .LINK
    https://learn.microsoft.com/windows-server/administration/windows-commands/icacls
    #>
    param([Parameter(Mandatory = $true)][string]$Path)
    $isOld = [System.IO.Directory]::Exists($Path)
    if ($isOld) {
        # In SDDL: O, the owner (BA administrators, SY the system); D:P, its own rights instead of those of the parent folder.
        $sddl = [string](Get-Acl -Path $Path -ErrorAction Stop).Sddl
        $owner = [System.Text.RegularExpressions.Regex]::Match($sddl, '^O:([A-Z]{2}|S-[0-9-]+)')
        if (@('BA', 'SY') -notcontains $owner.Groups[1].Value) {
            Write-RUFailure -Id 'unsafe-folder' -What "the folder $Path belongs neither to the administrators nor to the system" -Hint 'Find out who made it, then delete it.' -Category SecurityError
        }
        if ($sddl -cmatch 'D:P') { return }
    }
    else { $null = [System.IO.Directory]::CreateDirectory($Path) }
    $steps = @(, @('/setowner', '*S-1-5-32-544'))
    # An administrator made it with the usual rights there, so that everybody can write: what is in it may be anybody's.
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

function Open-RUFileAlone {
    <#
    .SYNOPSIS
    Opens a file of ours for reading and writing, exclusively; makes it if it does not exist.
    .DESCRIPTION
    Waits up to five seconds for another session or a virus scanner that has it open.
    .OUTPUTS
    A System.IO.FileStream; the caller closes it.
    #>
    param([Parameter(Mandatory = $true)][string]$Path)
    for ($left = 50; ; $left--) {
        try { return New-Object System.IO.FileStream $Path, ([System.IO.FileMode]::OpenOrCreate), ([System.IO.FileAccess]::ReadWrite), ([System.IO.FileShare]::None) }
        catch {
            $cause = $_.Exception
            while ($cause.InnerException) { $cause = $cause.InnerException }
            # Sharing and lock violations are plain IOExceptions; there is no point in waiting for a full disk or a missing right.
            if ($left -le 0 -or $cause.GetType().FullName -ne 'System.IO.IOException') { throw }
            Start-Sleep -Milliseconds 100
        }
    }
}

function Write-RUStateFile {
    <#
    .SYNOPSIS
    Writes named texts to a file of ours, completely or not at all.
    .PARAMETER Values
    A hashtable of strings. Kept as XML, which can hold any text.
    #>
    param([Parameter(Mandatory = $true)][string]$Path, [Parameter(Mandatory = $true)][System.Collections.IDictionary]$Values)
    $document = New-Object System.Xml.XmlDocument
    $root = $document.AppendChild($document.CreateElement('values'))
    foreach ($name in $Values.Keys) {
        foreach ($text in @($Values[$name])) {
            $value = $root.AppendChild($document.CreateElement('value'))
            $value.SetAttribute('name', [string]$name)
            # XML cannot hold most control characters, so they become JSON-like escapes of UTF-16 units.
            $value.SetAttribute('text', (ConvertTo-RUEscaped ([string]$text)))
        }
    }
    $new = $Path + '.new'
    $document.Save($new)
    if (-not [System.IO.File]::Exists($Path)) { [System.IO.File]::Move($new, $Path); return }
    # It fails without a name for the backup: PowerShell makes an empty text of $null.
    $old = $Path + '.old'
    [System.IO.File]::Replace($new, $Path, $old)
    [System.IO.File]::Delete($old)
}

function Read-RUStateFile {
    <#
    .SYNOPSIS
    The texts that Write-RUStateFile wrote, as a hashtable of arrays of strings; nothing if there is no such file.
    #>
    param([Parameter(Mandatory = $true)][string]$Path)
    if (-not [System.IO.File]::Exists($Path)) { return }
    $document = New-Object System.Xml.XmlDocument
    $file = New-Object System.IO.FileStream $Path, ([System.IO.FileMode]::Open), ([System.IO.FileAccess]::Read), ([System.IO.FileShare]'ReadWrite, Delete')
    try { $document.Load($file) } finally { $file.Close() }
    $values = @{}
    foreach ($value in $document.DocumentElement.ChildNodes) {
        $name = $value.GetAttribute('name')
        $values[$name] = @($values[$name] | Where-Object { $_ -ne $null }) + @(ConvertFrom-RUEscaped $value.GetAttribute('text'))
    }
    $values
}

function ConvertTo-RUEscaped {
    <#
    .SYNOPSIS
    A text in printable ASCII: every other UTF-16 unit, and the backslash, as \uXXXX.
    #>
    param([string]$Text)
    $escaped = New-Object System.Text.StringBuilder
    foreach ($unit in $Text.ToCharArray()) {
        $code = [int]$unit
        if ($code -lt 0x20 -or $code -gt 0x7e -or $code -eq 0x5c) { $null = $escaped.Append('\u').Append($code.ToString('x4')) }
        else { $null = $escaped.Append($unit) }
    }
    $escaped.ToString()
}

function ConvertFrom-RUEscaped {
    <#
    .SYNOPSIS
    The text that ConvertTo-RUEscaped has escaped.
    #>
    param([string]$Text)
    $plain = New-Object System.Text.StringBuilder
    for ($at = 0; $at -lt $Text.Length; $at++) {
        if ($Text[$at] -ne '\') { $null = $plain.Append($Text[$at]); continue }
        $null = $plain.Append([char][Convert]::ToInt32($Text.Substring($at + 2, 4), 16))
        $at += 5
    }
    $plain.ToString()
}
