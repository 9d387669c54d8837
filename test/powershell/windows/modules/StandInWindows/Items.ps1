# Files and the registry. Whatever is not of the registry goes to the real cmdlets, on the computer's own disk, while the computer is up.

function Assert-Up {
    $null = Invoke-World 'up'
}

function ConvertFrom-SharePath([string]$Path) {
    # Shares lie beside the disks.
    if ($Path -match '^[\\/]{2}([^\\/]+)[\\/](.*)$') { Join-Path (Join-Path $script:World.root $Matches[1].ToUpperInvariant()) $Matches[2].Replace('\', '/') }
    else { $Path }
}

function Test-Path {
    [CmdletBinding(DefaultParameterSetName = 'Path')]
    param(
        [Parameter(Position = 0, Mandatory, ParameterSetName = 'Path', ValueFromPipeline, ValueFromPipelineByPropertyName)][string[]]$Path,
        [Parameter(ParameterSetName = 'LiteralPath', Mandatory, ValueFromPipelineByPropertyName)][Alias('PSPath', 'LP')][string[]]$LiteralPath,
        [Alias('Type')][Microsoft.PowerShell.Commands.TestPathType]$PathType
    )
    process {
        foreach ($one in @($Path) + @($LiteralPath) | Where-Object { $_ }) {
            if (Test-RegistryPath $one) { (Invoke-World 'registry.get' @{ path = ConvertTo-RegistryKey $one }).exists; continue }
            Assert-Up
            $with = Copy-Bound $PSBoundParameters 'Path', 'LiteralPath'
            if ($LiteralPath) { Microsoft.PowerShell.Management\Test-Path @with -LiteralPath (ConvertFrom-SharePath $one) }
            else { Microsoft.PowerShell.Management\Test-Path @with -Path (ConvertFrom-SharePath $one) }
        }
    }
}

function Get-ItemProperty {
    [CmdletBinding(DefaultParameterSetName = 'Path')]
    param(
        [Parameter(Position = 0, Mandatory, ParameterSetName = 'Path', ValueFromPipeline, ValueFromPipelineByPropertyName)][string[]]$Path,
        [Parameter(ParameterSetName = 'LiteralPath', Mandatory, ValueFromPipelineByPropertyName)][Alias('PSPath', 'LP')][string[]]$LiteralPath,
        [Parameter(Position = 1)][Alias('PSProperty')][string[]]$Name
    )
    process {
        $one = [string](@($Path) + @($LiteralPath) | Where-Object { $_ })
        if (-not (Test-RegistryPath $one)) { return Microsoft.PowerShell.Management\Get-ItemProperty @PSBoundParameters }
        $key = Invoke-World 'registry.get' @{ path = ConvertTo-RegistryKey $one }
        if (-not $key.exists) { return Write-PathNotFound $PSCmdlet $one 'GetItemPropertyCommand' }
        $values = $key.values
        foreach ($wanted in $Name) {
            if ($null -eq $values.$wanted) {
                $exception = New-Object System.Management.Automation.PSArgumentException "Property $wanted does not exist at path $one."
                $PSCmdlet.WriteError((New-Object System.Management.Automation.ErrorRecord $exception, 'System.Management.Automation.PSArgumentException', 'InvalidArgument', $one))
                return
            }
        }
        $values | Add-Member -NotePropertyName PSPath -NotePropertyValue "Microsoft.PowerShell.Core\Registry::$one" -PassThru
    }
}

function Get-ChildItem {
    [CmdletBinding(DefaultParameterSetName = 'Items')]
    param(
        [Parameter(Position = 0, ParameterSetName = 'Items', ValueFromPipeline, ValueFromPipelineByPropertyName)][string[]]$Path,
        [Parameter(ParameterSetName = 'LiteralItems', Mandatory, ValueFromPipelineByPropertyName)][Alias('PSPath', 'LP')][string[]]$LiteralPath,
        [Parameter(Position = 1)][string]$Filter,
        [Alias('s', 'r')][switch]$Recurse, [switch]$Force, [Alias('af')][switch]$File, [Alias('ad')][switch]$Directory, [string[]]$Include, [string[]]$Exclude, [switch]$Name
    )
    process {
        $one = [string](@($Path) + @($LiteralPath) | Where-Object { $_ })
        if (-not (Test-RegistryPath $one)) { return Microsoft.PowerShell.Management\Get-ChildItem @PSBoundParameters }
        $key = Invoke-World 'registry.get' @{ path = ConvertTo-RegistryKey $one }
        if (-not $key.exists) { return Write-PathNotFound $PSCmdlet $one 'GetChildItemCommand' }
        foreach ($child in $key.children) {
            New-Object PSObject -Property @{
                PSChildName = $child
                Name        = 'HKEY_LOCAL_MACHINE\' + (ConvertTo-RegistryKey $one) + '\' + $child
                PSPath      = "Microsoft.PowerShell.Core\Registry::$($one.TrimEnd('\'))\$child"
            }
        }
    }
}

function Write-PathNotFound($Caller, [string]$Path, [string]$Command) {
    $exception = New-Object System.Management.Automation.ItemNotFoundException "Cannot find path '$Path' because it does not exist."
    $Caller.WriteError((New-Object System.Management.Automation.ErrorRecord $exception, 'PathNotFound', 'ObjectNotFound', $Path))
}

function Get-Item {
    [CmdletBinding(DefaultParameterSetName = 'Path')]
    param(
        [Parameter(Position = 0, Mandatory, ParameterSetName = 'Path', ValueFromPipeline, ValueFromPipelineByPropertyName)][string[]]$Path,
        [Parameter(ParameterSetName = 'LiteralPath', Mandatory, ValueFromPipelineByPropertyName)][Alias('PSPath', 'LP')][string[]]$LiteralPath,
        [switch]$Force
    )
    process {
        Assert-Up
        $found = Microsoft.PowerShell.Management\Get-Item @PSBoundParameters
        foreach ($item in $found) {
            # What stands in a program's version resource: the files here have none, and the real property cannot be replaced.
            if ($item.Extension -eq '.exe') {
                $version = Invoke-World 'file.version' @{ path = $item.FullName }
                New-Object PSObject -Property @{ Name = $item.Name; FullName = $item.FullName; Length = $item.Length; VersionInfo = $version }
                continue
            }
            $item
        }
    }
}

function Copy-Item {
    [CmdletBinding(DefaultParameterSetName = 'Path', SupportsShouldProcess)]
    param(
        [Parameter(Position = 0, Mandatory, ParameterSetName = 'Path', ValueFromPipeline, ValueFromPipelineByPropertyName)][string[]]$Path,
        [Parameter(ParameterSetName = 'LiteralPath', Mandatory, ValueFromPipelineByPropertyName)][Alias('PSPath', 'LP')][string[]]$LiteralPath,
        [Parameter(Position = 1, ValueFromPipelineByPropertyName)][string]$Destination,
        [switch]$Force
    )
    process {
        Assert-Up
        $source = ConvertFrom-SharePath ([string](@($Path) + @($LiteralPath) | Where-Object { $_ }))
        Microsoft.PowerShell.Management\Copy-Item -LiteralPath $source -Destination $Destination -Force:$Force
    }
}

function Move-Item {
    [CmdletBinding(DefaultParameterSetName = 'Path', SupportsShouldProcess)]
    param(
        [Parameter(Position = 0, Mandatory, ParameterSetName = 'Path', ValueFromPipeline, ValueFromPipelineByPropertyName)][string[]]$Path,
        [Parameter(ParameterSetName = 'LiteralPath', Mandatory, ValueFromPipelineByPropertyName)][Alias('PSPath', 'LP')][string[]]$LiteralPath,
        [Parameter(Position = 1, ValueFromPipelineByPropertyName)][string]$Destination,
        [switch]$Force
    )
    process {
        Assert-Up
        Microsoft.PowerShell.Management\Move-Item @PSBoundParameters
        # What has got its name is there: the only change of a disk that the world takes down.
        if (-not $WhatIfPreference) { $null = Invoke-World 'file.moved' @{ to = $Destination } }
    }
}

function Get-AuthenticodeSignature {
    [CmdletBinding(DefaultParameterSetName = 'ByPath')]
    param(
        [Parameter(ParameterSetName = 'ByPath', Position = 0, Mandatory, ValueFromPipeline, ValueFromPipelineByPropertyName)][string[]]$FilePath,
        [Parameter(ParameterSetName = 'ByLiteralPath', Mandatory, ValueFromPipelineByPropertyName)][Alias('PSPath')][string[]]$LiteralPath
    )
    process {
        # Wildcards in -FilePath are not looked up here, but escaped characters are what they are.
        $files = @($FilePath | Where-Object { $_ } | ForEach-Object { [System.Management.Automation.WildcardPattern]::Unescape($_) }) + @($LiteralPath | Where-Object { $_ })
        foreach ($file in $files) {
            $status = (Invoke-World 'file.signature' @{ path = $file }).status
            New-Object PSObject -Property @{ Path = $file; Status = [System.Management.Automation.SignatureStatus]$status; StatusMessage = [string]$status }
        }
    }
}

function Get-Acl {
    [CmdletBinding(DefaultParameterSetName = 'ByPath')]
    param(
        [Parameter(ParameterSetName = 'ByPath', Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)][string[]]$Path
    )
    process {
        Assert-Up
        # A file in the folder says that somebody else made it, or that it has no rights of its own.
        $has = { param($name) Microsoft.PowerShell.Management\Test-Path -LiteralPath (Join-Path ([string]$Path) $name) }
        $owner = if (& $has '.made-by-a-user') { 'S-1-5-21-1-2-3-1105' } else { 'BA' }
        $rights = if (& $has '.open-to-all') { 'AI(A;OICIID;FA;;;SY)(A;OICIID;FA;;;BA)(A;CIID;DCLCRPCR;;;BU)' } else { 'PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)' }
        New-Object PSObject -Property @{ Sddl = "O:${owner}G:SYD:$rights" }
    }
}
