# Running programs, including the user's own scripts: their paths, and their arguments, so that each arrives complete and none becomes a
# command.

function Invoke-RUScript {
    <#
    .SYNOPSIS
    Runs the user's own script and returns how it ended and what it printed.
    .DESCRIPTION
    In a separate process: it cannot end this session, and leaves nothing behind in it. A .ps1 file runs in Windows PowerShell; its exit code
    is that of exit, 1 after an error that ended it, and 0 otherwise, in 2.0 as well. Its standard input is empty.
    .PARAMETER File
    A .ps1, .cmd, .bat, .com or .exe file on this server.
    .PARAMETER Argument
    Arguments of the program, one each.
    .OUTPUTS
    One object: exitCode, output (the last 16,000 characters).
    #>
    param(
        [Parameter(Mandatory = $true)][string]$File,
        [AllowEmptyString()][AllowEmptyCollection()][string[]]$Argument = @()
    )
    if (-not (Test-RUFile -Path $File)) {
        Write-RUFailure -Id 'no-such-file' -What "there is no file $File" -Hint 'Copy the script to the server, or check the path.' -Category ObjectNotFound
    }
    if ($File -notmatch '\.(ps1|cmd|bat|com|exe)$') {
        Write-RUFailure -Id 'unknown-script' -What "it is not known how $File is run" -Hint 'Give a .ps1, .cmd, .bat, .com or .exe file.' -Category InvalidArgument
    }
    if (-not (Test-RUBatchArgument -File $File -Argument $Argument)) {
        Write-RUFailure -Id 'unsafe-argument' -What "an argument for $File has characters that cmd.exe takes for commands" -Hint 'Leave out " & | < > ^ % and !, or write the script for PowerShell.' -Category InvalidArgument
    }
    $real = Resolve-RUPath -Path $File
    $program = $real
    $arguments = @($Argument)
    if ($File -match '\.ps1$') {
        $program = Get-RUTool -Name 'WindowsPowerShell\v1.0\powershell.exe'
        Set-RUScriptCall -File $real -Argument $arguments
        $arguments = @(Get-RUScriptRunner)
    }
    try { $run = Invoke-RUTool -Path $program -Argument @($arguments | ForEach-Object { Protect-RUArgument $_ }) }
    finally { Set-RUScriptCall }
    $output = $run.Output
    if ($output.Length -gt 16000) { $output = $output.Substring($output.Length - 16000) }
    New-Object PSObject -Property @{ exitCode = [int]$run.ExitCode; output = $output }
}

function Get-RUScriptRunner {
    <#
    .SYNOPSIS
    Arguments of powershell.exe that run the script of Set-RUScriptCall and end with its exit code.
    .DESCRIPTION
    After -File, PowerShell 2.0 ends with 0 whether the script throws or says exit 2; a thrown error ends a command with 1. $? tells an exit code
    of the script from one that a program has left which the script called. Nothing catches errors: with that, one which ends a mere statement
    would end the script. Arguments that look like the name of a parameter are one, as after -File; all others come from a variable.
    The text is always the same, and has no double quotes.
    .LINK
    https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_powershell_exe
    #>
    $parts = @(
        '$ruFile = $env:ROLLING_UPDATE_SCRIPT; $ruText = [string]$env:ROLLING_UPDATE_ARGUMENTS;'
        '$env:ROLLING_UPDATE_SCRIPT = $null; $env:ROLLING_UPDATE_ARGUMENTS = $null;'
        '$ruGiven = @(@($ruText -split ''&'') | Where-Object { $_ } | ForEach-Object { [Uri]::UnescapeDataString($_.Substring(1)) });'
        '$ruCall = ''& $ruFile'';'
        'for ($ruAt = 0; $ruAt -lt $ruGiven.Length; $ruAt++) {'
        'if ($ruGiven[$ruAt] -match ''^(-[A-Za-z_][A-Za-z0-9_]*)(:(?s:(.*)))?\z'') {'
        '$ruCall += '' '' + $Matches[1];'
        'if ($Matches[2]) {'
        '$ruGiven[$ruAt] = [string]$Matches[3];'
        'if (''$true'', ''$false'' -contains $ruGiven[$ruAt]) { $ruGiven[$ruAt] = $ruGiven[$ruAt] -eq ''$true'' };'
        '$ruCall += '':$ruGiven['' + $ruAt + '']'' } }'
        'else { $ruCall += '' $ruGiven['' + $ruAt + '']'' } };'
        '$ruCode = 1; $global:LASTEXITCODE = 0;'
        # Printed to its end before the process ends.
        '. ([scriptblock]::Create($ruCall + ''; if ($?) { $ruCode = 0 } elseif ($LASTEXITCODE) { $ruCode = $LASTEXITCODE }'')) | Out-Default;'
        '[Environment]::Exit($ruCode)'
    )
    '-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'RemoteSigned', '-Command', ([string]::Join(' ', $parts))
}

