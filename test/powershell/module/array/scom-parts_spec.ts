import should from "should";
import { needsPowerShell } from "../../../shared/powershell";
import { handedOut } from "../../windows/world/subjects/scom";
import { MemberShell, Stage } from "../member";

const DISK = "cas1.contoso.com|Microsoft.Windows.LogicalDisk";
const COMPUTER = "cas1.contoso.com";

/** In SCOM each object has a window of its own; the cmdlet that changes one changes no other. */
describe("SCOM's maintenance mode of what a computer contains", function () {
  this.timeout(30_000);
  let stage: Stage;
  let server: MemberShell;
  before(needsPowerShell);
  beforeEach(async () => {
    stage = await Stage.open();
    server = new MemberShell("SCOM1", stage.windows.environment(stage.windows.monitoring));
    await server.script("Import-Module OperationsManager -Global; New-SCOMManagementGroupConnection -ComputerName localhost");
  });
  afterEach(async () => {
    server.close();
    await stage.close();
  });

  const call = (name: string, parameters: Record<string, string | number> = {}) => server.call(name, { Computer: "CAS1", ...parameters });
  const begin = (minutes: number) => call("Start-RUMaintenance", { Minutes: minutes, Reason: "PlannedOther", Comment: "the run" });
  const parts = async () => {
    const [now] = await call("Get-RUMaintenance");
    return [now?.["on"], now?.["partsOn"], now?.["partsOff"]];
  };
  /** In how many minutes the window of an object ends; null while it is in none. */
  const lasts = async (id: string): Promise<number | null> => {
    const [end] = await server.script(`$w = Invoke-World 'scom.window' @{ id = '${id}' }
      if ($w) { [Math]::Round(($w.end.ToUniversalTime() - (Get-Date).ToUniversalTime()).TotalMinutes) }`);
    return end === undefined ? null : Number(end);
  };
  const somebodyBegins = (minutes: number) =>
    server.script(`$null = Invoke-World 'scom.startPart' @{ id = '${DISK}'; minutes = ${minutes}; comment = 'a new disk' }`);

  it("begins, is extended, gets its former end back and ends with that of the computer", async () => {
    should(await parts()).eql([false, 0, 3]);
    await begin(60);
    should(await parts()).eql([true, 3, 0]);
    await call("Add-RUMaintenanceTime", { Minutes: 120 });
    should([await lasts(COMPUTER), await lasts(DISK)]).eql([120, 120]);
    await call("Set-RUMaintenanceEnd", { EndsAt: "2026-01-10T23:00:00.000Z" });
    should([await lasts(COMPUTER), await lasts(DISK)]).eql([60, 60]);
    await call("Stop-RUMaintenance");
    should(await parts()).eql([false, 0, 3]);
  });

  it("is told where the cmdlet has moved the computer alone, and is put right by the next call", async () => {
    const set = (end: string) =>
      server.script(`$null = Get-SCOMClassInstance -DisplayName '${COMPUTER}' | Where-Object { $_.InMaintenanceMode } | Select-Object -First 1 |
        Get-SCOMMaintenanceMode | Set-SCOMMaintenanceMode -EndTime (Get-Date).ToUniversalTime().AddMinutes(${end}) -Comment x`);
    await begin(60);
    await set("240");
    should([await lasts(COMPUTER), await lasts(DISK)]).eql([240, 60]);
    await call("Add-RUMaintenanceTime", { Minutes: 90 });
    should([await lasts(COMPUTER), await lasts(DISK)]).eql([240, 240]);
    await set("0");
    should(await parts()).eql([false, 3, 0]);
    await call("Stop-RUMaintenance");
    should(await parts()).eql([false, 0, 3]);
  });

  it("stays as it was found where somebody else had begun it for a part", async () => {
    await somebodyBegins(600);
    should(await parts()).eql([false, 1, 2]);
    await call("Stop-RUMaintenance");
    should(await parts()).eql([false, 1, 2]);
    stage.wait(120);
    await begin(60);
    await call("Add-RUMaintenanceTime", { Minutes: 120 });
    should([await lasts(COMPUTER), await lasts(DISK)]).eql([120, 598]);
    await call("Set-RUMaintenanceEnd", { EndsAt: "2026-01-10T22:30:00.000Z" });
    should([await lasts(COMPUTER), await lasts(DISK)]).eql([28, 598]);
    await call("Stop-RUMaintenance");
    should(await parts()).eql([false, 1, 2]);
    should(await lasts(DISK)).equal(598);
  });

  it("ends for all but the object that SCOM refuses, which is said", async () => {
    await somebodyBegins(600);
    await begin(60);
    await server.script(`& (Get-Module OperationsManager) {
      $script:realEnd = \${function:Set-ObjectEnd}
      function script:Set-ObjectEnd { if ($args[0] -like '*OperatingSystem') { throw 'Zugriff verweigert' }; & $script:realEnd @args } }`);
    await should(call("Stop-RUMaintenance")).be.rejectedWith({ id: "scom-refused" });
    should(await parts()).eql([false, 2, 1]);
  });

  it("is looked at without listing the computers of the whole management group", async () => {
    for (const name of ["Get-RUMaintenance", "Stop-RUMaintenance"]) {
      const before = handedOut.get(stage.world) ?? 0;
      await call(name);
      // The computer, its agent, and its three parts.
      should((handedOut.get(stage.world) ?? 0) - before).equal(5);
    }
  });
});
