using namespace System.Management.Automation.Language

# What the module asks of Windows, by its syntax: one text of JSON. Nothing of it is run.
#   calls     every call of a command that is none of the module's: its parameters and values in their order; what a splatted table can hold
#   reads     members of what Windows gives: which kinds of object it can be, as far as that can be followed, and the name of the member
#   instances classes of WMI that are asked for, with their namespace
#   objects   what New-Object -ComObject is given
# Apart: each file is a module of its own, and has a text of its own.
# Kinds: a file of JSON with { kinds: { name: { members: { name: kind or null }, of: kind } }, outputs: { cmdlet: kinds }, objects: { id: kind } }.
param([Parameter(Mandatory)][string[]]$Path, [Parameter(Mandatory)][string]$Kinds, [switch]$Apart)

if ($Apart) { foreach ($file in $Path) { & $PSCommandPath -Path $file -Kinds $Kinds }; return }

$known = ConvertFrom-Json -InputObject ([System.IO.File]::ReadAllText($Kinds)) -AsHashtable
$functions = @{}
foreach ($file in $Path) {
    $tree = [Parser]::ParseFile($file, [ref]$null, [ref]$null)
    foreach ($one in $tree.FindAll({ $args[0] -is [FunctionDefinitionAst] }, $true)) { $functions[$one.Name] = $one }
}
$commands = @(foreach ($function in $functions.Values) { $function.FindAll({ $args[0] -is [CommandAst] }, $true) })
$callers = @{}
foreach ($command in $commands) { if ($command.GetCommandName()) { $callers[$command.GetCommandName()] += , $command } }

function Get-Home($Ast) {
    # The function around it.
    while ($Ast -and $Ast -isnot [FunctionDefinitionAst]) { $Ast = $Ast.Parent }
    $Ast
}

function Get-Bare($Ast) {
    # Without the brackets and pipelines of one around it.
    while ($true) {
        if ($Ast -is [ParenExpressionAst]) { $Ast = $Ast.Pipeline }
        elseif ($Ast -is [PipelineAst] -and $Ast.PipelineElements.Count -eq 1) { $Ast = $Ast.PipelineElements[0] }
        elseif ($Ast -is [CommandExpressionAst]) { $Ast = $Ast.Expression }
        else { return $Ast }
    }
}

function Get-Argument($Command, [string]$Name) {
    # The value of a named parameter.
    for ($i = 1; $i -lt $Command.CommandElements.Count; $i++) {
        $element = $Command.CommandElements[$i]
        if ($element -isnot [CommandParameterAst] -or $element.ParameterName -ne $Name) { continue }
        if ($element.Argument) { return $element.Argument }
        return $Command.CommandElements[$i + 1]
    }
}

function Get-Parameter($Function, [string]$Name) {
    @($Function.Body.ParamBlock.Parameters | Where-Object { $_ -and $_.Name.VariablePath.UserPath -eq $Name })[0]
}

function Get-Assigned($Function, [string]$Name) {
    # What a variable of a function is given, but for its parameters: expressions, those of loops included.
    foreach ($one in $Function.FindAll({ $args[0] -is [AssignmentStatementAst] -or $args[0] -is [ForEachStatementAst] }, $true)) {
        if ($one -is [ForEachStatementAst]) { if ($one.Variable.VariablePath.UserPath -eq $Name) { @{ each = $one.Condition } }; continue }
        $left = $one.Left
        if ($left -is [VariableExpressionAst] -and $left.VariablePath.UserPath -eq $Name) { @{ value = $one.Right } }
    }
}

function Get-Handed($Function, [string]$Name) {
    # What callers hand over for a parameter, and what it is without that.
    foreach ($call in @($callers[$Function.Name] | Where-Object { $_ })) {
        $given = Get-Argument $call $Name
        if ($given) { @{ value = $given; call = $call } } else { @{ value = (Get-Parameter $Function $Name).DefaultValue; call = $call } }
    }
}

