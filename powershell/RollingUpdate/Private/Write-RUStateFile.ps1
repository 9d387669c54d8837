function Write-RUStateFile {
    <#
    .SYNOPSIS
    Writes texts by name into a file of ours, whole or not at all.
    .PARAMETER Values
    A hashtable of strings. Kept as XML, in which any text stands for itself.
    #>
    param([Parameter(Mandatory = $true)][string]$Path, [Parameter(Mandatory = $true)][System.Collections.IDictionary]$Values)
    $document = New-Object System.Xml.XmlDocument
    $root = $document.AppendChild($document.CreateElement('values'))
    foreach ($name in $Values.Keys) {
        foreach ($text in @($Values[$name])) {
            $value = $root.AppendChild($document.CreateElement('value'))
            $value.SetAttribute('name', [string]$name)
            # XML has no place for most control characters; JSON-like escapes of UTF-16 units have.
            $value.SetAttribute('text', (ConvertTo-RUEscaped ([string]$text)))
        }
    }
    $new = $Path + '.new'
    $document.Save($new)
    if (-not [System.IO.File]::Exists($Path)) { [System.IO.File]::Move($new, $Path); return }
    # Without a name for what it replaces it fails: PowerShell makes an empty text of $null.
    $old = $Path + '.old'
    [System.IO.File]::Replace($new, $Path, $old)
    [System.IO.File]::Delete($old)
}
