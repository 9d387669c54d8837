function Invoke-RUTool {
    <#
    .SYNOPSIS
    Runs a console program to its end and says how it ended; refuses where it cannot be started.
    .DESCRIPTION
    Nothing stands on its standard input: a program that asks would otherwise read the lines that are meant for PowerShell.
    What it prints is localised and only for people: decide by the exit code.
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
        # Without this the exit code below would be that of the program before.
        Write-RUFailure -Id 'tool-not-started' -What "$Path could not be started: $($_.Exception.Message)" -Hint 'Look whether it is a program for this Windows, and whether a policy forbids it.'
    }
    New-Object PSObject -Property @{
        ExitCode = $LASTEXITCODE
        Output   = [string]::Join("`n", @($output | ForEach-Object { [string]$_ }))
    }
}
