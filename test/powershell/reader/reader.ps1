# Reads commands as the host of Windows PowerShell does: through a buffered reader of its own, which no command can reach. PowerShell 6 and
# later read them from [Console]::In instead, so that a command finds there what comes after it. Source: the branch that is not CORECLR of
# PowerShell/PowerShell#2336 (07b0964be4), and ConsoleHost.cs as first imported (60b3b304f2).
$reader = New-Object System.IO.StreamReader ([Console]::OpenStandardInput()), (New-Object System.Text.UTF8Encoding $false), $false, 4096
while ($null -ne ($line = $reader.ReadLine())) {
    if ($line -eq '') { continue }
    try { . ([scriptblock]::Create($line)) }
    catch { [Console]::Error.WriteLine([string]$_) }
}
