function Test-RUBatchArgument {
    <#
    .SYNOPSIS
    Whether arguments can be given to a file of this kind: a batch file's are read by cmd.exe, which finds commands in them.
    .NOTES
    No way of quoting protects them from cmd.exe in every case, so arguments with its special characters are not given to a batch file.
    #>
    param([Parameter(Mandatory = $true)][string]$File, [string[]]$Argument = @())
    if ($File -notmatch '\.(cmd|bat)$') { return $true }
    foreach ($one in $Argument) { if ($one -match '["&|<>^%!\r\n]') { return $false } }
    $true
}
