# Files of this server: packages, which are copied here and checked by hash and signature, and logs, which are read while they grow.

function Get-RUFile {
    <#
    .SYNOPSIS
    Size, SHA-256 and signature of a file.
    .PARAMETER Path
    The file, as people write it.
    .OUTPUTS
    One object: exists, size (bytes), sha256 (lower case), signature (valid, invalid, none, unknown). A folder does not count as a file.
    .LINK
    https://learn.microsoft.com/dotnet/api/system.management.automation.signaturestatus
    #>
    param([Parameter(Mandatory = $true)][string]$Path)
    $answer = @{ exists = $false; size = $null; sha256 = $null; signature = 'unknown' }
    if (Test-RUFile -Path $Path) {
        $real = Resolve-RUPath -Path $Path
        $answer.exists = $true
        $answer.size = [long](New-Object System.IO.FileInfo $real).Length
        $answer.sha256 = Get-RUSha256 -Path $real
        $answer.signature = Get-RUSignature -Path $real
    }
    New-Object PSObject -Property $answer
}

function Get-RUFileText {
    <#
    .SYNOPSIS
    The text of a log from an offset on, up to a number of bytes.
    .DESCRIPTION
    Offsets count bytes of the file. An offset past its end means that the file was rewritten; it is then read from its beginning. A character
    is never cut: the next offset is before an incomplete one. The byte order mark is not part of the text.
    .PARAMETER Offset
    The offset of the answer before, or 0.
    .PARAMETER Path
    The full path of the file on this server.
    .PARAMETER AtMostBytes
    The maximum number of bytes.
    .OUTPUTS
    One object: exists, offset (where to go on), text.
    #>
    param(
        [Parameter(Mandatory = $true)][string]$Path,
        [long]$Offset = 0,
        [ValidateRange(1, 16777216)][int]$AtMostBytes = 65536
    )
    if (-not (Test-RUFile -Path $Path)) { return New-Object PSObject -Property @{ exists = $false; offset = [long]0; text = '' } }
    $file = New-Object System.IO.FileStream (Resolve-RUPath -Path $Path), ([System.IO.FileMode]::Open), ([System.IO.FileAccess]::Read), ([System.IO.FileShare]'ReadWrite, Delete')
    try {
        $beginning = [byte[]](Read-RUBytes -File $file -AtMost 3)
        $from = $Offset
        if ($from -gt $file.Length -or $from -lt 0) { $from = [long]0 }
        $null = $file.Seek($from, [System.IO.SeekOrigin]::Begin)
        $bytes = [byte[]](Read-RUBytes -File $file -AtMost $AtMostBytes)
    }
    finally { $file.Close() }
    $read = ConvertFrom-RUBytes -Bytes $bytes -Beginning $beginning
    New-Object PSObject -Property @{ exists = $true; offset = [long]($from + $read.Used); text = $read.Text.TrimStart([char]0xfeff) }
}

function Copy-RUFile {
    <#
    .SYNOPSIS
    Copies a package to this server, if it has the hash that its vendor publishes.
    .DESCRIPTION
    The copy gets its name only after its hash has been checked, so a file of that name is complete. Does nothing if it is already there.
    .PARAMETER From
    A file on this server, or on a share that this session may read.
    .PARAMETER Move
    The file at From was put there for this: it is moved, not copied. It must be on the same drive.
    .PARAMETER To
    The full path on this server, including the file name.
    .PARAMETER Sha256
    The hash that the file must have, in hexadecimal digits.
    .PARAMETER Fence
    The fencing number of the run that asks; 0 for none.
    #>
    param(
        [Parameter(Mandatory = $true)][string]$From,
        [Parameter(Mandatory = $true)][string]$To,
        [Parameter(Mandatory = $true)][string]$Sha256,
        [switch]$Move,
        [long]$Fence = 0
    )
    Confirm-RUFence -Fence $Fence
    $target = Resolve-RUPath -Path $To
    if ((Test-RUFile -Path $To) -and (Get-RUSha256 -Path $target) -eq $Sha256) { return }
    if (-not (Test-RUFile -Path $From)) {
        Write-RUFailure -Id 'no-such-file' -What "there is no file $From, or it may not be read" -Hint 'Check the path. A session has no rights on a third computer unless they are delegated: a share needs read access for the computer accounts.' -Category ObjectNotFound
    }
    $null = [System.IO.Directory]::CreateDirectory([System.IO.Path]::GetDirectoryName($target))
    $copy = $target + '.copying'
    if ($Move) { $copy = Resolve-RUPath -Path $From }
    else { Copy-Item -LiteralPath $From -Destination $copy -Force -ErrorAction Stop }
    $hash = Get-RUSha256 -Path $copy
    if ($hash -ne $Sha256) {
        [System.IO.File]::Delete($copy)
        # The name under which it was sent means nothing to anybody.
        $named = $From
        if ($Move) { $named = "what was sent as $To" }
        Write-RUFailure -Id 'file-hash' -What "$named has the hash $hash, not $($Sha256.ToLowerInvariant())" -Hint 'Fetch the package again from its vendor.' -Category InvalidData
    }
    Move-RUFile -From $copy -To $target
}

