function Get-RUJobTask {
    <#
    .SYNOPSIS
    The description of a job's scheduled task: it runs as SYSTEM, at a priority at which set-up does not crawl, for as long as it needs.
    .DESCRIPTION
    Tasks have priority 7, a limit of three days and end on batteries unless told otherwise.
    .LINK
    https://learn.microsoft.com/windows/win32/taskschd/task-scheduler-schema
    #>
    param([Parameter(Mandatory = $true)][string]$Folder)
    $program = [string]::Join('\', @($env:SystemRoot, 'System32\WindowsPowerShell\v1.0\powershell.exe'))
    $script = [System.IO.Path]::Combine($Folder, 'runner.ps1')
    # Windows' own default forbids all scripts. A file that was written here counts as local.
    $arguments = '-NoProfile -NonInteractive -ExecutionPolicy RemoteSigned -File ' + (ConvertTo-RUArgument $script) + ' ' + (ConvertTo-RUArgument $Folder)
    $words = @{ program = [System.Security.SecurityElement]::Escape($program); arguments = [System.Security.SecurityElement]::Escape($arguments) }
    @"
<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo><Description>A step of a rolling update</Description></RegistrationInfo>
  <Triggers />
  <Principals><Principal id="Author"><UserId>S-1-5-18</UserId><RunLevel>HighestAvailable</RunLevel></Principal></Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <AllowHardTerminate>true</AllowHardTerminate>
    <AllowStartOnDemand>true</AllowStartOnDemand>
    <Enabled>true</Enabled>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
    <Priority>4</Priority>
  </Settings>
  <Actions Context="Author"><Exec><Command>$($words.program)</Command><Arguments>$($words.arguments)</Arguments></Exec></Actions>
</Task>
"@
}
