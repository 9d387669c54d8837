function Get-RUComputerName {
    <#
    .SYNOPSIS
    The name of this server, whole: the one in the environment, of NetBIOS, ends after 15 characters.
    .LINK
    https://learn.microsoft.com/troubleshoot/windows-server/active-directory/naming-conventions-for-computer-domain-site-ou
    #>
    $name = [string](Get-RURegistryValue -Path 'HKLM:\SYSTEM\CurrentControlSet\Services\Tcpip\Parameters' -Name Hostname)
    if ($name) { return $name }
    [string]$env:COMPUTERNAME
}
