function New-RUSha256 {
    <#
    .SYNOPSIS
    What computes SHA-256, also where only certified implementations are allowed.
    .NOTES
    SHA256.Create gives the managed implementation in .NET Framework, which throws under the FIPS policy.
    #>
    try { [System.Security.Cryptography.SHA256]::Create() }
    catch { New-Object System.Security.Cryptography.SHA256CryptoServiceProvider }
}
