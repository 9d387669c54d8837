import should from "should";
import { packages } from "../../../../lib/adapters/lab/machine/packages";
import type { ResultOf } from "../../../../lib/server/catalogue";
import { needsPowerShell } from "../../../shared/powershell";
import { refusal, Stage } from "../member";

describe("What is installed on a member", function () {
  this.timeout(30_000);
  let stage: Stage;
  before(needsPowerShell);
  afterEach(() => stage?.close());
  const installed = async () => (await stage.shell.invoke("update.installed")) as ResultOf<"update.installed">;

  it("is Exchange with the build of its setup program, without padding", async () => {
    stage = await Stage.open();
    (await installed()).should.eql({ product: "Microsoft Exchange Server 2010", build: "14.3.123.4", updates: [] });
  });

  it("is the Subscription Edition from build 15.2.2562 on, and 2019 before", async () => {
    stage = await Stage.open();
    for (const [build, product] of [
      ["15.2.1748.10", "Microsoft Exchange Server 2019"],
      ["15.2.2562.17", "Microsoft Exchange Server Subscription Edition"],
    ] as const) {
      stage.resident.machine.software.build = build;
      (await installed()).should.match({ product, build });
    }
  });

  it("has patches of Windows Installer and updates of Windows", async () => {
    stage = await Stage.open();
    const { machine } = stage.resident;
    const at = "2026-01-09T12:00:00.000Z";
    machine.software.build = packages.rollup6.build;
    machine.software.updates.push(
      { name: packages.rollup6.title, kb: packages.rollup6.kb, installedAt: at },
      { name: "Security Update for Windows (KB4012212)", kb: "KB4012212", installedAt: at },
    );
    const { build, updates } = await installed();
    should(build).equal(packages.rollup6.build);
    (updates ?? [])
      .map(({ name, kb }) => ({ name, kb }))
      .should.eql([
        { name: packages.rollup6.title, kb: packages.rollup6.kb },
        { name: "Security Update (KB4012212)", kb: "KB4012212" },
      ]);
    // A day is all that Windows keeps, of the server's own time.
    for (const { installedAt } of updates ?? [])
      Math.abs(Date.parse(installedAt ?? "") - Date.parse("2026-01-09T00:00:00Z")).should.be.belowOrEqual(14 * 3_600_000);
  });

  for (const [way, script] of Object.entries({
    "WMI of Windows PowerShell": "",
    "CIM, as PowerShell 7": "& (Get-Module RollingUpdate) { function script:Get-Command { } }",
  }))
    it(`has the days of its updates whatever the country, and without a day those that say none, by ${way}`, async () => {
      stage = await Stage.open({ role: "web-farm" });
      if (script !== "") await stage.shell.script(script);
      const days = ["2014-03-05T12:00:00Z", "2013-12-31T12:00:00Z", null];
      stage.resident.machine.software.updates.push(
        ...days.map((installedAt, n) => ({ name: `Security Update for Windows (KB${n})`, kb: `KB${n}`, installedAt })),
      );
      const { updates } = await installed();
      const local = (year: number, month: number, day: number) => new Date(year, month - 1, day).toISOString();
      (updates ?? []).map(({ installedAt }) => installedAt).should.eql([local(2014, 3, 5), local(2013, 12, 31), null]);
    });

  it("has all its updates though the day of one cannot be read, and reads the days of Server 2008", async () => {
    stage = await Stage.open({ role: "web-farm" });
    const fileTime = ((BigInt(Date.UTC(2014, 2, 5, 12)) + 11_644_473_600_000n) * 10_000n).toString(16).padStart(16, "0");
    await stage.shell.script(`$null = Get-WmiObject Win32_OperatingSystem
      function global:Get-WmiObject { param($Class, $Namespace, $Filter)
        New-Object PSObject -Property @{ HotFixID = 'KB1'; Description = 'Update' }
        foreach ($text in '${fileTime}', '20140305', 'odd') {
          $fix = & (Get-Module StandInWindows) { [ManagementObject]::new(@{ InstalledOn = @{ Value = $args[0] } }, $true) } $text
          $fix | Add-Member NoteProperty HotFixID KB2 -PassThru } }`);
    const { updates } = await installed();
    (updates ?? [])
      .map(({ kb, installedAt }) => [kb, installedAt])
      .should.eql([
        ["KB1", null],
        ["KB2", "2014-03-05T12:00:00.000Z"],
        ["KB2", new Date(2014, 2, 5).toISOString()],
        ["KB2", null],
      ]);
  });

  it("has its build also where WMI is disabled, and then its updates are not known", async () => {
    stage = await Stage.open();
    stage.happen(() => stage.resident.machine.services.hold((name) => name === "Winmgmt"));
    (await installed()).should.eql({ product: "Microsoft Exchange Server 2010", build: "14.3.123.4", updates: null });
  });

  describe("and what Windows Installer has kept of it", () => {
    const missing = async () =>
      ((await stage.shell.invoke("update.installerCache")) as ResultOf<"update.installerCache">).missing.map(({ name, file }) => [
        name,
        file,
      ]);
    const { title: name, kb } = packages.rollup6;
    const file = "C:\\Windows\\Installer\\2936871.msp";

    it("is whole, with its patches", async () => {
      stage = await Stage.open();
      const { machine } = stage.resident;
      machine.software.updates.push({ name, kb, installedAt: null });
      machine.keep({ name, file });
      should(await missing()).eql([]);
    });

    it("is named where it is gone, and where nobody knows its place", async () => {
      stage = await Stage.open({ found: { CAS1: { installerCacheLost: true } } });
      const { machine } = stage.resident;
      machine.software.updates.push({ name, kb, installedAt: null }, { name: "Rollup 7 (KB2961522)", kb: "KB2961522", installedAt: null });
      machine.keep({ name, file }, false);
      should(await missing()).eql([
        ["Microsoft Exchange Server 2010", "C:\\Windows\\Installer\\1f83c2d.msi"],
        [name, file],
        ["Rollup 7 (KB2961522)", null],
      ]);
    });

    it("is not known where Windows Installer has no entry of Exchange, and nothing where there is no Exchange", async () => {
      stage = await Stage.open();
      await stage.shell.script("& (Get-Module RollingUpdate) { function script:Get-RUProductCode { 'FFFF' } }");
      should((await refusal(missing())).id).equal("product-unknown");
      await stage.close();
      stage = await Stage.open({ role: "web-farm" });
      should(await missing()).eql([]);
    });
  });

  it("has patches of other products, and programs that are named after an article, each once", async () => {
    stage = await Stage.open({ role: "web-farm" });
    await stage.shell.script(`& (Get-Module RollingUpdate) {
      $script:Keys = @{
        'Installer\\UserData\\S-1-5-18\\Products' = 'SQL'
        'SQL\\Patches' = 'A'
        'SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Uninstall' = 'B', 'C', 'D'
        'Wow6432Node\\Microsoft\\Windows\\CurrentVersion\\Uninstall' = 'E'
      }
      $script:Values = @{
        A = @{ DisplayName = 'GDR 6260 for SQL Server 2012 (KB4057115)'; Installed = '20180301' }
        B = @{ DisplayName = 'GDR 6260 for SQL Server 2012 (KB4057115) (64-bit)'; InstallDate = '20180301' }
        C = @{ DisplayName = 'A program' }
        D = @{ DisplayName = 'Security Update for Microsoft .NET Framework 4.5.2 (KB2972216)'; InstallDate = 'odd' }
        E = @{ DisplayName = 'Update for a program (KB3039779)' }
      }
      function script:Get-RURegistryChild { param($Path)
        foreach ($key in $script:Keys.Keys) { if ($Path.Replace('/', '\\') -like "*$key") { return $script:Keys[$key] | ForEach-Object { "$Path\\$_" } } } }
      function script:Get-RURegistryValue { param($Path, $Name)
        $values = $script:Values[($Path -split '[\\\\/]')[-1]]
        if ($values) { $values[$Name] } }
    }`);
    const { updates } = await installed();
    (updates ?? [])
      .map(({ kb, installedAt }) => [kb, installedAt])
      .should.eql([
        ["KB4057115", new Date(2018, 2, 1).toISOString()],
        ["KB2972216", null],
        ["KB3039779", null],
      ]);
  });

  describe("and what the Windows Update Agent has done with it", () => {
    const history = async (...kbs: string[]) =>
      ((await stage.shell.invoke("update.history", { kbs })) as ResultOf<"update.history">).entries;
    const agent = (count: string, more = "") =>
      stage.shell.script(`& (Get-Module RollingUpdate) { function script:New-Object { 
        param([Parameter(Position = 0)]$TypeName, [Parameter(Position = 1)]$ArgumentList, $ComObject, $Property)
        if (-not $ComObject) { return Microsoft.PowerShell.Utility\\New-Object @PSBoundParameters }
        ${more}
        $searcher = Microsoft.PowerShell.Utility\\New-Object PSObject
        $searcher | Add-Member ScriptMethod GetTotalHistoryCount { ${count} }
        $searcher | Add-Member ScriptMethod QueryHistory { param($First, $Count)
          $n = 0
          foreach ($pair in @(@(1, 4), @(2, 2), @(1, 2), @(1, 3), @(1, 1))) {
            $n++
            Microsoft.PowerShell.Utility\\New-Object PSObject -Property @{
              Title = "Tool (KB$(890829 + [Math]::Min($n, 2)))"; Operation = $pair[0]; ResultCode = $pair[1]; Date = [DateTime]"2031-06-0$($n)T20:00:00" } } }
        Microsoft.PowerShell.Utility\\New-Object PSObject | Add-Member ScriptMethod CreateUpdateSearcher { $searcher }.GetNewClosure() -PassThru
      } }`);

    it("is told by number, with what failed and what was removed, by UTC", async () => {
      stage = await Stage.open();
      await agent("5");
      (await history("KB890830")).should.match([
        { name: "Tool (KB890830)", kb: "KB890830", at: "2031-06-01T20:00:00.000Z", operation: "installation", result: "failed" },
      ]);
      (await history("890831"))
        .map(({ operation, result }) => [operation, result])
        .should.eql([
          ["uninstallation", "succeeded"],
          ["installation", "succeeded"],
          ["installation", "failed"],
          ["installation", "unfinished"],
        ]);
      (await history("KB89083")).should.eql([]);
    });

    it("is empty where it has done nothing, and not known where it does not tell", async () => {
      stage = await Stage.open();
      await agent("0");
      (await history("KB890830")).should.eql([]);
      await agent("5", "throw 'Access is denied.'");
      (await refusal(history("KB890830"))).should.match({ id: "update-history-unread" });
    });
  });

  describe("and the roles whose setup has not come to its end", () => {
    const roles = async () => ((await stage.shell.invoke("update.unfinishedSetup")) as ResultOf<"update.unfinishedSetup">).roles;

    it("are named with what setup was doing", async () => {
      const unfinishedSetup = [
        { role: "MailboxRole", action: "Install" },
        { role: "UnifiedMessagingRole", action: null },
      ];
      stage = await Stage.open({ found: { CAS1: { unfinishedSetup } } });
      should(await roles()).eql(unfinishedSetup);
    });

    it("are none where setup has come to its end, or there is no Exchange", async () => {
      stage = await Stage.open();
      should(await roles()).eql([]);
      await stage.close();
      stage = await Stage.open({ role: "web-farm" });
      should(await roles()).eql([]);
    });
  });

  it("is nothing that is known where there is no Exchange", async () => {
    stage = await Stage.open({ role: "web-farm" });
    (await installed()).should.eql({ product: null, build: null, updates: [] });
  });
});
