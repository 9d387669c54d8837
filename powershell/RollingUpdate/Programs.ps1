# Running programs, including the user's own scripts: their paths, and their arguments, so that each arrives complete and none becomes a
# command.

function Invoke-RUScript {
    <#
    .SYNOPSIS
    Runs the user's own script and returns how it ended and what it printed.
    .DESCRIPTION
    In a separate process: it cannot end this session, and leaves nothing behind in it. A .ps1 file runs in Windows PowerShell; its exit code
    is that of exit, 1 after an error that ended it, and 0 otherwise. Its standard input is empty.
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
        $arguments = @('-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'RemoteSigned', '-File', $real) + $arguments
    }
    $run = Invoke-RUTool -Path $program -Argument @($arguments | ForEach-Object { Protect-RUArgument $_ })
    $output = $run.Output
    if ($output.Length -gt 16000) { $output = $output.Substring($output.Length - 16000) }
    New-Object PSObject -Property @{ exitCode = [int]$run.ExitCode; output = $output }
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
