function Get-RUSignature {
    <#
    .SYNOPSIS
    How a file is signed: valid, invalid, none, or unknown where Windows cannot say.
    .DESCRIPTION
    UnknownError stands for many things, a root that is not trusted here among them: it neither proves nor refutes the file.
    #>
    param([Parameter(Mandatory = $true)][string]$Path)
    # PowerShell 2.0 has no -LiteralPath here.
    $status = $null
    try { $status = [string](Get-AuthenticodeSignature -FilePath ([System.Management.Automation.WildcardPattern]::Escape($Path)) -ErrorAction Stop).Status }
    catch { return 'unknown' }
    switch ($status) {
        'Valid' { 'valid' }
        'HashMismatch' { 'invalid' }
        'NotTrusted' { 'invalid' }
        'NotSigned' { 'none' }
        'NotSupportedFileFormat' { 'none' }
        default { 'unknown' }
    }
}
