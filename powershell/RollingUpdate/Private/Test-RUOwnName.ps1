function Test-RUOwnName {
    <#
    .SYNOPSIS
    Whether a name is that of this server, in whole or as NetBIOS has it.
    #>
    param([string]$Name)
    (Test-RUSameHost $Name (Get-RUComputerName)) -or (Test-RUSameHost $Name $env:COMPUTERNAME)
}
