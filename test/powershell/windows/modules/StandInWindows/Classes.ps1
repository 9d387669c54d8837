# Types of Windows that parameters have. Their instances are made here alone: the cmdlets take no picture of one, and none of the other family.

# What WMI itself says is in a collection of the object behind; PowerShell puts properties of its own over it.
class ManagementObject {
    [hashtable]$Properties
    [ManagementScope]$Scope = [ManagementScope]::new()
    # Two arguments: PowerShell would make one of anything by a constructor with none or one.
    ManagementObject([hashtable]$properties, [bool]$isReal) { $this.Properties = $properties }
}

class ManagementScope { [ConnectionOptions]$Options = [ConnectionOptions]::new() }

class ConnectionOptions { [bool]$EnablePrivileges = $false }

class CimInstance {
    [hashtable]$CimInstanceProperties
    CimInstance([hashtable]$properties, [bool]$isReal) { $this.CimInstanceProperties = $properties }
}

enum ServiceControllerStatus { Stopped = 1; StartPending = 2; StopPending = 3; Running = 4; ContinuePending = 5; PausePending = 6; Paused = 7 }
enum ServiceStartMode { Boot = 0; System = 1; Automatic = 2; Manual = 3; Disabled = 4 }
enum ServiceStartupType { Automatic = 2; Manual = 3; Disabled = 4; AutomaticDelayedStart = 10 }
