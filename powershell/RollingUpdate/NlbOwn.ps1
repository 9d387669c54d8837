# What this server knows of its own node in NLB without asking anybody: WMI of the provider, the driver by nlb.exe, the registry, the System log.

function Get-RUNlbWmiNode {
    <#
    .SYNOPSIS
    This server's own NLB nodes as WMI knows them: one for each of its clusters.
    .OUTPUTS
    Instances of MicrosoftNLB_Node; none if it is certain that this server is in no cluster.
    .NOTES
    The node of the server that is asked is always listed. Those of other hosts are listed too if remote control is allowed; their status code is
    always 0. Names are not compared: ComputerName is empty if it could not be found out.
    With the feature of NLB but without a cluster, the provider returns an error, as it does when it fails: whether NLB is bound tells them apart.
    .LINK
    https://learn.microsoft.com/previous-versions/windows/desktop/wlbsprov/enumerating-nodes
    #>
    # Asking for a class in a namespace that does not exist would be an error like any other: look first.
    if (@(Get-RUInstance -Namespace 'root' -Class __NAMESPACE -Filter "Name='MicrosoftNLB'").Length -eq 0) { return }
    try { $nodes = @(Get-RUInstance -Namespace 'root\MicrosoftNLB' -Class MicrosoftNLB_Node) }
    catch {
        if (Test-RUNlbUnbound) { return }
        throw
    }
    $own = @($nodes | Where-Object { [long]$_.StatusCode -ne 0 })
    if ($own.Length -eq 0 -and -not (Test-RUNlbUnbound)) {
        Write-RUFailure -Id 'nlb-unread' -What 'WMI does not tell the state of NLB on this server' -Hint 'Look at MicrosoftNLB_Node in root\MicrosoftNLB.'
    }
    $own
}

function Test-RUNlbUnbound {
    <#
    .SYNOPSIS
    Whether it is certain that NLB is bound to no network adapter of this server: it is then in no cluster.
    .DESCRIPTION
    The cmdlets list all interfaces and say of each whether NLB is bound to it. Without them the registry decides: it has a key for each adapter
    to which NLB was ever bound.
    .LINK
    https://learn.microsoft.com/powershell/module/networkloadbalancingclusters/get-nlbclusternodenetworkinterface
    #>
    if (Test-RUNlbModule) {
        try { $bound = @(Get-NlbClusterNodeNetworkInterface -ErrorAction Stop | ForEach-Object { Get-RUText $_.NlbBound }) } catch { $bound = @() }
        if ($bound.Length -gt 0) { return @($bound | Where-Object { $_ -ne 'False' }).Length -eq 0 }
    }
    $parameters = 'HKLM:\SYSTEM\CurrentControlSet\Services\WLBS\Parameters'
    (Test-RURegistryKey -Path $parameters) -and @(Get-RURegistryChild -Path "$parameters\Interface").Length -eq 0
}

function Get-RUNlbWmiSetting {
    <#
    .SYNOPSIS
    The settings of a node of NLB in WMI.
    .PARAMETER Node
    The MicrosoftNLB_Node of this server.
    .OUTPUTS
    An instance of MicrosoftNLB_NodeSetting; it has the Name of the node.
    .LINK
    https://learn.microsoft.com/previous-versions/windows/desktop/wlbsprov/microsoftnlb-nodesetting
    #>
    param([Parameter(Mandatory = $true)]$Node)
    $settings = @(Get-RUInstance -Namespace 'root\MicrosoftNLB' -Class MicrosoftNLB_NodeSetting | Where-Object { $_.Name -eq $Node.Name })
    if ($settings.Length -ne 1) {
        Write-RUFailure -Id 'nlb-no-settings' -What "WMI shows $($settings.Length) settings for the NLB node $($Node.Name)" -Hint 'Look at the host parameters in NLB Manager.'
    }
    $settings[0]
}

function Get-RUNlbClusterName {
    <#
    .SYNOPSIS
    The name of the cluster; its address if it has none.
    .PARAMETER Node
    The MicrosoftNLB_Node of this server. Its name begins with the address of the cluster.
    .LINK
    https://learn.microsoft.com/previous-versions/windows/desktop/wlbsprov/microsoftnlb-clustersetting
    #>
    param([Parameter(Mandatory = $true)]$Node)
    # One instance, that of the server that is asked; for people only.
    try { $name = [string]@(Get-RUInstance -Namespace 'root\MicrosoftNLB' -Class MicrosoftNLB_ClusterSetting | Where-Object { $_.Name -eq $Node.Name })[0].ClusterName } catch { $name = '' }
    if ($name) { return $name }
    $address = [string]$Node.Name
    $address.Substring(0, [Math]::Max(0, $address.LastIndexOf(':')))
}

function Get-RUNlbTraffic {
    <#
    .SYNOPSIS
    What this server's own port rules do with new clients: taken (all of them take some), draining (none does any more), or nothing: not known.
    .DESCRIPTION
    The provider gives the rules of the host that is asked, and no others. DrainStop drains all of them; an administrator may drain a single one.
    .LINK
    https://learn.microsoft.com/previous-versions/windows/desktop/wlbsprov/microsoftnlb-portruleex
    #>
    try { $rules = @(Get-RUInstance -Namespace 'root\MicrosoftNLB' -Class MicrosoftNLB_PortRuleEx) } catch { return }
    # A rule whose filtering mode is 3 takes nothing at any time. States: 1 enabled, 2 disabled, 3 draining.
    $states = @($rules | Where-Object { [long]$_.FilteringMode -ne 3 } | ForEach-Object { [long]$_.PortState })
    if ($states -contains 0) { return }
    if ($states -contains 3 -and $states -notcontains 1) { return 'draining' }
    if ($states -contains 1 -and $states -notcontains 3) { return 'taken' }
}

