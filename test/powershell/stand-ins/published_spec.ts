import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import should from "should";
import { needsPowerShell } from "../../shared/powershell";
import { MemberShell, Stage } from "../module/member";
import type { Asked } from "./calls";
import { asked, askedApart, faultsOfCall, namedIn, unknownMember } from "./calls";
import type { Cmdlet } from "./published";
import { cmdlets, comObjects, files, later, namespaces, onWindows, substitutes } from "./published";
import type { Signature } from "./signatures";
import { asPublished, faultsOf } from "./signatures";

/** Functions of the stand-ins that stand for nothing of Windows. */
const own = ["Invoke-World", "ConvertTo-WorldTime", "New-WorldError", "Get-WorldElapsed"];

const SIGNATURES = join(__dirname, "signatures.ps1");
const MODULE = join(__dirname, "..", "..", "..", "powershell", "RollingUpdate");
const moduleFiles = readdirSync(MODULE)
  .filter((name) => name.endsWith(".ps1"))
  .map((name) => join(MODULE, name));

async function signaturesIn(shell: MemberShell, what: string): Promise<readonly Signature[]> {
  const [text] = await shell.script(`& '${SIGNATURES}' ${what}`);
  return JSON.parse(text as unknown as string) as readonly Signature[];
}

/** With what came after 2.0 marked as such. */
function ofEveryPowerShell(signature: Signature): Cmdlet {
  const published = asPublished(signature);
  const parameters = Object.entries(published.parameters).map(([name, parameter]) => [
    name,
    (later[signature.name] ?? []).includes(name) ? { ...parameter, since: "3.0 or later" } : parameter,
  ]);
  const besides = onWindows[signature.name]?.parameters ?? {};
  return { ...published, parameters: { ...(Object.fromEntries(parameters) as Cmdlet["parameters"]), ...besides } };
}

const bare = (command: string): string => command.replace(/^.*\\/, "");

/** What of all that is asked of Windows is not as it is published. */
function faultsIn({ calls, reads, instances, objects }: Asked, known: Readonly<Record<string, Cmdlet>>): readonly string[] {
  const has = (name: string, command: string): boolean => calls.some((call) => call.function === name && bare(call.command) === command);
  return [
    ...calls.flatMap((call) => {
      const cmdlet = known[bare(call.command)];
      if (cmdlet === undefined) return [`${call.function}: nothing is written down about ${call.command}`];
      const instead = substitutes[call.command];
      const early =
        instead === undefined || has(call.function, "Get-Command")
          ? []
          : [`${call.function}: ${call.command}, and not where ${instead} is`];
      return [...early, ...faultsOfCall(call, cmdlet)];
    }),
    ...reads.flatMap(unknownMember),
    ...instances
      .filter(
        (one) => namespaces[one.namespace.toLowerCase()]?.[one.class] === undefined && namespaces["root"]?.[one.class]?.everywhere !== true,
      )
      .map((one) => `${one.function}: there is no ${one.class} in ${one.namespace}`),
    ...objects.filter((id) => !(id in comObjects)).map((id) => `nothing is written down about ${id}`),
  ];
}