function Get-Output($Function) {
    # The pipelines whose result the function gives back.
    foreach ($pipeline in $Function.FindAll({ $args[0] -is [PipelineAst] }, $true)) {
        $up = $pipeline.Parent
        $isOutput = $up -is [StatementBlockAst] -or $up -is [NamedBlockAst] -or $up -is [ReturnStatementAst]
        while ($isOutput -and $up -isnot [FunctionDefinitionAst]) {
            if ($up -is [ScriptBlockExpressionAst] -or $up -is [AssignmentStatementAst] -or $up -is [ExpressionAst]) { $isOutput = $false }
            $up = $up.Parent
        }
        if ($isOutput) { $pipeline }
    }
}

# --- what holds for one caller of a function: which of its parameters are given ---

function Get-Truth($Ast, $Function, $Call) {
    # yes, no or maybe: whether a condition holds, as far as it is about parameters that the caller gives or leaves out.
    $Ast = Get-Bare $Ast
    if ($Ast -is [UnaryExpressionAst] -and $Ast.TokenKind -eq 'Not') { return @{ yes = 'no'; no = 'yes'; maybe = 'maybe' }[(Get-Truth $Ast.Child $Function $Call)] }
    if ($Ast -is [BinaryExpressionAst] -and $Ast.Operator -eq 'And') {
        $both = @((Get-Truth $Ast.Left $Function $Call), (Get-Truth $Ast.Right $Function $Call))
        if ($both -contains 'no') { return 'no' }
        if ($both -contains 'maybe') { return 'maybe' }
        return 'yes'
    }
    if ($Ast -is [BinaryExpressionAst] -and [string]$Ast.Operator -like '*ne' -and [string]$Ast.Right -eq '$null') { $Ast = Get-Bare $Ast.Left }
    if (-not $Call -or $Ast -isnot [VariableExpressionAst] -or -not (Get-Parameter $Function $Ast.VariablePath.UserPath)) { return 'maybe' }
    if (Get-Argument $Call $Ast.VariablePath.UserPath) { 'yes' } else { 'no' }
}

function Get-Clause($Ast, $If) {
    # The part of an if statement in which something is.
    while ($Ast -and $Ast.Parent -ne $If) { $Ast = $Ast.Parent }
    $Ast
}

function Get-Chance($Ast, $Call, $On) {
    # yes, no or maybe: whether a statement is reached when the function is called so; and on the way to another one.
    $function = Get-Home $Ast
    $chance = 'yes'
    for ($inner = $Ast; $inner -ne $function; $inner = $inner.Parent) {
        if ($inner.Parent -isnot [IfStatementAst]) { continue }
        $way = Get-Clause $On $inner.Parent
        if ($way -eq $inner) { continue }
        if ($way) { return 'no' }
        foreach ($clause in $inner.Parent.Clauses) {
            if ($clause.Item1 -eq $inner) { break }
            $truth = Get-Truth $clause.Item1 $function $Call
            if ($clause.Item2 -ne $inner) { $truth = @{ yes = 'no'; no = 'yes'; maybe = 'maybe' }[$truth] }
            if ($truth -eq 'no') { return 'no' }
            if ($truth -eq 'maybe') { $chance = 'maybe' }
            if ($clause.Item2 -eq $inner) { break }
        }
    }
    $chance
}

# --- what a splatted table can hold ---

