function ConvertFrom-RUBytes {
    <#
    .SYNOPSIS
    The text of whole characters at the beginning of some bytes of a file, and how many bytes they are.
    .DESCRIPTION
    Windows Installer writes UTF-16, set-up UTF-8, older programs the code page of the country. A byte order mark at the beginning of the file
    decides; without one it is UTF-8 if the bytes can be that, else the code page. A character that is not all there yet is left for the next time.
    .PARAMETER Beginning
    The first three bytes of the file, or fewer.
    .OUTPUTS
    An object with Text and Used.
    #>
    param([Parameter(Mandatory = $true)][AllowEmptyCollection()][byte[]]$Bytes, [Parameter(Mandatory = $true)][AllowEmptyCollection()][byte[]]$Beginning)
    $mark = [System.BitConverter]::ToString($Beginning)
    $used = $Bytes.Length
    if ($mark -like 'FF-FE*' -or $mark -like 'FE-FF*') {
        $isBig = $mark -like 'FE-FF*'
        $encoding = New-Object System.Text.UnicodeEncoding $isBig, $false
        $used -= $used % 2
        $high = 1
        if ($isBig) { $high = 2 }
        # The first half of a pair of surrogates.
        if ($used -ge 2 -and ($Bytes[$used - $high] -band 0xfc) -eq 0xd8) { $used -= 2 }
    }
    else {
        $used -= Get-RUUnfinished -Bytes $Bytes
        $encoding = New-Object System.Text.UTF8Encoding $false, $true
        try { $null = $encoding.GetCharCount($Bytes, 0, $used) }
        catch {
            # Not UTF-8: its characters are one byte each, or two in East Asia, where one may be cut.
            $used = $Bytes.Length
            try { $encoding = [System.Text.Encoding]::GetEncoding([System.Globalization.CultureInfo]::CurrentCulture.TextInfo.ANSICodePage) }
            catch { $encoding = [System.Text.Encoding]::GetEncoding(28591) }
        }
    }
    New-Object PSObject -Property @{ Text = $encoding.GetString($Bytes, 0, $used); Used = $used }
}
