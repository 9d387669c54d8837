function Get-RUUnfinished {
    <#
    .SYNOPSIS
    How many bytes at the end begin a character of UTF-8 that is not all there.
    #>
    param([Parameter(Mandatory = $true)][AllowEmptyCollection()][byte[]]$Bytes)
    for ($back = 1; $back -le 3 -and $back -le $Bytes.Length; $back++) {
        $byte = $Bytes[$Bytes.Length - $back]
        if (($byte -band 0xc0) -eq 0x80) { continue }
        $needs = 1
        if (($byte -band 0xe0) -eq 0xc0) { $needs = 2 }
        elseif (($byte -band 0xf0) -eq 0xe0) { $needs = 3 }
        elseif (($byte -band 0xf8) -eq 0xf0) { $needs = 4 }
        if ($needs -gt $back) { return $back }
        return 0
    }
    0
}