function Get-Table($Ast, [string]$For) {
    # Alternatives of { required, optional }; nothing where that cannot be followed.
    $Ast = Get-Bare $Ast
    $function = Get-Home $Ast
    if ($Ast -is [HashtableAst]) { return @{ required = @($Ast.KeyValuePairs | ForEach-Object { $_.Item1.Value }); optional = @() } }
    if ($Ast -is [BinaryExpressionAst] -and $Ast.Operator -eq 'Plus') {
        foreach ($one in @(Get-Table $Ast.Left $For)) {
            foreach ($other in @(Get-Table $Ast.Right $For)) {
                @{ required = @($one.required) + @($other.required); optional = @($one.optional) + @($other.optional) }
            }
        }
        return
    }
    if ($Ast -is [CommandAst] -and $functions[[string]$Ast.GetCommandName()]) {
        foreach ($pipeline in Get-Output $functions[$Ast.GetCommandName()]) { Get-Table $pipeline $For }
        return
    }
    if ($Ast -isnot [VariableExpressionAst]) { return }
    $name = $Ast.VariablePath.UserPath
    $later = @($function.FindAll({ $args[0] -is [AssignmentStatementAst] }, $true) | ForEach-Object { $_.Left } |
            Where-Object { $_ -is [MemberExpressionAst] -and $_.Expression -is [VariableExpressionAst] -and $_.Expression.VariablePath.UserPath -eq $name })
    foreach ($source in @(Get-Assigned $function $name | Where-Object { $_.value })) {
        foreach ($call in @($callers[$function.Name]) + @(if (-not $callers[$function.Name]) { $null })) {
            if ((Get-Chance $Ast $call) -eq 'no') { continue }
            $chances = @($later | ForEach-Object { @{ key = $_.Member.Value; chance = Get-Chance $_ $call $Ast } })
            foreach ($table in @(Get-Table $source.value $For)) {
                @{
                    required = @($table.required) + @($chances | Where-Object { $_.chance -eq 'yes' } | ForEach-Object { $_.key })
                    optional = @($table.optional) + @($chances | Where-Object { $_.chance -eq 'maybe' } | ForEach-Object { $_.key })
                }
            }
        }
    }
    if (-not (Get-Parameter $function $name)) { return }
    foreach ($one in @(Get-Handed $function $name | Where-Object { Test-About $_.call $For })) {
        if ($one.value) { Get-Table $one.value $For } else { @{ required = @(); optional = @() } }
    }
}

function Test-About($Call, [string]$For) {
    # A call that names another command as a value is about that one.
    $named = @($Call.CommandElements | Where-Object { $_ -is [StringConstantExpressionAst] } | Select-Object -Skip 1 | ForEach-Object { $_.Value } | Where-Object { $_ -match '^[A-Z][a-z]+-[A-Z]' })
    $named.Count -eq 0 -or $named -contains $For
}

function ConvertTo-Call($Command) {
    $name = $Command.GetCommandName()
    $parts = @($Command.CommandElements | Select-Object -Skip 1 | ForEach-Object {
            if ($_ -is [CommandParameterAst]) { @{ parameter = $_.ParameterName; hasValue = [bool]$_.Argument } }
            elseif ($_ -is [VariableExpressionAst] -and $_.Splatted) { @{ splat = [string]$_; tables = @(Get-Table $_ $name) } }
            else { @{ value = [string]$_ } }
        })
    @{ function = (Get-Home $Command).Name; command = $name; line = $Command.Extent.StartLineNumber; parts = $parts; piped = $Command.Parent.PipelineElements[0] -ne $Command }
}

# --- what kinds of object an expression can be ---

$busy = New-Object System.Collections.Generic.HashSet[string]

function Get-Kind($Ast) {
    $Ast = Get-Bare $Ast
    if ($null -eq $Ast) { return }
    $key = "$($Ast.Extent.File):$($Ast.Extent.StartOffset)-$($Ast.Extent.EndOffset)"
    if (-not $busy.Add($key)) { return }
    try { @(Get-KindOnce $Ast | Where-Object { $_ } | Sort-Object -Unique) } finally { $null = $busy.Remove($key) }
}

function Expand-Kind($Found) { foreach ($kind in $Found) { $kind; if ($known.kinds[$kind].of) { $known.kinds[$kind].of } } }

function Get-KindOnce($Ast) {
    switch ($Ast.GetType().Name) {
        'ArrayExpressionAst' { foreach ($one in $Ast.SubExpression.Statements) { Expand-Kind (Get-Kind $one) } }
        'SubExpressionAst' { foreach ($one in $Ast.SubExpression.Statements) { Get-Kind $one } }
        'ArrayLiteralAst' { foreach ($one in $Ast.Elements) { Get-Kind $one } }
        'IndexExpressionAst' { Expand-Kind (Get-Kind $Ast.Target) }
        'PipelineAst' { Get-PipelineKind $Ast $Ast.PipelineElements.Count }
        'CommandAst' { Get-CommandKind $Ast }
        'VariableExpressionAst' { Get-VariableKind $Ast }
        'MemberExpressionAst' { Get-MemberKind $Ast }
        'InvokeMemberExpressionAst' { Get-MemberKind $Ast }
    }
}

