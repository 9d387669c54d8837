function Resolve-RUPath {
    <#
    .SYNOPSIS
    The path that .NET and programs understand, of one as people write it: .NET has its own current directory and knows no drives of PowerShell.
    .PARAMETER Path
    Taken literally; need not exist.
    #>
    param([Parameter(Mandatory = $true)][string]$Path)
    # Environment variables as in %SystemRoot% come from people; the method below would take brackets and such literally, as wanted.
    $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path)
}
