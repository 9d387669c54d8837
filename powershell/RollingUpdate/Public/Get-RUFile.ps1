function Get-RUFile {
    <#
    .SYNOPSIS
    Size, SHA-256 and signature of a file.
    .PARAMETER Path
    The file, as people write it.
    .OUTPUTS
    One object: exists, size (bytes), sha256 (lower case), signature (valid, invalid, none, unknown). A folder does not count as a file.
    .LINK
    https://learn.microsoft.com/dotnet/api/system.management.automation.signaturestatus
    #>
    param([Parameter(Mandatory = $true)][string]$Path)
    $answer = @{ exists = $false; size = $null; sha256 = $null; signature = 'unknown' }
    if (Test-RUFile -Path $Path) {
        $real = Resolve-RUPath -Path $Path
        $answer.exists = $true
        $answer.size = [long](New-Object System.IO.FileInfo $real).Length
        $answer.sha256 = Get-RUSha256 -Path $real
        $answer.signature = Get-RUSignature -Path $real
    }
    New-Object PSObject -Property $answer
}
