function Get-RUStateFolder {
    <#
    .SYNOPSIS
    The folder on this server in which we keep what must outlive a session and a boot. It need not be there: who writes protects it first.
    .OUTPUTS
    Its path, for .NET and for cmdlets.
    #>
    Resolve-RUPath -Path (Join-Path $env:ProgramData 'RollingUpdate')
}