function Add-RUFilePart {
    <#
    .SYNOPSIS
    Writes the next part of a file that is sent to this server in parts; the first part, at offset 0, replaces an earlier attempt.
    .DESCRIPTION
    For a caller that sends a package: first under a temporary name, then Copy-RUFile -Move checks its hash and gives it its final name.
    .PARAMETER Offset
    Where in the file the part belongs: exactly at its present end.
    .PARAMETER Path
    The full path of the file on this server.
    .PARAMETER Part
    A hashtable with the part in Bytes. Not the bytes alone: the transcript of a restricted endpoint shows each parameter as text, and would
    grow by several times the size of the package.
    .PARAMETER Fence
    The fencing number of the run that asks; 0 for none.
    #>
    param(
        [Parameter(Mandatory = $true)][string]$Path,
        [Parameter(Mandatory = $true)][long]$Offset,
        [Parameter(Mandatory = $true)][hashtable]$Part,
        [long]$Fence = 0
    )
    Confirm-RUFence -Fence $Fence
    $real = Resolve-RUPath -Path $Path
    $null = [System.IO.Directory]::CreateDirectory([System.IO.Path]::GetDirectoryName($real))
    $file = Open-RUFileAlone -Path $real
    try {
        if ($Offset -eq 0) { $file.SetLength(0) }
        if ($file.Length -ne $Offset) {
            Write-RUFailure -Id 'file-part-order' -What "the part belongs at $Offset, but $Path has $($file.Length) bytes" -Hint 'Send the file again from its beginning.' -Category InvalidArgument
        }
        $null = $file.Seek($Offset, [System.IO.SeekOrigin]::Begin)
        $bytes = [byte[]]$Part.Bytes
        if ($null -ne $bytes) { $file.Write($bytes, 0, $bytes.Length) }
    }
    finally { $file.Close() }
}

function Test-RUFile {
    <#
    .SYNOPSIS
    Whether there is a file of this name, on this server or on a share that it can read. A folder does not count.
    #>
    param([Parameter(Mandatory = $true)][string]$Path)
    [bool](Test-Path -LiteralPath $Path -PathType Leaf)
}

function Move-RUFile {
    <#
    .SYNOPSIS
    Gives a file its final name, replacing a file that has it.
    .PARAMETER From
    For .NET, on the same drive.
    #>
    param([Parameter(Mandatory = $true)][string]$From, [Parameter(Mandatory = $true)][string]$To)
    # A copy of a read-only file is read-only too, and could not be replaced next time.
    [System.IO.File]::SetAttributes($From, [System.IO.FileAttributes]::Normal)
    if ([System.IO.File]::Exists($To)) { [System.IO.File]::SetAttributes($To, [System.IO.FileAttributes]::Normal) }
    Move-Item -LiteralPath $From -Destination $To -Force -ErrorAction Stop
}

function Get-RUSha256 {
    <#
    .SYNOPSIS
    The SHA-256 of a file, as 64 hexadecimal digits in lower case.
    .PARAMETER Path
    For .NET; the file may be open elsewhere, a log for instance.
    #>
    param([Parameter(Mandatory = $true)][string]$Path)
    $file = New-Object System.IO.FileStream $Path, ([System.IO.FileMode]::Open), ([System.IO.FileAccess]::Read), ([System.IO.FileShare]'ReadWrite, Delete'), 1048576
    $hash = New-RUSha256
    try { [System.BitConverter]::ToString($hash.ComputeHash($file)).Replace('-', '').ToLowerInvariant() }
    finally {
        $file.Close()
        $hash.Clear()
    }
}

function New-RUSha256 {
    <#
    .SYNOPSIS
    An implementation of SHA-256 that works even where only certified ones are allowed.
    .NOTES
    In .NET Framework SHA256.Create returns the managed implementation, which throws under the FIPS policy. The other one is in an assembly that
    PowerShell 2.0 has not loaded, and that can only be found by its full name.
    #>
    try { [System.Security.Cryptography.SHA256]::Create() }
    catch {
        # If that version does not exist, this is a newer PowerShell, which has what it needs.
        try { $null = [System.Reflection.Assembly]::Load('System.Core, Version=3.5.0.0, Culture=neutral, PublicKeyToken=b77a5c561934e089') } catch { $null = $_ }
        New-Object System.Security.Cryptography.SHA256CryptoServiceProvider
    }
}

