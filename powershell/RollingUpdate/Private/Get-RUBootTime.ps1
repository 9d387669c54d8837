function Get-RUBootTime {
    <#
    .SYNOPSIS
    When Windows was started, in UTC and whole seconds: it is worked out from the clock and moves by fractions of a second.
    .LINK
    https://learn.microsoft.com/windows/win32/cimwin32prov/win32-operatingsystem
    #>
    $system = @(Get-RUInstance -Class Win32_OperatingSystem)[0]
    $booted = ConvertFrom-RUWmiTime $system.LastBootUpTime
    $booted.AddTicks(-($booted.Ticks % [TimeSpan]::TicksPerSecond))
}