function Set-RUScriptCall {
    <#
    .SYNOPSIS
    Says, in the environment of this process, which script Get-RUScriptRunner will run; without a file, none any more.
    .PARAMETER File
    Its full path.
    .PARAMETER Argument
    Its arguments, one each.
    #>
    param([string]$File = '', [string[]]$Argument = @())
    [Environment]::SetEnvironmentVariable('ROLLING_UPDATE_SCRIPT', $File)
    # A mark before each, so that an empty one is one too.
    $escaped = @($Argument | ForEach-Object { '=' + [Uri]::EscapeDataString([string]$_) })
    [Environment]::SetEnvironmentVariable('ROLLING_UPDATE_ARGUMENTS', [string]::Join('&', $escaped))
}

function Invoke-RUTool {
    <#
    .SYNOPSIS
    Runs a console program to its end and returns how it ended; refuses if it cannot be started.
    .DESCRIPTION
    Its standard input is empty: otherwise a program that asks for input would read the lines that are meant for PowerShell.
    What it prints is localized and only for people: decide by the exit code.
    .PARAMETER Path
    Its full path.
    .PARAMETER Argument
    Its arguments, one each.
    .OUTPUTS
    An object with ExitCode and Output.
    #>
    param([Parameter(Mandatory = $true)][string]$Path, [string[]]$Argument = @())
    # In Windows PowerShell a line on standard error would otherwise end the function.
    $ErrorActionPreference = 'Continue'
    try { $output = $null | & $Path @Argument 2>&1 }
    catch {
        # Without this the exit code below would be that of an earlier program.
        Write-RUFailure -Id 'tool-not-started' -What "$Path could not be started: $($_.Exception.Message)" -Hint 'Check whether it is a program for this version of Windows, and whether a policy forbids it.'
    }
    New-Object PSObject -Property @{
        ExitCode = $LASTEXITCODE
        Output   = [string]::Join("`n", @($output | ForEach-Object { [string]$_ }))
    }
}

function Get-RUTool {
    <#
    .SYNOPSIS
    The full path of a program of Windows, so that no other program of that name on the PATH is started.
    .PARAMETER Name
    Like shutdown.exe
    #>
    param([Parameter(Mandatory = $true)][string]$Name)
    $path = Resolve-RUPath (Join-Path (Join-Path $env:SystemRoot 'System32') $Name)
    if (-not [System.IO.File]::Exists($path)) {
        Write-RUFailure -Id 'missing-tool' -What "there is no $Name on this server" -Hint "It is expected at $path." -Category ObjectNotFound
    }
    $path
}

function Resolve-RUPath {
    <#
    .SYNOPSIS
    Makes a path that .NET and programs understand from one as people write it: .NET has its own current directory and does not know PowerShell drives.
    .PARAMETER Path
    Taken literally; need not exist.
    #>
    param([Parameter(Mandatory = $true)][string]$Path)
    # People may write environment variables such as %SystemRoot%; the method below takes brackets and the like literally, as intended.
    $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path)
}

function Test-RUBatchArgument {
    <#
    .SYNOPSIS
    Whether arguments can be passed to a file of this kind: cmd.exe reads those of a batch file, and may find commands in them.
    .NOTES
    No quoting protects them from cmd.exe in every case, so arguments with its special characters are not passed to a batch file.
    #>
    param([Parameter(Mandatory = $true)][string]$File, [string[]]$Argument = @())
    if ($File -notmatch '\.(cmd|bat)$') { return $true }
    foreach ($one in $Argument) { if ($one -match '["&|<>^%!\r\n]') { return $false } }
    $true
}

function Protect-RUArgument {
    <#
    .SYNOPSIS
    An argument in the form in which PowerShell passes it to a native program unchanged.
    .DESCRIPTION
    Up to 7.2 PowerShell puts quotes around arguments with spaces without escaping quotes in them, and drops empty arguments.
    .LINK
    https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_parsing
    #>
    param([Parameter(Mandatory = $true)][AllowEmptyString()][string]$Text)
    $version = $PSVersionTable.PSVersion
    if ($version.Major -gt 7 -or ($version.Major -eq 7 -and $version.Minor -ge 3)) { return $Text }
    if (-not $Text) { return '""' }
    $inner = [System.Text.RegularExpressions.Regex]::Replace($Text, '(\\*)"', '$1$1\"')
    if ($inner -match '\s') { $inner = [System.Text.RegularExpressions.Regex]::Replace($inner, '(\\+)$', '$1$1') }
    $inner
}

function ConvertTo-RUArgument {
    <#
    .SYNOPSIS
    An argument in the form in which a program gets it unchanged from its command line.
    .LINK
    https://learn.microsoft.com/windows/win32/api/shellapi/nf-shellapi-commandlinetoargvw
    #>
    param([Parameter(Mandatory = $true)][AllowEmptyString()][string]$Text)
    if ($Text -and $Text -notmatch '[\s"]') { return $Text }
    # Backslashes count only before a quote: those are doubled, and the quote escaped.
    $inner = [System.Text.RegularExpressions.Regex]::Replace($Text, '(\\*)"', '$1$1\"')
    '"' + [System.Text.RegularExpressions.Regex]::Replace($inner, '(\\+)$', '$1$1') + '"'
}
