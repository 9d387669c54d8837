# NLB as its cmdlets and WMI show it, and SCOM as its module does.

function Get-RUCheckNlbCmdlet {
    <#
    .SYNOPSIS
    What Get-NlbClusterNode answers in this session, asked without a host, with this server's name, and with a dot.
    .OUTPUTS
    A record for each way: way, nodes (name and state, one per line), own (how many are this server), errors, why (one per line), ms.
    .LINK
    https://learn.microsoft.com/powershell/module/networkloadbalancingclusters/get-nlbclusternode
    #>
    param()
    Import-RUModule -Name NetworkLoadBalancingClusters -Hint 'Install the management tools of Network Load Balancing (RSAT-NLB).'
    foreach ($way in '', [string]$env:COMPUTERNAME, '.') {
        $trouble = @()
        $with = @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = 'trouble' }
        if ($way) { $with.HostName = $way }
        $began = Get-RUElapsed
        $nodes = @()
        $why = @()
        try { $nodes = @(Get-NlbClusterNode @with) } catch { $why += [string]$_.Exception.Message }
        $why += @($trouble | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] } | ForEach-Object { [string]$_.Exception.Message })
        New-Object PSObject -Property @{
            way    = $way
            nodes  = [string]::Join("`n", @($nodes | ForEach-Object { (Get-RUText $_.Name) + ': ' + (Get-RUText $_.State) }))
            own    = @($nodes | Where-Object { Test-RUOwnName (Get-RUText $_.Name) }).Length
            errors = $why.Length
            why    = [string]::Join("`n", $why)
            ms     = [int](((Get-RUElapsed) - $began) * 60000)
        }
    }
}

function Get-RUCheckNlbWmi {
    <#
    .SYNOPSIS
    The nodes of NLB in WMI, beside what the cmdlets print.
    .OUTPUTS
    A record for each: name, computer, own, priority, code, settings (how many have its name), text (of the cmdlets; empty if unknown).
    .LINK
    https://learn.microsoft.com/previous-versions/windows/desktop/wlbsprov/microsoftnlb-node
    #>
    param()
    if (@(Get-RUInstance -Namespace 'root' -Class __NAMESPACE -Filter "Name='MicrosoftNLB'").Length -eq 0) {
        Write-RUFailure -Id 'nlb-no-node' -What 'this server does not have the feature Network Load Balancing' -Hint 'Leave the NLB nodes out of the flow.'
    }
    $nodes = @(Get-RUInstance -Namespace 'root\MicrosoftNLB' -Class MicrosoftNLB_Node)
    $settings = @(Get-RUInstance -Namespace 'root\MicrosoftNLB' -Class MicrosoftNLB_NodeSetting)
    $printed = @()
    if (Test-RUNlbModule) { $printed = @(Get-NlbClusterNode -HostName $env:COMPUTERNAME -ErrorAction SilentlyContinue) }
    foreach ($node in $nodes) {
        $alike = @($printed | Where-Object { [int]$_.HostPriority -eq [int]$node.HostPriority })
        $text = ''
        if ($alike.Length -eq 1) { $text = Get-RUText $alike[0].State }
        New-Object PSObject -Property @{
            name = [string]$node.Name; computer = [string]$node.ComputerName; own = (Test-RUOwnName $node.ComputerName)
            priority = [int]$node.HostPriority; code = [long]$node.StatusCode; text = $text
            settings = @($settings | Where-Object { $_.Name -eq $node.Name }).Length
        }
    }
}

function Get-RUCheckNlbDriver {
    <#
    .SYNOPSIS
    Names and types of what Get-NlbClusterDriverInfo shows, with and without connections.
    .OUTPUTS
    A record for each: what (driver or connections), count, properties (one per line).
    .LINK
    https://learn.microsoft.com/powershell/module/networkloadbalancingclusters/get-nlbclusterdriverinfo
    #>
    param()
    Import-RUModule -Name NetworkLoadBalancingClusters -Hint 'Install the management tools of Network Load Balancing (RSAT-NLB).'
    foreach ($what in 'driver', 'connections') {
        if ($what -eq 'driver') { $found = @(Get-NlbClusterDriverInfo -ErrorAction Stop) }
        else { $found = @(Get-NlbClusterDriverInfo -OpenConnections -ErrorAction Stop) }
        $names = @()
        if ($found.Length -gt 0) { $names = @($found[0].PSObject.Properties | ForEach-Object { "$($_.Name): $($_.TypeNameOfValue)" }) }
        New-Object PSObject -Property @{ what = $what; count = $found.Length; properties = [string]::Join("`n", $names) }
    }
}

function Get-RUCheckMaintenance {
    <#
    .SYNOPSIS
    What SCOM shows of a computer: its window, kinds of its times, and the windows of the objects that it contains.
    .PARAMETER Computer
    The name of the computer in SCOM.
    .OUTPUTS
    One record: known, on, end, startKind, endKind, comment, contained and inMaintenance (numbers, nothing if unknown), ends (one per line).
    .LINK
    https://learn.microsoft.com/powershell/module/operationsmanager/get-scommaintenancemode
    #>
    param([Parameter(Mandatory = $true)][string]$Computer)
    $instance = Get-RUMonitoredComputer -Computer $Computer
    $entry = Get-RUMaintenanceEntry -Instance $instance
    $seen = @{
        known = [string]$instance.DisplayName; on = [bool]$entry; end = ''; startKind = ''; endKind = ''; comment = ''
        contained = $null; inMaintenance = $null; ends = ''
    }
    if ($entry) {
        $seen.end = ConvertTo-RUInstant $entry.ScheduledEndTime
        $seen.startKind = [string]$entry.StartTime.Kind
        $seen.endKind = [string]$entry.ScheduledEndTime.Kind
        $seen.comment = [string]$entry.Comments
    }
    # As the product does: all of them, down to the last.
    try { $contained = @(Get-RUMaintenancePart -Instance $instance) } catch { $contained = $null }
    if ($null -ne $contained) {
        $inside = @($contained | Where-Object { $_.InMaintenanceMode })
        $ends = @($inside | ForEach-Object { @(Get-SCOMMaintenanceMode -Instance $_ -ErrorAction Stop)[0] } | Where-Object { $_ } | ForEach-Object { ConvertTo-RUInstant $_.ScheduledEndTime })
        $seen.contained = $contained.Length
        $seen.inMaintenance = $inside.Length
        $seen.ends = [string]::Join("`n", @($ends | Sort-Object -Unique))
    }
    New-Object PSObject -Property $seen
}