function Get-MemberKind($Ast) {
    foreach ($kind in @(Get-Kind $Ast.Expression)) {
        if ($kind -is [HashtableAst]) { continue }
        if ($kind -like 'bag:*') {
            foreach ($entry in $bags[$kind]) { if ($entry.name -eq $Ast.Member.Value) { Get-Kind $entry.value } }
            continue
        }
        $known.kinds[$kind].members[[string]$Ast.Member.Value]
    }
}

function Get-PipelineKind($Pipeline, [int]$Until) {
    # Of what comes out of the first elements.
    $kinds = @(Get-Kind $Pipeline.PipelineElements[0])
    for ($i = 1; $i -lt $Until; $i++) {
        $name = $Pipeline.PipelineElements[$i].GetCommandName()
        if ($name -eq 'ForEach-Object') {
            $block = @($Pipeline.PipelineElements[$i].CommandElements | Where-Object { $_ -is [ScriptBlockExpressionAst] })[0]
            $kinds = @(foreach ($statement in $block.ScriptBlock.EndBlock.Statements) { Get-Kind $statement })
        }
        elseif ('Where-Object', 'Sort-Object' -notcontains $name) { return }
    }
    Expand-Kind $kinds
}

# Objects that the module makes, each with all that its properties can be.
$bags = @{}

function Get-Entry($Ast, [int]$Depth = 0) {
    # What a table can hold: by its text, as a variable with what is added to it later, or as a function gives it.
    $Ast = Get-Bare $Ast
    if ($Ast -is [HashtableAst]) { foreach ($pair in $Ast.KeyValuePairs) { @{ name = $pair.Item1.Value; value = $pair.Item2 } } }
    if ($Depth -gt 4) { return }
    if ($Ast -is [CommandAst] -and $functions[[string]$Ast.GetCommandName()]) {
        foreach ($pipeline in Get-Output $functions[$Ast.GetCommandName()]) { Get-Entry $pipeline ($Depth + 1) }
    }
    if ($Ast -isnot [VariableExpressionAst]) { return }
    $function = Get-Home $Ast
    $name = $Ast.VariablePath.UserPath
    foreach ($one in @(Get-Assigned $function $name | Where-Object { $_.value })) { Get-Entry $one.value ($Depth + 1) }
    foreach ($one in $function.FindAll({ $args[0] -is [AssignmentStatementAst] -and $args[0].Left -is [MemberExpressionAst] }, $true)) {
        if ([string]$one.Left.Expression -eq "`$$name") { @{ name = $one.Left.Member.Value; value = $one.Right } }
    }
}

function Get-CommandKind($Command) {
    $name = [string]$Command.GetCommandName()
    switch ($name) {
        'New-Object' {
            $com = Get-Argument $Command 'ComObject'
            if ($com) { return $known.objects[[string]$com.Value] }
            $bag = Get-Argument $Command 'Property'
            if (-not $bag) { return }
            $id = "bag:$($bag.Extent.File):$($bag.Extent.StartOffset)"
            if (-not $bags.ContainsKey($id)) { $bags[$id] = @(Get-Entry $bag) }
            return $id
        }
        'Get-RUInstance' { return @(Get-Constant (Get-Argument $Command 'Class') | ForEach-Object { "wmi:$_" }) }
        'Invoke-RUInstanceMethod' { return @(Get-Constant (Get-Argument $Command 'Method') | ForEach-Object { "out:$_" }) }
    }
    if ($functions[$name]) { foreach ($pipeline in Get-Output $functions[$name]) { Get-Kind $pipeline }; return }
    $known.outputs[$name]
    # Errors among what it gives.
    if ($known.outputs[$name] -and $Command.Redirections.Count -gt 0) { 'type:ErrorRecord' }
}

function Get-VariableKind($Ast) {
    $name = $Ast.VariablePath.UserPath
    if ($name -eq '_') {
        $up = $Ast.Parent
        while ($up -and $up -isnot [ScriptBlockExpressionAst]) { $up = $up.Parent }
        if (-not $up -or $up.Parent -isnot [CommandAst]) { return }
        $pipeline = $up.Parent.Parent
        $at = $pipeline.PipelineElements.IndexOf($up.Parent)
        if ($at -gt 0) { Get-PipelineKind $pipeline $at }
        return
    }
    $function = Get-Home $Ast
    foreach ($one in @(Get-Assigned $function $name)) { if ($one.each) { Expand-Kind (Get-Kind $one.each) } else { Get-Kind $one.value } }
    if (Get-Parameter $function $name) { foreach ($one in @(Get-Handed $function $name)) { Get-Kind $one.value } }
}

