function Read-RUStateFile {
    <#
    .SYNOPSIS
    The texts that Write-RUStateFile wrote, as a hashtable of arrays of strings; nothing where there is no such file.
    #>
    param([Parameter(Mandatory = $true)][string]$Path)
    if (-not [System.IO.File]::Exists($Path)) { return }
    $document = New-Object System.Xml.XmlDocument
    $file = New-Object System.IO.FileStream $Path, ([System.IO.FileMode]::Open), ([System.IO.FileAccess]::Read), ([System.IO.FileShare]'ReadWrite, Delete')
    try { $document.Load($file) } finally { $file.Close() }
    $values = @{}
    foreach ($value in $document.DocumentElement.ChildNodes) {
        $name = $value.GetAttribute('name')
        $values[$name] = @($values[$name] | Where-Object { $_ -ne $null }) + @(ConvertFrom-RUEscaped $value.GetAttribute('text'))
    }
    $values
}
