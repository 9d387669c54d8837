function Start-RUHost {
    <#
    .SYNOPSIS
    The one command that this PowerShell gets: it takes lines from standard input until that ends, and passes them to its lanes.
    .DESCRIPTION
    A lane is a runspace that serves one server, so that one server which does not answer holds up no other. This function never waits for a
    call, and knows no time: whoever sends the lines is the only clock.

    Its reader is its own. Windows PowerShell reads its commands through a reader that nobody else can reach; what stands behind this command in
    that reader is lost for us, so the first line may only be sent after the ready frame. Its writer is its own too, taken before anything else:
    then the console is taken away, so that nothing that prints comes between the frames and nothing that reads takes a line.

    Lines (ASCII, after a '#', with the number of a lane):
      #P            answers, which shows that lines get through
      #N 1          a new lane
      #S 1 0073...  the secret that goes with the lane's next request: UTF-16 in hexadecimal
      #R 1 7 {...}  a request, with its number
      #X 1          stop the lane's request
      #Q 1          how the lane is; one that has ended by a stop or an exit is started again, with its state and its session
      #E 1          end the lane after its request
      #D 1          give the lane up: what runs in it may go on for ever
      #M            how much memory is used
    #>
    param([string]$Marker, [string]$Caller)
    $utf8 = New-Object System.Text.UTF8Encoding $false
    $reader = New-Object System.IO.StreamReader -ArgumentList ([Console]::OpenStandardInput()), $utf8, $false, 65536
    $plain = New-Object System.IO.StreamWriter -ArgumentList ([Console]::OpenStandardOutput()), $utf8, 65536
    $plain.AutoFlush = $true
    $script:Out = [System.IO.TextWriter]::Synchronized($plain)
    $script:Marker = $Marker
    [Console]::SetOut([Console]::Error)
    [Console]::SetIn([System.IO.TextReader]::Null)

    Set-RUThreadGuard
    $script:State = [System.Management.Automation.Runspaces.InitialSessionState]::CreateDefault2()
    $null = $script:State.ImportPSModule([string[]]@($Caller))
    $script:Lanes = @{}
    $script:GivenUp = New-Object System.Collections.ArrayList
    Write-RUFrame @{ id = 'ready'; ok = $true; records = [object[]]@(@{ version = [string]$PSVersionTable.PSVersion; edition = [string]$PSVersionTable.PSEdition; languageMode = 'FullLanguage' }) }
    try {
        while ($null -ne ($line = $reader.ReadLine())) {
            # Anything else is what was left in the host's own reader.
            if ($line -notmatch '^#([PNSRXQEDM])(?: ([0-9]+))?(?: |$)') { continue }
            $rest = $line.Substring($Matches[0].Length)
            if ($Matches[1] -ceq 'S') {
                # Made into an object here, by no function and no command: with module logging, each is written down with its parameters.
                $secret = New-Object System.Security.SecureString
                for ($at = 0; $at + 4 -le $rest.Length; $at += 4) { $secret.AppendChar([char][Convert]::ToInt32($rest.Substring($at, 4), 16)) }
                $secret.MakeReadOnly()
                $lane = $script:Lanes[$Matches[2]]
                if ($null -ne $lane) { $lane.secret = $secret }
            }
            else { Invoke-RULine -Kind $Matches[1] -Number $Matches[2] -Rest $rest }
            $line = $rest = $null
        }
    }
    # Nobody is there any more. What still runs in a lane must not keep this process.
    finally { [Environment]::Exit(0) }
}

function Set-RUThreadGuard {
    <#
    .SYNOPSIS
    Lets a thread end over a broken pipe without this process, and with it the sessions to all servers.
    .DESCRIPTION
    Where ssh ends before it has read what it was sent, as it does when a server refuses the connection, PowerShell closes the pipe to it on a
    thread of its own and lets the IOException of that get away (seen with 7.6.9: SSHClientSessionTransportManager.ProcessErrorThread, after it
    has reported the failure). Only .NET 10 can be told that this is no end. No script block: such a thread has no runspace to run one in.
    #>
    $handling = 'System.Runtime.ExceptionServices.ExceptionHandling' -as [type]
    if ($null -eq $handling) { return }
    $thrown = [System.Linq.Expressions.Expression]::Parameter([Exception], 'thrown')
    $isPipe = [System.Linq.Expressions.Expression]::TypeIs($thrown, [System.IO.IOException])
    $parameters = [System.Linq.Expressions.ParameterExpression[]]@($thrown)
    $handling::SetUnhandledExceptionHandler([System.Linq.Expressions.Expression]::Lambda([Func[Exception, bool]], $isPipe, $parameters).Compile())
}