function Get-RUSignature {
    <#
    .SYNOPSIS
    The signature of a file: valid, invalid, none, or unknown if Windows cannot say.
    .DESCRIPTION
    UnknownError can mean many things, among them a root that is not trusted here: it proves nothing about the file.
    #>
    param([Parameter(Mandatory = $true)][string]$Path)
    # PowerShell 2.0 has no -LiteralPath here.
    $status = $null
    try { $status = [string](Get-AuthenticodeSignature -FilePath ([System.Management.Automation.WildcardPattern]::Escape($Path)) -ErrorAction Stop).Status }
    catch { return 'unknown' }
    switch ($status) {
        'Valid' { 'valid' }
        'HashMismatch' { 'invalid' }
        'NotTrusted' { 'invalid' }
        'NotSigned' { 'none' }
        'NotSupportedFileFormat' { 'none' }
        default { 'unknown' }
    }
}

function Read-RUBytes {
    <#
    .SYNOPSIS
    The next bytes of an open file: the number asked for, or what is left.
    #>
    param([Parameter(Mandatory = $true)][System.IO.Stream]$File, [Parameter(Mandatory = $true)][int]$AtMost)
    $size = [int][Math]::Min([long]$AtMost, $File.Length - $File.Position)
    $bytes = New-Object byte[] ([Math]::Max(0, $size))
    $have = 0
    while ($have -lt $bytes.Length) {
        $more = $File.Read($bytes, $have, $bytes.Length - $have)
        if ($more -le 0) { break }
        $have += $more
    }
    # Shorter than it was a moment ago.
    $read = New-Object byte[] $have
    [System.Array]::Copy($bytes, $read, $have)
    , $read
}

function ConvertFrom-RUBytes {
    <#
    .SYNOPSIS
    The text of the complete characters at the beginning of some bytes of a file, and how many bytes they take.
    .DESCRIPTION
    Windows Installer writes UTF-16, setup UTF-8, older programs the system's code page. A byte order mark at the beginning of the file decides;
    without one it is UTF-8 if the bytes are valid UTF-8, else the code page. An incomplete character is left for the next time.
    .PARAMETER Beginning
    The first three bytes of the file, or fewer.
    .OUTPUTS
    An object with Text and Used.
    #>
    param([Parameter(Mandatory = $true)][AllowEmptyCollection()][byte[]]$Bytes, [Parameter(Mandatory = $true)][AllowEmptyCollection()][byte[]]$Beginning)
    $mark = [System.BitConverter]::ToString($Beginning)
    $used = $Bytes.Length
    if ($mark -like 'FF-FE*' -or $mark -like 'FE-FF*') {
        $isBig = $mark -like 'FE-FF*'
        $encoding = New-Object System.Text.UnicodeEncoding $isBig, $false
        $used -= $used % 2
        $high = 1
        if ($isBig) { $high = 2 }
        # The first half of a pair of surrogates.
        if ($used -ge 2 -and ($Bytes[$used - $high] -band 0xfc) -eq 0xd8) { $used -= 2 }
    }
    else {
        $used -= Get-RUUnfinished -Bytes $Bytes
        $encoding = New-Object System.Text.UTF8Encoding $false, $true
        try { $null = $encoding.GetCharCount($Bytes, 0, $used) }
        catch {
            # Not UTF-8: characters have one byte, or two in East Asia, where one may be incomplete.
            $used = $Bytes.Length
            try { $encoding = [System.Text.Encoding]::GetEncoding([System.Globalization.CultureInfo]::CurrentCulture.TextInfo.ANSICodePage) }
            catch { $encoding = [System.Text.Encoding]::GetEncoding(28591) }
        }
    }
    New-Object PSObject -Property @{ Text = $encoding.GetString($Bytes, 0, $used); Used = $used }
}

function Get-RUUnfinished {
    <#
    .SYNOPSIS
    How many bytes at the end belong to an incomplete UTF-8 character.
    #>
    param([Parameter(Mandatory = $true)][AllowEmptyCollection()][byte[]]$Bytes)
    for ($back = 1; $back -le 3 -and $back -le $Bytes.Length; $back++) {
        $byte = $Bytes[$Bytes.Length - $back]
        if (($byte -band 0xc0) -eq 0x80) { continue }
        $needs = 1
        if (($byte -band 0xe0) -eq 0xc0) { $needs = 2 }
        elseif (($byte -band 0xf0) -eq 0xe0) { $needs = 3 }
        elseif (($byte -band 0xf8) -eq 0xf0) { $needs = 4 }
        if ($needs -gt $back) { return $back }
        return 0
    }
    0
}
