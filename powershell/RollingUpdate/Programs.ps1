function Invoke-RUScript {
    <#
    .SYNOPSIS
    Runs the user's own script and says how it ended and what it printed.
    .DESCRIPTION
    In a process of its own: it cannot end this session, and leaves nothing behind in it. A .ps1 file runs in Windows PowerShell; its exit code
    is that of exit, 1 after an error that ended it, and 0 otherwise. It gets nothing to read.
    .PARAMETER File
    A .ps1, .cmd, .bat, .com or .exe file of this server.
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