function Get-Constant($Ast, [int]$Depth = 0) {
    # The texts that an expression can be.
    $Ast = Get-Bare $Ast
    if ($Ast -is [StringConstantExpressionAst] -or $Ast -is [ExpandableStringExpressionAst]) { return $Ast.Value }
    if ($Ast -isnot [VariableExpressionAst] -or $Depth -gt 4) { return }
    $function = Get-Home $Ast
    if (-not (Get-Parameter $function $Ast.VariablePath.UserPath)) { return }
    foreach ($one in @(Get-Handed $function $Ast.VariablePath.UserPath)) { if ((Get-Chance $Ast $one.call) -ne 'no') { Get-Constant $one.value ($Depth + 1) } }
}

function New-Read($Ast, $Kinds, [string]$Member, [string]$How) {
    $names = @($Kinds | Where-Object { $_ -and $_ -notlike 'bag:*' })
    if ($names.Count -gt 0 -and $Member) { @{ function = (Get-Home $Ast).Name; line = $Ast.Extent.StartLineNumber; kinds = $names; member = $Member; how = $How } }
}

function Get-Read($Function) {
    foreach ($ast in $Function.FindAll({ $args[0] -is [MemberExpressionAst] }, $true)) {
        $how = if ($ast -is [InvokeMemberExpressionAst]) { 'called' } elseif ($ast.Parent -is [AssignmentStatementAst] -and $ast.Parent.Left -eq $ast) { 'written' } else { 'read' }
        New-Read $ast @(Get-Kind $ast.Expression) ([string]$ast.Member.Value) $how
    }
    foreach ($command in $Function.FindAll({ $args[0] -is [CommandAst] }, $true)) {
        $instance = Get-Argument $command 'Instance'
        switch ([string]$command.GetCommandName()) {
            'Get-RURawValue' { foreach ($name in Get-Constant (Get-Argument $command 'Name')) { New-Read $command @(Get-Kind $instance) $name 'read' } }
            'Set-RUInstance' { foreach ($table in Get-Table (Get-Argument $command 'Property') '') { foreach ($name in $table.required) { New-Read $command @(Get-Kind $instance) $name 'written' } } }
            'Get-RUInstance' {
                foreach ($filter in Get-Constant (Get-Argument $command 'Filter')) {
                    foreach ($found in [regex]::Matches($filter, '(\w+)\s*=')) { New-Read $command @(Get-CommandKind $command) $found.Groups[1].Value 'read' }
                }
            }
            { 'Invoke-RUInstanceMethod', 'Invoke-RUNlbMethod' -contains $_ } {
                $on = @(if ($instance) { Get-Kind $instance }) + @(Get-Constant (Get-Argument $command 'Class') | ForEach-Object { "wmi:$_" })
                foreach ($name in Get-Constant (Get-Argument $command 'Method')) { New-Read $command $on $name 'called' }
            }
        }
    }
}

function Get-Instance($Command) {
    $namespace = @(Get-Constant (Get-Argument $Command 'Namespace')) + 'root\cimv2'
    foreach ($class in Get-Constant (Get-Argument $Command 'Class')) { @{ class = $class; namespace = $namespace[0]; function = (Get-Home $Command).Name } }
}

$own = @($commands | Where-Object { 'Get-RUInstance', 'Invoke-RUInstanceMethod' -contains $_.GetCommandName() })
ConvertTo-Json -Depth 8 -Compress -InputObject @{
    calls     = @($commands | Where-Object { $_.GetCommandName() -and -not $functions[$_.GetCommandName()] } | ForEach-Object { ConvertTo-Call $_ })
    reads     = @($functions.Values | ForEach-Object { Get-Read $_ })
    instances = @($own | ForEach-Object { Get-Instance $_ })
    objects   = @($commands | Where-Object { $_.GetCommandName() -eq 'New-Object' } | ForEach-Object { Get-Argument $_ 'ComObject' } | Where-Object { $_ } | ForEach-Object { $_.Value })
}