function Get-RUNlbConverged {
    <#
    .SYNOPSIS
    The hosts of the cluster that this one has converged with, itself included, as its driver knows them.
    .DESCRIPTION
    From nlb.exe, which without the name of a cluster is about this host alone. What it prints is in the server's language. The hosts are in the
    lines at the end that have nothing but numbers: host priorities, parted by commas and blanks.
    .PARAMETER State
    The state of this host.
    .PARAMETER Priority
    Its own host priority, which must be among them.
    .OUTPUTS
    Host priorities, one per line; an empty text if this host is out; nothing if they are not known, as while it converges.
    .LINK
    https://strontic.github.io/xcyclopedia/library/nlb.exe
    #>
    param([Parameter(Mandatory = $true)][string]$State, [Parameter(Mandatory = $true)][int]$Priority)
    if ($State -eq 'stopped' -or $State -eq 'suspended') { return '' }
    if ($State -ne 'converged' -and $State -ne 'draining') { return }
    try { $output = (Invoke-RUTool -Path (Get-RUTool -Name 'nlb.exe') -Argument 'query').Output } catch { return }
    $found = @(ConvertFrom-RUNlbQuery -Output $output)
    if ($found -contains $Priority) { [string]::Join("`n", $found) }
}

function ConvertFrom-RUNlbQuery {
    <#
    .SYNOPSIS
    The host priorities at the end of what `nlb query` prints; none if it does not end with such a list.
    .PARAMETER Output
    As for example (Microsoft KB812870):
        Host 2 converged as DEFAULT with the following host(s) as part of the cluster:
        1, 2
    .LINK
    https://www.betaarchive.com/wiki/index.php?title=Microsoft_KB_Archive/812870
    #>
    param([string]$Output)
    $found = @()
    $lines = @(($Output -split "[\r\n]+") | Where-Object { $_.Trim() })
    for ($at = $lines.Length - 1; $at -ge 0 -and $lines[$at] -match '^[0-9, \t]+$'; $at--) {
        $found = @([System.Text.RegularExpressions.Regex]::Matches($lines[$at], '[0-9]+') | ForEach-Object { $_.Value }) + $found
    }
    # The line that says what they are ends with a colon. Priorities are different numbers from 1 to 32.
    if ($at -lt 0 -or $lines[$at].TrimEnd() -notmatch '[:\uFF1A]$') { return }
    $hosts = @($found | ForEach-Object { $_ -as [int] } | Where-Object { $_ -ge 1 -and $_ -le 32 } | Sort-Object -Unique)
    if ($hosts.Length -eq $found.Length) { $hosts }
}

function Get-RUNlbPersistence {
    <#
    .SYNOPSIS
    Whether NLB starts in its last state, started or stopped, whatever its default state is.
    .DESCRIPTION
    The driver says which states it keeps across a boot. Names matter: keeping only the suspended state changes nothing for a host that is
    started or stopped. A bare True is what the documentation shows for a plain host, and tells nothing. Then the System log does: at each
    boot NLB writes event 77 or 78 if it has kept the last state against the default state.
    .OUTPUTS
    True, false, or nothing if nothing tells.
    .LINK
    https://learn.microsoft.com/powershell/module/networkloadbalancingclusters/get-nlbclusterdriverinfo
    https://learn.microsoft.com/previous-versions/windows/it-pro/windows-server-2008-R2-and-2008/cc726453(v=ws.10)
    #>
    $states = $null
    try {
        if (Test-RUNlbModule) {
            $drivers = @(Get-NlbClusterDriverInfo -ErrorAction Stop | Where-Object { $_.PSObject.Properties['PersistedHostStates'] })
            $states = @($drivers | ForEach-Object { $_.PersistedHostStates } | Where-Object { $null -ne $_ } | ForEach-Object { Get-RUText $_ })
        }
    }
    catch { $states = $null }
    $named = [string]::Join(' ', @($states | Where-Object { $_ }))
    if ($named -match 'started|stopped') { return $true }
    if ($named -match 'false|suspended' -and $named -notmatch 'true') { return $false }
    if (Test-RUNlbKept) { $true }
}

function Test-RUNlbKept {
    <#
    .SYNOPSIS
    Whether NLB has written, since this server booted, that it took its last state instead of the default state.
    .LINK
    https://learn.microsoft.com/previous-versions/windows/it-pro/windows-server-2008-R2-and-2008/cc726431(v=ws.10)
    #>
    try {
        $booted = ConvertFrom-RUWmiTime @(Get-RUInstance -Class Win32_OperatingSystem)[0].LastBootUpTime
        $filter = "*[System[Provider[@Name='Microsoft-Windows-NLB'] and (EventID=77 or EventID=78)]]"
        $newest = @(Read-RULog -Query @{ LogName = 'System'; FilterXPath = $filter; MaxEvents = 1 })
    }
    catch { return $false }
    # The time of the boot is worked out from the clock, and differs a little each time.
    $newest.Length -gt 0 -and $newest[0].TimeCreated.ToUniversalTime() -ge $booted.AddMinutes(-1)
}
