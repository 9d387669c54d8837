# What the parser sees in the files of the module: a line of JSON each, with what breaks the rules of this house.
# Known are the functions of the module, which may be called; Offered are the public ones.
param([Parameter(Mandatory)][string[]]$Path, [string[]]$Known, [string[]]$Offered)

# Verbs that PowerShell 2.0 approves (learn.microsoft.com: Approved Verbs for PowerShell Commands).
$verbs = -split @'
Add Clear Close Copy Enter Exit Find Format Get Hide Join Lock Move New Open Pop Push Redo Remove Rename Reset Search Select Set Show Skip Split
Step Switch Undo Unlock Watch Backup Checkpoint Compare Compress Convert ConvertFrom ConvertTo Dismount Edit Expand Export Group Import Initialize
Limit Merge Mount Out Publish Restore Save Sync Unpublish Update Approve Assert Complete Confirm Deny Disable Enable Install Invoke Register
Request Restart Resume Start Stop Submit Suspend Uninstall Unregister Wait Debug Measure Ping Repair Resolve Test Trace Connect Disconnect Read
Receive Send Write Block Grant Protect Revoke Unblock Unprotect Use
'@

# Commands of PowerShell 2.0 that a JEA endpoint does not replace by its own, and those of the modules that we load.
$allowed = -split @'
Add-Member Add-PSSnapin Copy-Item ForEach-Object Get-Acl Get-AuthenticodeSignature Get-ChildItem Get-Command Get-Date Get-ExecutionPolicy Get-Item
Get-ItemProperty Get-Module Get-Process Get-Service Get-WinEvent Get-WmiObject Import-Module Invoke-WmiMethod Join-Path Move-Item New-Item New-Object Remove-Item
Set-Acl Set-Service Set-WmiInstance Sort-Object Split-Path Start-Process Start-Sleep Stop-Process Test-Path Where-Object Write-Error
Get-NlbCluster Get-NlbClusterNode Get-NlbClusterDriverInfo Get-NlbClusterNodeNetworkInterface Set-NlbClusterNode Start-NlbClusterNode
Stop-NlbClusterNode Suspend-NlbClusterNode Resume-NlbClusterNode
Get-SCOMClassInstance Get-SCOMMaintenanceMode Start-SCOMMaintenanceMode
Get-SCOMManagementGroupConnection New-SCOMManagementGroupConnection
Test-ADServiceAccount
'@

# Where there is no WMI of Windows PowerShell, the newer cmdlets do it: in these functions only.
$newer = @{ 'Get-RUInstance' = 'Get-CimInstance'; 'Invoke-RUInstanceMethod' = 'Invoke-CimMethod'; 'Set-RUInstance' = 'Set-CimInstance' }
# Starts programs by their full path, with arguments apart.
$callers = @('Invoke-RUTool')
# Parameters of cmdlets that came after PowerShell 2.0.
$later = @{
    'Get-ChildItem' = 'File', 'Directory', 'Attributes', 'Depth'; 'Get-Content' = 'Raw', 'Tail'; 'Get-Item' = 'Stream'
    'Get-Module' = 'PSSession', 'CimSession', 'FullyQualifiedName'; 'Import-Module' = 'PSSession', 'CimSession', 'Scope', 'MinimumVersion'
    'Get-Process' = 'IncludeUserName'; 'Stop-Service' = 'NoWait'; 'Sort-Object' = 'Top', 'Bottom', 'Stable'; 'Start-Sleep' = 'Duration'
    'Where-Object' = 'EQ', 'NE', 'Match', 'In', 'Not', 'Property', 'Value'; 'ForEach-Object' = 'MemberName', 'Parallel', 'ArgumentList'
    'Add-Member' = 'NotePropertyName', 'NotePropertyValue', 'NotePropertyMembers', 'TypeName'; 'Get-Service' = 'UserName'
}
$operators = 'Iin', 'Inotin', 'Cin', 'Cnotin', 'Shl', 'Shr', 'QuestionQuestion', 'QuestionQuestionEquals'
$nodes = 'ExitStatementAst', 'TypeDefinitionAst', 'UsingStatementAst', 'UsingExpressionAst', 'TernaryExpressionAst', 'PipelineChainAst',
    'ConfigurationDefinitionAst', 'DynamicKeywordStatementAst', 'FileRedirectionAst'
$members = 'new', 'ForEach', 'Where', 'FromBase64String', 'Create', 'NewScriptBlock', 'InvokeScript', 'AddScript', 'AddCommand', 'GetNewClosure'

function Get-Finding($Tree, [string]$Function) {
    foreach ($node in $Tree.FindAll({ $true }, $true)) {
        $kind = $node.GetType().Name
        if ($kind -in $nodes) { "$kind`: $node" }
        switch ($kind) {
            'CommandAst' { Get-CommandFinding $node $Function }
            'BinaryExpressionAst' { if ([string]$node.Operator -in $operators) { "operator: $node" } }
            'AssignmentStatementAst' { if ([string]$node.Operator -in $operators) { "operator: $node" } }
            'ConvertExpressionAst' { if ($node.Type.TypeName.Name -in 'ordered', 'pscustomobject', 'scriptblock') { "type: $node" } }
            'TypeExpressionAst' { if ($node.TypeName.Name -in 'pscustomobject', 'scriptblock', 'powershell', 'runspacefactory') { "type: $node" } }
            'NamedAttributeArgumentAst' { if ($node.ExpressionOmitted) { "attribute without a value: $node" } }
            'VariableExpressionAst' {
                if ($node.VariablePath.IsScript -or $node.VariablePath.IsGlobal -or $node.VariablePath.UserPath -in 'PSScriptRoot', 'PSCommandPath', 'PSItem') { "variable: $node" }
            }
            'MemberExpressionAst' { if ($node.NullConditional) { "member: $node" } }
            'InvokeMemberExpressionAst' { Get-MemberFinding $node }
        }
    }
}

