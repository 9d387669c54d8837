function Get-RUElapsed {
    <#
    .SYNOPSIS
    Minutes on a clock that nobody sets, since some moment that stays the same: two readings tell how much time lies between them.
    .DESCRIPTION
    The clock of the server may jump, when it is set for instance, and would then end an installer in the middle of its work.
    .OUTPUTS
    A number with decimals.
    #>
    [double][System.Diagnostics.Stopwatch]::GetTimestamp() / [System.Diagnostics.Stopwatch]::Frequency / 60
}
