function Invoke-RUJobRunner {
    <#
    .SYNOPSIS
    Does the work of a job, inside its scheduled task, and leaves a result.
    .DESCRIPTION
    It holds the file alive.lock open alone as long as it lives: that it lives is seen by that, whatever the clocks and the numbers of
    processes say, and over a boot as well.
    A task can be started again, by a person say, and one that waited can begin when the job was long given up: neither does the work.
    .PARAMETER Folder
    The folder of the job, with its order.
    #>
    param([Parameter(Mandatory = $true)][string]$Folder)
    $alive = Open-RUFileAlone -Path ([System.IO.Path]::Combine($Folder, 'alive.lock'))
    try {
        # Nobody must find the work done twice, or done by a job that he was told is over (Get-RUJobEnd).
        if ([System.IO.File]::Exists([System.IO.Path]::Combine($Folder, 'began.xml'))) { return }
        if (([DateTime]::UtcNow - [System.IO.File]::GetLastWriteTimeUtc([System.IO.Path]::Combine($Folder, 'order.xml'))).TotalMinutes -ge 5) {
            $late = @{ ExitCode = ''; Text = 'its scheduled task began more than 5 min late, and nothing was done'; FinishedAt = ConvertTo-RUInstant (Get-RUClock) }
            Write-RUStateFile -Path ([System.IO.Path]::Combine($Folder, 'result.xml')) -Values $late
            return
        }
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