function Get-CommandFinding($Node, [string]$Function) {
    $name = $Node.GetCommandName()
    if ($null -eq $name) {
        if ($Function -notin $callers) { "what is called is not named: $Node" }
        return
    }
    # The full name of a cmdlet of the engine, which goes past what a restricted endpoint puts in its place.
    $name = $name -replace '^Microsoft\.PowerShell\.Core\\'
    if ($Node.InvocationOperator -ne 'Unknown') { "called by an operator: $Node" }
    if ($name -notin $Known -and $name -cnotin $allowed -and $newer[$Function] -ne $name) { "command: $name" }
    foreach ($element in $Node.CommandElements | Where-Object { $_ -is [System.Management.Automation.Language.CommandParameterAst] }) {
        $lateOnes = @($later[$name] | Where-Object { $_ -and $_ -like "$($element.ParameterName)*" -and $element.ParameterName.Length -gt 1 })
        if ($lateOnes) { "parameter: $name -$($element.ParameterName)" }
    }
    # The short forms, Where-Object Name -eq 'x' and ForEach-Object Name, are of 3.0.
    if ($name -in 'Where-Object', 'ForEach-Object' -and $Node.CommandElements[1] -isnot [System.Management.Automation.Language.ScriptBlockExpressionAst]) { "short form: $Node" }
}

function Get-MemberFinding($Node) {
    if ($Node.NullConditional) { "member: $Node" }
    if ($Node.Member -isnot [System.Management.Automation.Language.StringConstantExpressionAst]) { "member without a name: $Node"; return }
    $member = $Node.Member.Value
    if ($member -notin $members) { return }
    # Other classes have a Create as well, which makes no code.
    if ($member -eq 'Create' -and [string]$Node.Expression -notmatch 'scriptblock|powershell|runspace') { return }
    "member: $Node"
}

function Get-FileFinding($Tree) {
    # A paragraph of its own: right before a function it would be about that one.
    if ($Tree.Extent.StartScriptPosition.GetFullScript() -notmatch '^(#.+\r?\n)+\r?\n') { 'head: a file says first what it is about' }
    $statements = @($Tree.EndBlock.Statements)
    $isOther = @($statements | Where-Object { $_ -isnot [System.Management.Automation.Language.FunctionDefinitionAst] }).Count -gt 0
    if ($statements.Count -eq 0 -or $isOther -or $Tree.UsingStatements -or $Tree.ParamBlock -or $Tree.BeginBlock -or $Tree.ProcessBlock) {
        'form: a file is functions and nothing else'
    }
    $private = $null
    foreach ($function in $statements | Where-Object { $_ -is [System.Management.Automation.Language.FunctionDefinitionAst] }) {
        if ($function.Name -notin $Offered) { $private = $function.Name }
        elseif ($private) { "order: $($function.Name) is public and comes after $private" }
    }
}

function Get-FormFinding($Function) {
    $verb, $noun = $Function.Name -split '-', 2
    if ($verb -cnotin $verbs) { "verb: $verb" }
    if ($noun -cnotmatch '^RU[A-Z][A-Za-z0-9]+$') { "noun: $noun" }
    if ($Function.Parameters) { 'form: parameters stand in a param block' }
    $help = $Function.GetHelpContent()
    if (-not $help -or -not "$($help.Synopsis)".Trim()) { return 'help: no synopsis' }
    # Nobody but us calls the private ones: their parameters are described where the name does not say it all.
    foreach ($parameter in @($Function.Body.ParamBlock.Parameters | Where-Object { $_ -and $Function.Name -in $Offered })) {
        $own = $parameter.Name.VariablePath.UserPath
        if (-not "$($help.Parameters[$own.ToUpperInvariant()])".Trim()) { "help: nothing about -$own" }
    }
}

function Get-FunctionSeen($Function) {
    $body = $Function.Body
    @{
        name       = $Function.Name
        findings   = @(@(Get-FormFinding $Function) + @(Get-Finding $Function $Function.Name) | Where-Object { $_ })
        parameters = @($body.ParamBlock.Parameters | Where-Object { $_ } | ForEach-Object { "[$($_.StaticType.Name)]$($_.Name)$(if ($_.DefaultValue) { " = $($_.DefaultValue)" })" })
        first      = [string]@($body.EndBlock.Statements)[0]
    }
}

foreach ($file in $Path) {
    $tokens = $null
    $errors = $null
    $tree = [System.Management.Automation.Language.Parser]::ParseFile($file, [ref]$tokens, [ref]$errors)
    $functions = @($tree.EndBlock.Statements | Where-Object { $_ -is [System.Management.Automation.Language.FunctionDefinitionAst] })
    $seen = @{
        file      = [System.IO.Path]::GetFileName($file)
        errors    = @($errors | ForEach-Object { [string]$_.Message })
        findings  = @(Get-FileFinding $tree | Where-Object { $_ })
        functions = @($functions | ForEach-Object { Get-FunctionSeen $_ })
    }
    [Console]::Out.WriteLine((ConvertTo-Json -InputObject $seen -Depth 4 -Compress))
}
