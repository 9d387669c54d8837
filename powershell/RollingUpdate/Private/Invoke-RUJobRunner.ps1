function Invoke-RUJobRunner {
    <#
    .SYNOPSIS
    Does the work of a job, inside its scheduled task, and leaves a result.
    .DESCRIPTION
    It holds the file alive.lock open alone as long as it lives: that it lives is seen by that, whatever the clocks and the numbers of
    processes say, and over a boot as well.
    .PARAMETER Folder
    The folder of the job, with its order.
    #>
    param([Parameter(Mandatory = $true)][string]$Folder)
    $alive = Open-RUFileAlone -Path ([System.IO.Path]::Combine($Folder, 'alive.lock'))
    try {
        $began = @{ ProcessId = $PID; At = ConvertTo-RUInstant (Get-RUClock) }
        Write-RUStateFile -Path ([System.IO.Path]::Combine($Folder, 'began.xml')) -Values $began
        $order = Read-RUStateFile -Path ([System.IO.Path]::Combine($Folder, 'order.xml'))
        try { $result = Invoke-RUJobWork -Order $order }
        catch { $result = @{ ExitCode = ''; Text = 'it could not be started: ' + $_.Exception.Message } }
        $result.FinishedAt = ConvertTo-RUInstant (Get-RUClock)
        Write-RUStateFile -Path ([System.IO.Path]::Combine($Folder, 'result.xml')) -Values $result
    }
    finally { $alive.Close() }
}
