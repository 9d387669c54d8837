# The way to the world: one connection a runspace, a line of JSON each way.

function Connect-World {
    $address, $port = $env:ROLLING_UPDATE_WORLD -split ':'
    $script:Client = New-Object System.Net.Sockets.TcpClient $address, ([int]$port)
    $script:Client.NoDelay = $true
    $script:Reader = New-Object System.IO.StreamReader $script:Client.GetStream()
    $script:Writer = New-Object System.IO.StreamWriter $script:Client.GetStream()
    Invoke-World 'hello'
}

function Invoke-World {
    <#
    .SYNOPSIS
    Asks the world and gives what it answers; ends the calling function with the error that the world says.
    .PARAMETER Ask
    The name of a handler, as nlb.nodes
    .PARAMETER With
    What the handler is given: texts, numbers, lists, milliseconds since 1970 for moments.
    #>
    param([Parameter(Mandatory)][string]$Ask, [hashtable]$With = @{})
    $request = @{ server = $env:ROLLING_UPDATE_SERVER; ask = $Ask; args = $With; pid = $PID }
    try {
        $script:Writer.WriteLine((ConvertTo-Json -InputObject $request -Depth 8 -Compress))
        $script:Writer.Flush()
        $line = $script:Reader.ReadLine()
    }
    catch { $line = $null }
    if ($null -eq $line) { throw (New-WorldError @{ id = 'stand-in-unreachable'; message = 'The world has ended.'; category = 'ConnectionError' }) }
    $reply = ConvertFrom-Json -InputObject $line
    # The change is made and its answer is lost: with the whole session, at once and without a word.
    if ($reply.lost) { [System.Diagnostics.Process]::GetCurrentProcess().Kill() }
    if (-not $reply.ok) { throw (New-WorldError $reply.error) }
    ConvertFrom-World $reply.value
}

function ConvertFrom-World($Value) {
    # Moments come as milliseconds, and are what cmdlets give: local times.
    if ($Value -is [array]) { foreach ($one in $Value) { ConvertFrom-World $one }; return }
    if ($Value -isnot [System.Management.Automation.PSCustomObject]) { return $Value }
    if ($null -ne $Value.'$instant') { return ConvertFrom-WorldTime $Value.'$instant' }
    foreach ($property in $Value.PSObject.Properties) {
        if ($property.Value -is [System.Management.Automation.PSCustomObject]) { $property.Value = ConvertFrom-World $property.Value }
        elseif ($property.Value -is [array]) { $property.Value = @(ConvertFrom-World $property.Value) }
    }
    $Value
}

function ConvertFrom-WorldTime([double]$Milliseconds) {
    (New-Object DateTime 1970, 1, 1, 0, 0, 0, ([DateTimeKind]::Utc)).AddMilliseconds($Milliseconds).ToLocalTime()
}

function ConvertTo-WorldTime([DateTime]$Time) {
    ($Time.ToUniversalTime() - (New-Object DateTime 1970, 1, 1, 0, 0, 0, ([DateTimeKind]::Utc))).TotalMilliseconds
}

function New-WorldError($From) {
    # The exception types of Windows are not here; their names are kept where somebody looks for them.
    $exception = New-Object System.InvalidOperationException ([string]$From.message)
    if ($From.hresult) { $exception.HResult = [int]$From.hresult }
    $category = 'NotSpecified'
    if ($From.category) { $category = [string]$From.category }
    New-Object System.Management.Automation.ErrorRecord $exception, ([string]$From.id), $category, $From.type
}

function Copy-Bound($Bound, [string[]]$Without) {
    # What a stand-in was called with, for the real cmdlet behind it.
    $copy = @{} + $Bound
    foreach ($name in $Without) { $copy.Remove($name) }
    $copy
}

function Test-RegistryPath([string[]]$Path) { $Path -match '^(Registry::HKEY_(LOCAL_MACHINE|CURRENT_USER|USERS)|HKLM:)[\\/]' }

# Below HKLM:\ the world needs no name of a hive; others keep theirs.
function ConvertTo-RegistryKey([string]$Path) { ($Path -replace '^(Registry::HKEY_LOCAL_MACHINE|HKLM:)[\\/]+|^Registry::', '').Replace('/', '\').TrimEnd('\') }
