function Select-RUWindowsUpdate {
    <#
    .SYNOPSIS
    Those of the updates that are wanted.
    .PARAMETER Kb
    Numbers of articles, with or without KB before them; none: all updates.
    #>
    param($Update, [string[]]$Kb = @())
    $wanted = @($Kb | ForEach-Object { $_ -replace '^KB', '' })
    foreach ($one in $Update) {
        if ($wanted.Count -eq 0 -or @($one.KBArticleIDs | Where-Object { $wanted -contains $_ }).Count -gt 0) { $one }
    }
}
