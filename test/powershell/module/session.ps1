# A PowerShell that is one computer after the other, for tests, line by line; "@@" and an answer come back for each.
# {"open": {"module", "environment"}} begins a new runspace, in which nothing is left of the one before: only the process is warm.
# {"function", "parameters"} or {"script"} is done there and answered with {"records"} or {"error"}.

$import = { param($Module) Import-Module -Name $Module -DisableNameChecking; '{}' }

$do = {
    param($Line)
    $request = ConvertFrom-Json -InputObject $Line -AsHashtable
    try {
        if ($request.script) { $records = @(& ([scriptblock]::Create($request.script))) }
        else {
            $parameters = $request.parameters
            $records = @(& $request.function @parameters)
        }
        $answer = @{ records = $records }
    }
    catch {
        $answer = @{
            error = @{
                id       = $_.FullyQualifiedErrorId
                category = [string]$_.CategoryInfo.Category
                message  = [string]$_
                hint     = $(if ($_.ErrorDetails) { [string]$_.ErrorDetails.RecommendedAction })
            }
        }
    }
    ConvertTo-Json -InputObject $answer -Depth 4 -Compress
}

$runspace = $null
while ($null -ne ($line = [Console]::In.ReadLine())) {
    $script, $argument = $do, $line
    if ($line.StartsWith('{"open":')) {
        $computer = (ConvertFrom-Json -InputObject $line -AsHashtable).open
        foreach ($name in $computer.environment.Keys) { [Environment]::SetEnvironmentVariable($name, $computer.environment[$name]) }
        if ($runspace) { $runspace.Dispose() }
        # As PowerShell and its remoting server begin a session: everyday cmdlets are loaded when the first of them is used.
        $runspace = [runspacefactory]::CreateRunspace([initialsessionstate]::CreateDefault2())
        $runspace.Open()
        $script, $argument = $import, $computer.module
    }
    $shell = [powershell]::Create()
    $shell.Runspace = $runspace
    $answer = $shell.AddScript($script, $true).AddArgument($argument).Invoke()
    $shell.Dispose()
    [Console]::Out.WriteLine('@@' + $answer)
}
