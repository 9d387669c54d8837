function Get-RUClock {
    <#
    .SYNOPSIS
    Now, in UTC, by the clock of this server.
    #>
    (Get-Date).ToUniversalTime()
}