describe("what is published of Windows", function () {
  this.timeout(180_000);
  let stage: Stage;
  let standIns: readonly Signature[] = [];
  let known: Readonly<Record<string, Cmdlet>> = {};
  let ofModule: Asked;
  let folder = "";

  before(needsPowerShell);
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "published-calls-"));
    stage = await Stage.open();
    const monitoring = new MemberShell("SCOM1", stage.windows.environment("SCOM1"));
    const onMember = await signaturesIn(stage.shell, "-Module StandInWindows, NetworkLoadBalancingClusters, ActiveDirectory");
    const onMonitoring = await signaturesIn(monitoring, "-Module OperationsManager");
    standIns = [...onMember, ...onMonitoring].filter(({ name }) => !own.includes(name));
    const ofEngine = await signaturesIn(stage.shell, `-Cmdlet ${Object.keys(later).join(", ")}`);
    known = { ...Object.fromEntries(ofEngine.map((signature) => [signature.name, ofEveryPowerShell(signature)])), ...cmdlets };
    monitoring.close();
    ofModule = await asked(moduleFiles);
  });
  after(async () => {
    await stage?.close();
    if (folder !== "") rmSync(folder, { recursive: true, force: true });
  });

  it("is written down with its source, or with the reason why there is none", () => {
    const without: string[] = [];
    const look = (value: unknown, path: string): void => {
      if (typeof value !== "object" || value === null) return;
      const { source, why } = value as Readonly<Record<string, unknown>>;
      const isNamed = typeof source === "object" && source !== null;
      if ("source" in value && !isNamed && (source !== null || typeof why !== "string" || why.length < 10)) without.push(path);
      for (const [key, one] of Object.entries(value)) {
        // What is written down of a cmdlet, a class, a method or an interface.
        if (/\.(cmdlets|classes|interfaces|types)$/.test(path) && !("source" in (one as object))) without.push(`${path}.${key}`);
        look(one, `${path}.${key}`);
      }
    };
    for (const [name, file] of Object.entries(files)) look(file, name);
    should(without).eql([]);
    should(Object.keys(cmdlets)).containDeep(["Set-SCOMMaintenanceMode", "Stop-NlbClusterNode", "Get-WmiObject", "Get-WinEvent"]);
  });

  const usedOf = (name: string): readonly string[] => {
    const cmdlet = known[name];
    return cmdlet === undefined
      ? []
      : ofModule.calls.filter(({ command }) => bare(command) === name).flatMap((call) => namedIn(call, cmdlet));
  };

  it("is what the stand-ins have: parameters, their sets, places, types and names", () => {
    should(standIns.length).be.aboveOrEqual(36);
    const faults = standIns.flatMap((signature) => {
      const published = known[signature.name];
      if (published === undefined) return [`${signature.name}: nothing is written down about it`];
      return faultsOf(signature, published, usedOf(signature.name)).map((fault) => `${signature.name}: ${fault}`);
    });
    should(faults).eql([]);
  });

  it("would not let a stand-in pass that has something otherwise, or lacks what is used", () => {
    const real = standIns.find(({ name }) => name === "Set-SCOMMaintenanceMode") as Signature;
    const published = known[real.name] as Cmdlet;
    const [set] = real.sets;
    const otherwise = (change: (member: Signature["sets"][number]["parameters"][number]) => object): Signature => ({
      ...real,
      sets: [{ name: set?.name ?? "", parameters: (set?.parameters ?? []).map((one) => ({ ...one, ...change(one) })) }],
    });
    const without = (name: string): Signature => ({
      ...real,
      sets: [{ name: set?.name ?? "", parameters: (set?.parameters ?? []).filter((one) => one.name !== name) }],
    });
    const faults: readonly (readonly [Signature, RegExp])[] = [
      [
        otherwise(({ name }) => (name === "Reason" ? { position: 2 } : name === "Comment" ? { position: 3 } : {})),
        /-Reason has the position 2, not 3/,
      ],
      [otherwise(({ name }) => (name === "EndTime" ? { mandatory: false } : {})), /-EndTime is not mandatory/],
      [{ ...real, shouldProcess: false }, /no -WhatIf/],
      [{ ...real, parameters: [...real.parameters, { name: "Force", type: "SwitchParameter", aliases: [], values: [] }] }, /it has -Force/],
      [{ ...real, parameters: real.parameters.map((one) => ({ ...one, type: "String" })) }, /-EndTime is of the type String, not DateTime/],
      [without("Comment"), /lacks -Comment: it has a position/],
      [without("PassThru"), /lacks -PassThru: it is used/],
    ];
    for (const [signature, fault] of faults) should(faultsOf(signature, published, ["PassThru"])).matchAny(fault);
  });

  it("is what the stand-ins of WMI give", async () => {
    const wanted = Object.entries(namespaces).flatMap(([namespace, classes]) =>
      Object.keys(classes).map((name) => `@('${namespace}', '${name}')`),
    );
    const seen = await stage.shell.script(`
      $null = Get-Date
      foreach ($one in ${wanted.filter((one) => !one.includes("ccm")).join(", ")}) {
        foreach ($name in @(Get-WmiObject -Namespace $one[0] -Class $one[1] | ForEach-Object { $_.PSObject.Properties } | ForEach-Object { $_.Name } | Sort-Object -Unique)) {
          @{ namespace = $one[0]; class = $one[1]; name = $name }
        }
      }`);
    // Of the object itself, and of PowerShell.
    const besides = ["Scope", "Properties", "__CLASS", "__NAMESPACE"];
    const rows = seen as unknown as readonly Readonly<Record<"namespace" | "class" | "name", string>>[];
    should(new Set(rows.map((row) => row.class)).size).be.aboveOrEqual(6);
    const unknown = rows.filter(
      (row) => !besides.includes(row.name) && namespaces[row.namespace]?.[row.class]?.properties[row.name] === undefined,
    );
    should(unknown).eql([]);
  });

  it("is all that the module asks for", () => {
    should(ofModule.calls.length).be.aboveOrEqual(120);
    should([...new Set(ofModule.reads.flatMap(({ kinds }) => kinds))]).containDeep([
      "type:Node",
      "type:ServiceController",
      "type:EventLogRecord",
      "type:MaintenanceWindow",
      "type:Process",
      "type:Signature",
      "wmi:MicrosoftNLB_Node",
      "wmi:MicrosoftNLB_NodeSetting",
      "wmi:Win32_Service",
      "wmi:Win32_QuickFixEngineering",
      "com:IUpdateSearcher",
      "com:IUpdate",
      "com:IUpdateInstallationResult",
      "com:TaskFolder",
      "com:Principal",
      "type:MonitoringObject",
      "wmi:MicrosoftNLB_PortRuleEx",
      "out:DetermineIfRebootPending",
    ]);
    should(faultsIn(ofModule, known)).eql([]);
  });

  const wmi = "function Get-RUInstance { param($Class, $Namespace, $Filter) Get-WmiObject -Class $Class }\n";
  const bad: readonly (readonly [what: string, text: string, fault: RegExp])[] = [
    ["a parameter that is not there", "Get-NlbClusterNode -ComputerName x", /there is no -ComputerName/],
    [
      "values in another order",
      "param($Entry, $EndTime, $Reason, $Comment) Set-SCOMMaintenanceMode $Entry $EndTime $Reason $Comment",
      /\$Reason is taken for -Comment/,
    ],
    ["parameters of two sets", "Start-NlbClusterNode -InputObject $a -HostName x", /no set of parameters takes/],
    ["too little", "Set-NlbClusterNode -HostName x -InitialHostState Started", /no set of parameters takes/],
    ["too many values", "Get-Service a b", /no set of parameters takes/],
    ["what came later", "Get-Acl -LiteralPath x", /-LiteralPath came with PowerShell 3/],
    ["what came later, of every PowerShell", "Get-ChildItem x -File", /-File came with PowerShell 3/],
    ["a wrong name in a table", "$t = @{ HostNames = 'x' }; Stop-NlbClusterNode @t", /there is no -HostNames/],
    ["a table from nowhere", "param($T) Stop-NlbClusterNode @T", /what @T holds cannot be followed/],
    ["a cmdlet that is not written down", "Get-NlbClusterVip", /nothing is written down about Get-NlbClusterVip/],
    ["a newer cmdlet without the older", "Get-CimInstance -ClassName x", /and not where Get-WmiObject is/],
    ["a property that is not there", "(Get-Service -Name x).Statuss", /ServiceController has no Statuss/],
    ["one of a variable", "$a = @(Get-WinEvent -LogName System)[0]; $a.RecordID2", /EventLogRecord has no RecordID2/],
    [
      "one of what another function gives",
      "(Get-RUOther).StartMod\n}\nfunction Get-RUOther { Get-RUInstance -Class Win32_Service",
      /Win32_Service has no StartMod/,
    ],
    [
      "one in a pipeline",
      "Get-RUInstance -Class Win32_Service | Where-Object { $_.Nam } | ForEach-Object { $_.Name }",
      /Win32_Service has no Nam/,
    ],
    [
      "one that is handed over",
      "Get-RUOther -Of (Get-Service)\n}\nfunction Get-RUOther { param($Of) foreach ($one in $Of) { $one.Kind }",
      /ServiceController has no Kind/,
    ],
    ["a property in a filter", "Get-RUInstance -Class Win32_LogicalDisk -Filter \"Device='C:'\"", /Win32_LogicalDisk has no Device/],
    ["a class that is not there", "Get-RUInstance -Class Win32_Servce", /there is no Win32_Servce in root.cimv2/],
    ["a class of another namespace", "Get-RUInstance -Class MicrosoftNLB_Node", /there is no MicrosoftNLB_Node in root.cimv2/],
    [
      "a method that is not there",
      "Invoke-RUInstanceMethod -Instance (Get-RUInstance -Namespace root\\MicrosoftNLB -Class MicrosoftNLB_Node) -Method Drainstopp",
      /has no Drainstopp to be called/,
    ],
    [
      "a method of the other class, by an object of its own",
      "$t = @{ Kind = 'x' }; $t.Own = @(Get-RUInstance -Namespace root\\MicrosoftNLB -Class MicrosoftNLB_NodeSetting)[0]; $o = New-Object PSObject -Property $t; Invoke-RUInstanceMethod -Instance $o.Own -Method DrainStop",
      /MicrosoftNLB_NodeSetting has no DrainStop to be called/,
    ],
    [
      "a method of what a method gives",
      "@(Get-SCOMClassInstance -DisplayName x)[0].GetRelatedMonitoringObjects('Recursive') | ForEach-Object { $_.EndMaintenanceMode() }",
      /MonitoringObject has no EndMaintenanceMode to be called/,
    ],
    [
      "one of an object of COM in a collection",
      "$s = New-Object -ComObject Schedule.Service; foreach ($one in $s.GetFolder('x').GetTasks(1)) { $one.Definition.Principal.Logon }",
      /Principal has no Logon to be read/,
    ],
    [
      "a property that may not be written",
      "Set-RUInstance -Instance (Get-RUInstance -Namespace root\\MicrosoftNLB -Class MicrosoftNLB_NodeSetting) -Property @{ HostPriority = 1 }",
      /has no HostPriority to be written/,
    ],
    [
      "a member of an object of COM",
      "(New-Object -ComObject Microsoft.Update.Session).CreateUpdateSercher()",
      /IUpdateSession has no CreateUpdateSercher/,
    ],
    [
      "one of what it gives",
      "$s = New-Object -ComObject Microsoft.Update.Session; $s.CreateUpdateSearcher().Search('').Update",
      /ISearchResult has no Update/,
    ],
    ["an object of COM that is not written down", "New-Object -ComObject WScript.Shell", /nothing is written down about WScript.Shell/],
  ];

  it("would not let the module pass with what is otherwise", async () => {
    const others =
      "function Invoke-RUInstanceMethod { param($Instance, $Class, $Method) }\nfunction Set-RUInstance { param($Instance, $Property) }\n";
    const missed: string[] = [];
    for (const [index, [, text]] of bad.entries()) {
      const file = join(folder, `${index}.ps1`);
      writeFileSync(file, `${wmi}${others}function Get-RUOne { ${text} }\n`);
    }
    const results = await askedApart(bad.map((_, index) => join(folder, `${index}.ps1`)));
    for (const [index, [what, , fault]] of bad.entries()) {
      const faults = faultsIn(results[index] as Asked, known);
      if (!faults.some((one) => fault.test(one))) missed.push(`${what}: ${faults.join("; ")}`);
    }
    should(missed).eql([]);
  });
});
