import should from "should";
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { packages } from "../../../lib/adapters/lab/machine/packages";
import type { PowerShellSettings, WinRmSettings } from "../../../lib/adapters/powershell/settings";
import { Hosts } from "../../../lib/adapters/powershell/shell";
import { Shells } from "../../../lib/adapters/powershell/shells";
import { callerModule, serverModule, targetOf } from "../../../lib/adapters/powershell/target";
import { needsPowerShell, thePowerShell } from "../../shared/powershell";
import { WindowsWorld } from "../windows/world/server";
import { lookForSecret, plantedPassword } from "./look-for-secret";

const PASSWORD = plantedPassword();
const SETUP = "CONTOSO\\svc-setup";
const caller = join(__dirname, "caller-with-wsman", "caller-with-wsman.psm1");

const winrm = (differently: Partial<WinRmSettings> = {}): PowerShellSettings => ({
  kind: "winrm",
  executable: thePowerShell(),
  winrm: {
    authentication: "Kerberos",
    useSsl: false,
    port: null,
    endpoint: null,
    monitoringEndpoint: null,
    certificateThumbprint: null,
    credential: null,
    ...differently,
  },
});

/** There is no WSMan on Linux: the cmdlet that opens sessions is a stand-in here with its published parameters, all else is real. */
describe("A connection by WinRM", function () {
  this.timeout(60_000);
  let windows: WindowsWorld;
  let folder: string;
  const open: Shells[] = [];
  const printed: string[] = [];
  before(needsPowerShell);
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "rolling-update-winrm-"));
    const accounts = [{ name: SETUP, password: PASSWORD }];
    windows = await WindowsWorld.start({ array: "a", members: ["CAS1"], seed: 1, speed: 1, faults: [], accounts, pwsh: thePowerShell() });
  });
  // Each test has a PowerShell of its own, and twenty of them are too many for a computer.
  afterEach(async () => {
    await Promise.all(open.splice(0).map((shells) => shells.close()));
  });
  after(async () => {
    await windows?.stop();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  const record = (): string => join(folder, "session.json");
  const shellsFor = (
    settings: PowerShellSettings,
    address = "cas1.contoso.com",
    expect = "CAS1",
    more: Record<string, string> = {},
  ): Shells => {
    const env = {
      ...more,
      ...windows.environment("CAS1"),
      REAL_CALLER: callerModule,
      SERVER_MODULE: join(serverModule, "RollingUpdate.psd1"),
      SESSION_RECORD: record(),
    };
    const hosts = new Hosts({ executable: settings.executable, caller, env, onText: (line) => printed.push(line) });
    const shells = new Shells(targetOf(settings, "member", { address, expect }), () => hosts.shell(address));
    open.push(shells);
    return shells;
  };
  const ask = async (shells: Shells) =>
    (await shells.call({ type: "call", function: "Get-RUSystem", parameters: {} }, { limitMs: 40_000 })).frame;
  const given = (): Record<string, unknown> => JSON.parse(readFileSync(record(), "utf8")) as Record<string, unknown>;

  it("opens a session to the member's own address as the account of Node-RED, and sends the functions into it", async () => {
    const frame = await ask(shellsFor(winrm()));
    frame.should.have.property("ok", true);
    given().should.containEql({ ComputerName: "cas1.contoso.com", Authentication: "Kerberos", openTimeout: 20 });
    given().should.not.have.properties("Port", "UseSSL", "ConfigurationName", "Credential");
  });

  it("goes to a JEA endpoint by its name, where nothing but commands and parameters is taken", async () => {
    const frame = await ask(shellsFor(winrm({ endpoint: "RollingUpdate", useSsl: true, port: 5987, authentication: "Negotiate" })));
    frame.should.have.property("ok", true);
    given().should.containEql({ ConfigurationName: "RollingUpdate", UseSSL: "True", Port: "5987", Authentication: "Negotiate" });
  });

  it("authenticates by certificate, without any password", async () => {
    await ask(
      shellsFor(
        winrm({
          authentication: "Certificate",
          certificateThumbprint: "ab12",
          useSsl: true,
          credential: { user: "u", password: PASSWORD },
        }),
      ),
    );
    given().should.containEql({ CertificateThumbprint: "ab12" });
    given().should.not.have.properties("Authentication", "Credential", "user");
  });

  it("refuses a server that calls itself otherwise than the member", async () => {
    const frame = await ask(shellsFor(winrm(), "array.contoso.com", "CAS2"));
    frame.should.containDeep({ ok: false, error: { stage: "session", id: "wrong-server" } });
    String((frame["error"] as { message: string }).message).should.equal("the server that answered calls itself CAS1, not CAS2");
  });

  it("takes the member for itself whose name NetBIOS has cut off, and no other that begins alike", async () => {
    const confirmed = (expect: string, computer: string): Promise<object> =>
      insideCaller(`
        function script:Invoke-RUFunction { @{ computer = '${computer}' } }
        $script:Target = @{ kind = 'winrm'; expect = '${expect}' }
        try { Confirm-RUComputer; 'true' } catch { 'false' }`);
    (await confirmed("exchange-cas-se", "exchange-cas-server-01")).should.equal(true);
    (await confirmed("EXCHANGE-CAS-SERVER-01", "exchange-cas-server-01.contoso.com")).should.equal(true);
    (await confirmed("exchange-cas-server-02", "exchange-cas-server-01")).should.equal(false);
    (await confirmed("CAS1", "CAS10")).should.equal(false);
  });

  it("says that no session was opened, so that nobody thinks that something was done", async () => {
    const frame = await ask(shellsFor(winrm(), "denied.contoso.com"));
    frame.should.containDeep({ ok: false, error: { stage: "session" } });
  });

  it("calls an answer lost that its transport or the server cut off, though the session seems open, and opens another one", async () => {
    const shells = shellsFor(winrm(), "torn.contoso.com");
    for (const name of ["Stop-RUByTransport", "Stop-RUByServer"]) {
      rmSync(record(), { force: true });
      const call = { type: "call", function: name, parameters: {} } as const;
      (await shells.call(call, { limitMs: 40_000 })).frame.should.containDeep({ ok: false, error: { stage: "lost" } });
      given().should.have.property("ComputerName", "torn.contoso.com");
    }
    (await ask(shells)).should.have.property("ok", true);
  });

  it("takes no answer for one that is good, with which an error came along", async () => {
    const call = { type: "call", function: "Write-RUError", parameters: {} } as const;
    const { frame } = await shellsFor(winrm(), "torn.contoso.com").call(call, { limitMs: 40_000 });
    frame.should.containDeep({ ok: false, error: { stage: "call", message: "nur zum Teil" } });
  });

  it("does not wait for the end of a session in which something hangs", async () => {
    const shells = shellsFor(winrm(), "sticky.contoso.com");
    const call = { type: "call", function: "Wait-RULong", parameters: {} } as const;
    (await ask(shells)).should.have.property("ok", true);
    await shells.call(call, { limitMs: 500 }).should.be.rejectedWith({ code: "timed-out", sent: true });
    (await ask(shells)).should.have.property("ok", true);
  });

  it("opens where an update has left WMI disabled, and is what mends it then", async () => {
    const { machine } = windows.world.resident("CAS1") ?? {};
    const status = () => machine?.services.list().find(({ name }) => name === "Winmgmt");
    for (const endpoint of [null, "RollingUpdate"]) {
      windows.world.timeline.happen(() => machine?.services.hold((name) => name === "Winmgmt"));
      const shells = shellsFor(winrm({ endpoint }));
      const call = async (name: string, parameters: Record<string, string> = {}) =>
        (await shells.call({ type: "call", function: name, parameters }, { limitMs: 40_000 })).frame;
      const listed = (await call("Get-RUService")) as unknown as { records: readonly Record<string, unknown>[] };
      listed.records.should.matchAny({ name: "Winmgmt", status: "stopped", startType: "disabled" });
      (await ask(shells)).should.containDeep({ ok: false, error: { stage: "call" } });
      (await call("Set-RUServiceStartType", { Name: "Winmgmt", StartType: "automatic" })).should.have.property("ok", true);
      (await call("Start-RUService", { Name: "Winmgmt" })).should.have.property("ok", true);
      status()?.should.match({ startType: "automatic", status: /^(starting|running)$/ });
      (await ask(shells)).should.have.property("ok", true);
    }
  });

  it("sends a file in parts of which a session of Windows Server 2008 R2 can hold several", async () => {
    const file = join(folder, "package.msp");
    writeFileSync(file, Buffer.alloc(2 * 1024 * 1024 + 5));
    const sizes = await insideCaller(`
      $script:Sizes = @()
      $script:Target = @{ kind = 'local'; confirmed = $true }
      function script:Invoke-RUFunction { param($Name, $Parameters) if ($Name -eq 'Add-RUFilePart') { $script:Sizes += $Parameters.Part.Bytes.Length } }
      Send-RUFile -From '${file}' -Parameters @{ To = 'x'; Sha256 = 'y' }
      ConvertTo-Json -Compress -InputObject $script:Sizes`);
    sizes.should.eql([1024 * 1024, 1024 * 1024, 5, 0]);
  });

  it("opens the session again before WinRM has counted a thousand commands in it", async () => {
    const file = join(folder, "large.msp");
    writeFileSync(file, "");
    truncateSync(file, 1000 * 1024 * 1024);
    const most = await insideCaller(`
      $script:Most = 0; $script:Taken = 0
      $script:Target = @{ kind = 'winrm' }
      function script:New-PSSession { [CmdletBinding()] param($ComputerName, $SessionOption, $Authentication) $script:Taken = 0
        New-Object PSObject -Property @{ State = 'Opened'; Availability = 'Available'; Runspace = $null } }
      function script:Send-RUModule { }
      function script:Confirm-RUComputer { }
      function script:Invoke-RUPipeline { $script:Taken++; $script:Most = [Math]::Max($script:Most, $script:Taken) }
      Confirm-RUSession
      Send-RUFile -From '${file}' -Parameters @{ To = 'x'; Sha256 = 'y' }
      ConvertTo-Json -Compress -InputObject @{ most = $script:Most }`);
    most.should.have.property("most").within(100, 950);
  });

  it("opens it again before that for questions too", async () => {
    const most = await insideCaller(`
      $script:Most = 0; $script:Taken = 0
      $script:Target = @{ kind = 'winrm' }
      function script:New-PSSession { [CmdletBinding()] param($ComputerName, $SessionOption, $Authentication) $script:Taken = 0
        New-Object PSObject -Property @{ State = 'Opened'; Availability = 'Available'; Runspace = $null } }
      function script:Send-RUModule { }
      function script:Confirm-RUComputer { }
      function script:Invoke-RUPipeline { $script:Taken++; $script:Most = [Math]::Max($script:Most, $script:Taken) }
      foreach ($n in 1..3000) { Confirm-RUSession; $null = Invoke-RUFunction -Name Get-RUSystem -Parameters @{} }
      ConvertTo-Json -Compress -InputObject @{ most = $script:Most }`);
    most.should.have.property("most").within(500, 950);
  });

  it("calls the answer lost where WinRM allows a session no more commands all the same, and goes on in another one", async () => {
    const shells = shellsFor(winrm(), "cas1.contoso.com", "CAS1", { QUOTA_OF_COMMANDS: "6" });
    const stages: unknown[] = [];
    for (let n = 0; n < 8; n++) {
      const frame = await ask(shells);
      stages.push(frame.ok ? "ok" : (frame["error"] as { stage: string }).stage);
    }
    stages.filter((stage) => stage !== "ok").should.eql(["lost"]);
  });

  it("says in WinRM's words that an account has as many sessions as it may, and not that anything was done", async () => {
    const hosts: Shells[] = [];
    const env = {
      ...windows.environment("CAS1"),
      REAL_CALLER: callerModule,
      SERVER_MODULE: join(serverModule, "RollingUpdate.psd1"),
      SESSION_RECORD: record(),
    };
    const host = new Hosts({ executable: thePowerShell(), caller, env, onText: () => undefined });
    for (let n = 0; n < 6; n++) {
      const shells = new Shells(targetOf(winrm(), "member", { address: "cas1.contoso.com", expect: "CAS1" }), () =>
        host.shell("cas1.contoso.com"),
      );
      hosts.push(shells);
      open.push(shells);
    }
    const answers = [];
    for (const shells of hosts) answers.push(await ask(shells));
    answers.map((frame) => frame.ok).should.eql([true, true, true, true, true, false]);
    answers[5]?.should.containDeep({ error: { stage: "session" } });
    JSON.stringify(answers[5]).should.match(/maximum number of 5 concurrent shells/);
    await hosts[0]?.close();
    // Its session is ended in the lane that had it, and nobody is told when: until then there are five, which is the only thing that may be said.
    let answer = await ask(hosts[5] as Shells);
    for (; !answer.ok; answer = await ask(hosts[5] as Shells)) JSON.stringify(answer).should.match(/maximum number of 5 concurrent shells/);
    answer.should.have.property("ok", true);
  });

  it("asks a server that cannot be reached once, not six times in a row: whether to ask again is not decided there", async () => {
    await ask(shellsFor(winrm()));
    given().should.have.property("retries", 0);
  });

  it("lets the server end a session soon that nobody is at the other end of: it may have five at most", async () => {
    await ask(shellsFor(winrm()));
    given().should.have.property("idleTimeout", 120);
  });

  it("takes the number of an error from what came through the session, not from what stands for it here", async () => {
    (await insideCaller(REMOTE_ERROR)).should.eql({ stage: "call", hresult: -2147023174 });
  });

  describe("with a password", () => {
    it("gives it to the session whole, and to nobody else: no command line, environment, output or history has it", async () => {
      const shells = shellsFor(winrm({ credential: { user: "CONTOSO\\svc-update", password: PASSWORD } }));
      const looking = lookForSecret(PASSWORD);
      await ask(shells);
      const seenIn = looking.stop();
      given()["user"]?.should.equal("CONTOSO\\svc-update");
      String(given()["password"]).should.equal(createHash("sha256").update(PASSWORD).digest("hex"));
      seenIn.should.eql([]);
      printed.filter((line) => line.includes("pl4nted")).should.eql([]);
      JSON.stringify(await ask(shells)).should.not.match(/pl4nted/);
    });

    for (const endpoint of [null, "RollingUpdate"])
      it(`of an account for setup gives it to the member's Task Scheduler alone${endpoint === null ? "" : ", through an endpoint too"}`, async () => {
        const shells = shellsFor(winrm({ endpoint }));
        const looking = lookForSecret(PASSWORD);
        const start = async (id: string, secret: string) => {
          const parameters = {
            Id: id,
            Kind: "setup",
            File: packages.servicePack3.file,
            Argument: ["/mode:Upgrade"],
            LimitMinutes: 180,
            Account: SETUP,
          };
          const request = { type: "call", function: "Start-RUJob", parameters, credentialOf: SETUP } as const;
          return (await shells.call(request, { limitMs: 50_000, secret })).frame;
        };
        (await start(`right ${endpoint}`, PASSWORD)).should.have.property("ok", true);
        const refused = await start(`wrong ${endpoint}`, `${PASSWORD}!`);
        refused.should.containDeep({ ok: false, error: { stage: "call", id: "account-password" } });
        looking.stop().should.eql([]);
        JSON.stringify(refused).should.not.match(/pl4nted/);
        printed.filter((line) => line.includes("pl4nted")).should.eql([]);
        const started = windows.truth().operations.filter(({ op }) => op === "job.start");
        should(started.at(-1)).match({ args: { account: SETUP } });
      });
  });
});

/** An error as it comes from a server: the exception that was thrown there is a picture of itself, with another one round it. */
const REMOTE_ERROR = `
  $rpc = New-Object System.Runtime.InteropServices.COMException 'RPC', -2147023174
  $picture = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize((New-Object System.Exception 'outer', $rpc), 3))
  $maker = [System.Management.Automation.RemoteException].GetConstructors('NonPublic, Instance') | Where-Object { $_.GetParameters().Count -eq 3 }
  $remote = $maker.Invoke(@('RPC', $picture, $null))
  $record = New-Object System.Management.Automation.ErrorRecord $remote, 'x', 'NotSpecified', $null
  $found = ConvertTo-RUError -Record $record -Stage call
  ConvertTo-Json -Compress -InputObject ([ordered]@{ stage = $found.stage; hresult = $found.hresult })`;

/** Runs a script in the caller module, where its private functions are; the script prints JSON. */
async function insideCaller(script: string): Promise<object> {
  const command = `Import-Module '${callerModule}'; & (Get-Module RollingUpdateCaller) { ${script} }`;
  const { stdout } = await promisify(execFile)(thePowerShell(), ["-NoProfile", "-NonInteractive", "-Command", command]);
  return JSON.parse(stdout) as object;
}