function Invoke-RULine {
    param([string]$Kind, [string]$Number, [string]$Rest)
    $lane = $script:Lanes[$Number]
    switch ($Kind) {
        'P' { Write-RUFrame @{ id = 'there'; ok = $true } }
        'N' { New-RULane $Number }
        'R' {
            if ($null -eq $lane) { return }
            $id, $line = $Rest.Split([char[]]' ', 2)
            $lane.queue.Add(@{ id = [int]$id; line = $line; secret = $lane.secret })
            $lane.secret = $null
        }
        'X' { Stop-RULane $lane }
        'Q' { Write-RUFrame @{ id = "state $Number"; ok = $true; state = (Get-RULaneState $lane) } }
        'E' { if ($null -ne $lane) { $lane.queue.CompleteAdding() }; Remove-RULane $Number }
        'D' { Stop-RULane $lane; Remove-RULane $Number }
        'M' { Clear-RULane; Write-RUFrame @{ id = 'memory'; ok = $true; bytes = [Environment]::WorkingSet; givenUp = $script:GivenUp.Count } }
    }
}

function New-RULane {
    param([string]$Number)
    Clear-RULane
    try {
        $runspace = [System.Management.Automation.Runspaces.RunspaceFactory]::CreateRunspace($script:State)
        $runspace.ThreadOptions = 'ReuseThread'
        # One after the other: modules that are imported in many runspaces at the same time have got in each other's way in Windows PowerShell.
        $runspace.Open()
        $script:Lanes[$Number] = @{ runspace = $runspace; pipeline = $null; running = $null; queue = $null; secret = $null }
        Start-RULanePipeline $script:Lanes[$Number]
        Write-RUFrame @{ id = "lane $Number"; ok = $true }
    }
    catch { Write-RUFrame @{ id = "lane $Number"; ok = $false; error = @{ id = [string]$_.FullyQualifiedErrorId; message = [string]$_.Exception.Message } } }
}

function Start-RULanePipeline {
    <#
    .SYNOPSIS
    Lets a lane take requests, from a queue of its own: no request that was meant for the pipeline before it can run.
    #>
    param([System.Collections.IDictionary]$Lane)
    $Lane.queue = New-Object 'System.Collections.Concurrent.BlockingCollection[object]'
    $Lane.pipeline = [powershell]::Create()
    $Lane.pipeline.Runspace = $Lane.runspace
    $null = $Lane.pipeline.AddCommand('Start-RULane').AddParameters(@{ Queue = $Lane.queue; Out = $script:Out; Marker = $script:Marker; Streams = $Lane.pipeline.Streams })
    $Lane.running = $Lane.pipeline.BeginInvoke()
}

function Stop-RULane {
    param([System.Collections.IDictionary]$Lane)
    if ($null -eq $Lane) { return }
    $null = $Lane.pipeline.BeginStop($null, $null)
    # Where the answer has just gone out, it waits for the next request, and no stop ends that.
    $Lane.queue.CompleteAdding()
}

function Get-RULaneState {
    param([System.Collections.IDictionary]$Lane)
    if ($null -eq $Lane) { return 'gone' }
    $state = [string]$Lane.pipeline.InvocationStateInfo.State
    if ('Running', 'Stopping', 'NotStarted' -contains $state) { return $state.ToLowerInvariant() }
    if ([string]$Lane.runspace.RunspaceStateInfo.State -ne 'Opened') { return 'gone' }
    Complete-RUPipeline $Lane
    Start-RULanePipeline $Lane
    'ready'
}

function Complete-RUPipeline {
    param([System.Collections.IDictionary]$Lane)
    # Whatever it ended with, its frame has said it.
    try { $null = $Lane.pipeline.EndInvoke($Lane.running) } catch { $null = $_ }
    $Lane.pipeline.Dispose()
}

function Remove-RULane {
    param([string]$Number)
    if (-not $script:Lanes.ContainsKey($Number)) { return }
    $null = $script:GivenUp.Add($script:Lanes[$Number])
    $script:Lanes.Remove($Number)
    Clear-RULane
}

function Clear-RULane {
    <#
    .SYNOPSIS
    Gives back what lanes hold that were given up and have come to their end meanwhile. To dispose of one that has not would wait for it.
    #>
    foreach ($lane in @($script:GivenUp | Where-Object { $_.running.IsCompleted })) {
        Complete-RUPipeline $lane
        $lane.runspace.Dispose()
        $script:GivenUp.Remove($lane)
    }
}
