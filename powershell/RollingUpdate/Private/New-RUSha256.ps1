function New-RUSha256 {
    <#
    .SYNOPSIS
    What computes SHA-256, also where only certified implementations are allowed.
    .NOTES
    SHA256.Create gives the managed implementation in .NET Framework, which throws under the FIPS policy. The other one is in an assembly that
    PowerShell 2.0 has not loaded, and that is found by its full name only.
    #>
    try { [System.Security.Cryptography.SHA256]::Create() }
    catch {
        # Where there is none of that version, a newer PowerShell has what it needs.
        try { $null = [System.Reflection.Assembly]::Load('System.Core, Version=3.5.0.0, Culture=neutral, PublicKeyToken=b77a5c561934e089') } catch { $null = $_ }
        New-Object System.Security.Cryptography.SHA256CryptoServiceProvider
    }
}
