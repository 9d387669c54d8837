import "should";
import { needsPowerShell } from "../../../shared/powershell";
import { strict } from "../../windows/world/subjects/scom";
import { MemberShell, refusal, Stage } from "../member";

type Maintenance = {
  on: boolean;
  inEffect: boolean;
  endsAt: string | null;
  reason: string | null;
  comment: string | null;
  partsOn: number;
  partsOff: number;
  clock: string;
};

describe("SCOM's maintenance mode", function () {
  this.timeout(30_000);
  let stage: Stage;
  let server: MemberShell;
  before(needsPowerShell);
  before(async () => {
    stage = await Stage.open({ faults: [{ name: "scom-refuses", member: "CAS2" }] });
    server = new MemberShell("SCOM1", stage.windows.environment(stage.windows.monitoring));
  });
  after(async () => {
    server?.close();
    await stage?.close();
  });

  const call = (name: string, parameters: Record<string, string | number> = {}, computer = "CAS1") =>
    server.call(name, { Computer: computer, ...parameters });
  const look = async (computer = "CAS1") => (await call("Get-RUMaintenance", {}, computer))[0] as unknown as Maintenance;
  const begin = (minutes: number, computer = "CAS1") =>
    call("Start-RUMaintenance", { Minutes: minutes, Reason: "PlannedApplicationMaintenance", Comment: 'it\'s "a" test' }, computer);
  const lasts = ({ endsAt, clock }: Maintenance) => (Date.parse(endsAt ?? "") - Date.parse(clock)) / 60_000;

  it("is off at first", async () => {
    const { clock, ...rest } = await look();
    rest.should.eql({ on: false, inEffect: false, endsAt: null, reason: null, comment: null, partsOn: 0, partsOff: 3 });
    clock.should.equal("2026-01-10T22:00:00.000Z");
  });

  it("begins, and is in effect when five minutes have passed", async () => {
    (await begin(60)).should.eql([]);
    const now = await look();
    now.should.have.properties({ on: true, inEffect: false, reason: "PlannedApplicationMaintenance", comment: 'it\'s "a" test' });
    lasts(now).should.equal(60);
    stage.wait(299);
    (await look()).inEffect.should.be.false();
    stage.wait(1);
    (await look()).inEffect.should.be.true();
    stage.world.scom.quiet(stage.resident.machine).should.be.true();
  });

  it("keeps its window when it is begun again", async () => {
    await begin(600);
    lasts(await look()).should.equal(55);
  });

  it("is extended, but never shortened by that", async () => {
    await call("Add-RUMaintenanceTime", { Minutes: 120 });
    lasts(await look()).should.equal(120);
    await call("Add-RUMaintenanceTime", { Minutes: 10 });
    const now = await look();
    lasts(now).should.equal(120);
    now.should.have.properties({ reason: "PlannedApplicationMaintenance", comment: 'it\'s "a" test' });
  });

  it("gets a former end back", async () => {
    await call("Set-RUMaintenanceEnd", { EndsAt: "2026-01-10T23:15:00.000Z" });
    (await look()).endsAt?.should.equal("2026-01-10T23:15:00.000Z");
  });

  it("ends when it is told to, and stays so", async () => {
    await call("Stop-RUMaintenance");
    (await look()).on.should.be.false();
    await call("Stop-RUMaintenance");
  });

  it("ends with an end that has passed", async () => {
    await begin(60);
    await call("Set-RUMaintenanceEnd", { EndsAt: "2026-01-10T22:01:00.000Z" });
    (await look()).on.should.be.false();
  });

  it("may last five minutes, which are the least", async () => {
    await begin(5);
    lasts(await look()).should.equal(5.5);
    await call("Stop-RUMaintenance");
  });

  it("is taken down in the truth by the names of the operations", () => {
    const done = stage.windows.truth().operations.map(({ op }) => op);
    done.should.eql(["scom.begin", "scom.extend", "scom.setEnd", "scom.end", "scom.begin", "scom.end", "scom.begin", "scom.end"]);
  });

  it("is made longer though it was begun without a comment", async () => {
    await call("Start-RUMaintenance", { Minutes: 60, Reason: "PlannedApplicationMaintenance", Comment: "-" });
    // As somebody else may have begun it.
    await server.script(`$null = Get-SCOMManagementGroupConnection
      $global:realEntry = (Get-Command Get-SCOMMaintenanceMode).ScriptBlock
      function global:Get-SCOMMaintenanceMode { [CmdletBinding()] param($Instance) & $global:realEntry -Instance $Instance | ForEach-Object { $_.Comments = ''; $_ } }`);
    await call("Add-RUMaintenanceTime", { Minutes: 120 });
    lasts(await look()).should.equal(120);
    await server.script("Remove-Item function:global:Get-SCOMMaintenanceMode");
  });

  it("is nobody's where several computers have the name, which are named, and where none has it", async () => {
    const other = new MemberShell("SCOM1", stage.windows.environment(stage.windows.monitoring));
    const asked = (name: string) => refusal(other.call("Get-RUMaintenance", { Computer: name }));
    try {
      await other.script(`$null = Get-SCOMManagementGroupConnection
        $global:known = @('CAS1.contoso.com', 'CAS1.example.com')
        function global:Get-SCOMClassInstance {
          [CmdletBinding()] param([string[]]$DisplayName)
          foreach ($name in $global:known) {
            if (@($DisplayName | Where-Object { $name -like $_ }).Length -eq 0) { continue }
            New-Object PSObject -Property @{ DisplayName = $name; FullName = "Microsoft.Windows.Computer:$name" }
          }
        }`);
      const several = await asked("CAS1");
      several.should.have.properties({ id: "scom-unknown-computer", category: "InvalidArgument" });
      several.message.should.match(/CAS1\.contoso\.com, CAS1\.example\.com/);
      (await asked("CAS1.contoso.net")).category.should.equal("ObjectNotFound");
    } finally {
      other.close();
    }
  });

  it("is refused where the account may not", async () => {
    const no = await refusal(begin(60, "CAS2"));
    no.id.should.equal("scom-refused");
    no.category.should.equal("PermissionDenied");
  });

  it("ends after five minutes where SCOM lets none be shorter, and at once when it is older", async () => {
    strict.add(stage.world);
    try {
      await begin(60);
      const began = Date.parse((await look()).clock);
      stage.wait(30);
      for (const [name, more] of [
        ["Stop-RUMaintenance", {}],
        ["Set-RUMaintenanceEnd", { EndsAt: "2026-01-10T22:01:00.000Z" }],
      ] as const) {
        await call(name, more);
        const now = await look();
        now.on.should.be.true();
        (Date.parse(now.endsAt ?? "") - began).should.equal(301_000);
      }
      stage.wait(271);
      (await look()).on.should.be.false();
      await begin(60);
      stage.wait(300);
      await call("Stop-RUMaintenance");
      (await look()).on.should.be.false();
    } finally {
      strict.delete(stage.world);
    }
  });

  it("cannot be extended where there is none", async () => {
    (await refusal(call("Add-RUMaintenanceTime", { Minutes: 30 }))).id.should.equal("scom-not-in-maintenance");
    (await refusal(call("Set-RUMaintenanceEnd", { EndsAt: "2031-01-01T00:00:00.000Z" }))).id.should.equal("scom-not-in-maintenance");
  });

  it("is of a computer by its full name too, and of none that SCOM does not know", async () => {
    (await look("cas3.contoso.com")).on.should.be.false();
    for (const name of ["CAS9", "CAS3.fabrikam.com", "CAS"]) (await refusal(look(name))).id.should.equal("scom-unknown-computer");
  });

  it("is fenced by computer", async () => {
    await call("Stop-RUMaintenance", { Fence: 5 }, "CAS3");
    (await refusal(call("Stop-RUMaintenance", { Fence: 4 }, "CAS3"))).id.should.equal("fenced");
    await call("Stop-RUMaintenance", { Fence: 4 }, "CAS1");
  });

  it("cannot be asked for where the module of SCOM is missing", async () => {
    const no = await refusal(stage.shell.call("Get-RUMaintenance", { Computer: "CAS1" }));
    no.id.should.equal("missing-module");
    String(no.hint).should.equal("Name a management server of SCOM 2012 or newer.");
  });

  it("says by its id that SCOM refused another end", async () => {
    await begin(60);
    const ends = (what: string) =>
      server.script(
        `$null = Get-SCOMManagementGroupConnection; & (Get-Module OperationsManager) { function script:Set-ObjectEnd { ${what} } }`,
      );
    await ends("throw 'Zugriff verweigert'");
    for (const [name, more] of [
      ["Stop-RUMaintenance", {}],
      ["Add-RUMaintenanceTime", { Minutes: 90 }],
    ] as const) {
      const no = await refusal(call(name, more));
      no.should.have.properties({ id: "scom-refused", category: "PermissionDenied" });
      no.message.should.match(/Zugriff verweigert/);
    }
    await ends("$global:sets++; throw (New-Object System.TimeoutException 'late')");
    (await refusal(call("Stop-RUMaintenance"))).id.should.not.equal("scom-refused");
    (await server.script("$global:sets")).should.eql([1]);
  });

  it("does not say that SCOM refused what it may have done: an answer that did not come tells nothing", async () => {
    await server.script("function global:Start-SCOMMaintenanceMode { throw (New-Object System.TimeoutException 'late') }");
    (await refusal(begin(60, "CAS3"))).id.should.not.equal("scom-refused");
  });
});
