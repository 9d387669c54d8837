import "should";
import { judgeExitCodes, judgeJobs } from "../../../../tools/check-windows/checks/jobs";
import { judgeDrain, judgeDriver, judgeWmi } from "../../../../tools/check-windows/checks/nlb";
import { judgeRestart } from "../../../../tools/check-windows/checks/restart";
import { judgeWindow } from "../../../../tools/check-windows/checks/scom";
import { judgePush, judgeQuotas } from "../../../../tools/check-windows/checks/sessions";
import { accountsIn, judgeLock, judgeOutside, judgeRights, judgeWrongPassword } from "../../../../tools/check-windows/checks/surroundings";
import { judgePolicies } from "../../../../tools/check-windows/checks/windows";

describe("The check of Windows judges", () => {
  it("exit codes: one of 0 after a failure is the worst, another code than expected is told too", () => {
    const played = (exitCode: number | null, wanted: number | null = null) => [{ what: "throw", wanted, exitCode, text: "" }];
    judgeExitCodes(played(1)).answer.should.equal("fine");
    judgeExitCodes(played(0)).should.match({ answer: "look", what: /counts as done/ });
    judgeExitCodes(played(null)).answer.should.equal("look");
    judgeExitCodes(played(0, 2)).answer.should.equal("look");
    // The same 32 bits, with and without a sign.
    judgeExitCodes(played(4_294_967_295, -1)).answer.should.equal("fine");
  });

  const jobbed = {
    played: [{ what: "exit 3010", wanted: 3010, exitCode: 3010, text: "" }],
    atOnce: { started: 2, lost: 0 },
    beganAfterMs: [900, 1500],
    task: { seventh: "0", runsAs: "SYSTEM", system: "NT AUTHORITY\\SYSTEM" },
  };
  it("jobs: their codes, those that end at once, the seventh value, the account, and when they begin", () => {
    judgeJobs(jobbed).answer.should.equal("fine");
    judgeJobs({ ...jobbed, atOnce: { started: 200, lost: 1 } }).should.match({ answer: "look", what: /1 job of 200/ });
    judgeJobs({ ...jobbed, task: { ...jobbed.task, seventh: "Bereit" } }).should.match({ answer: "look", what: /seventh/ });
    judgeJobs({ ...jobbed, task: { ...jobbed.task, runsAs: "CONTOSO\\admin" } }).should.match({ answer: "look", what: /do not run as/ });
    judgeJobs({ ...jobbed, beganAfterMs: [] }).answer.should.equal("unknown");
    judgeJobs({ ...jobbed, beganAfterMs: [90_000] }).answer.should.equal("look");
  });

  const node = {
    name: "10.0.0.1:10.0.0.11",
    computer: "CAS1",
    own: true,
    priority: 1,
    code: 1008,
    text: "Converged(default)",
    settings: 1,
  };
  it("NLB in WMI: a code that does not fit the printed state, an unknown code, several nodes, none", () => {
    judgeWmi([node]).answer.should.equal("fine");
    judgeWmi([{ ...node, code: 1009 }]).should.match({ answer: "look", what: /1009 where the cmdlets print/ });
    judgeWmi([{ ...node, code: 4711 }]).answer.should.equal("look");
    judgeWmi([{ ...node, settings: 0 }]).answer.should.equal("look");
    judgeWmi([node, node]).answer.should.equal("look");
    judgeWmi([]).answer.should.equal("not-here");
  });

  const drained = {
    was: "converged",
    returnedMs: 300,
    states: ["draining", "stopped"],
    endedMs: 9000,
    others: [["CAS2", 1007] as const],
    clientsBefore: 3,
  };
  it("a drain: it must come back at once, be seen, and make no other member look as if it drained", () => {
    judgeDrain(drained).answer.should.equal("fine");
    judgeDrain({ ...drained, others: [["CAS2", 1009]] }).should.match({ answer: "look", what: /CAS2 says 1009/ });
    judgeDrain({ ...drained, returnedMs: 58_000 }).answer.should.equal("look");
    judgeDrain({ ...drained, states: ["converged"] }).answer.should.equal("look");
  });

  it("the driver: names that are missing, and what nobody can say without a connection", () => {
    const driver = { what: "driver", count: 1, properties: "PersistedHostStates: System.Boolean" };
    judgeDriver([driver, { what: "connections", count: 0, properties: "" }]).answer.should.equal("unknown");
    judgeDriver([driver, { what: "connections", count: 1, properties: "SourceIPAddress: x\nDestinationPorts: y" }]).answer.should.equal(
      "fine",
    );
    judgeDriver([{ ...driver, properties: "Other: x" }]).answer.should.equal("look");
  });

  const quota = (name: string, value: string) => ({ place: "winrs", name, value });
  it("quotas: few shells, little memory, a session that nearly fills it, and none that are known", () => {
    const quotas = [quota("MaxShellsPerUser", "30"), quota("MaxMemoryPerShellMB", "1024")];
    judgeQuotas({ quotas, memory: [["services.list", 160]] }).answer.should.equal("fine");
    judgeQuotas({ quotas, memory: [["5000 events", 900]] }).should.match({ answer: "look", what: /900 MB of the 1024 MB/ });
    judgeQuotas({ quotas: [], memory: [] }).answer.should.equal("unknown");
    judgeQuotas({ quotas: [quota("MaxShellsPerUser", "0"), quota("MaxMemoryPerShellMB", "0")], memory: [] }).answer.should.equal("fine");
  });

  it("a large package: whole, and larger than the commands that a session has", () => {
    const pushed = { mib: 1100, freshMs: 1, wornMs: 1, calls: 400, same: true, memoryMb: 120 };
    judgePush(pushed).answer.should.equal("fine");
    judgePush({ ...pushed, same: false }).answer.should.equal("look");
    judgePush({ ...pushed, mib: 200 }).answer.should.equal("unknown");
  });

  const outside = { server: "cas1.contoso.com", spn: ["CAS1"], aheadMs: 2000, names: ["*.contoso.com"], https: true };
  it("a server from outside: somebody else's service principal name, the clock, the certificate", () => {
    judgeOutside(outside).answer.should.equal("fine");
    judgeOutside({ ...outside, spn: ["CAS1", "svc-web"] }).should.match({ answer: "look", what: /belongs to svc-web/, todo: /0x80090322/ });
    judgeOutside({ ...outside, aheadMs: -600_000 }).answer.should.equal("look");
    judgeOutside({ ...outside, names: ["mail.contoso.com"] }).answer.should.equal("look");
    judgeOutside({ ...outside, names: null }).answer.should.equal("unknown");
    judgeOutside({ ...outside, spn: null }).answer.should.equal("unknown");
  });

  it("what setspn prints, in whatever language", () => {
    const output =
      "Domäne wird überprüft DC=contoso,DC=com\r\nCN=Web\\, Dienst,OU=Dienste,DC=contoso,DC=com\r\n\tHTTP/cas1\r\n\r\nVorhandener SPN wurde gefunden!\r\n";
    accountsIn(output).should.eql(["Web, Dienst"]);
    accountsIn("Kein solcher SPN gefunden.\r\n").should.eql([]);
  });

  it("a wrong password: one failed logon, more of them, and a refusal that is none", () => {
    judgeWrongPassword({ before: 3, after: 4, denied: true }).answer.should.equal("fine");
    judgeWrongPassword({ before: 3, after: 6, denied: true }).should.match({ answer: "look", what: /3 failed logons/ });
    judgeWrongPassword({ before: 3, after: 3, denied: true }).answer.should.equal("unknown");
    judgeWrongPassword({ before: 3, after: 4, denied: false }).answer.should.equal("look");
  });

  it("rights: who owns the folder, who may write in it, SHA-256, and .NET for PowerShell 2.0", () => {
    const right = {
      folder: "C:\\ProgramData\\RollingUpdate",
      exists: true,
      sddl: "O:BAG:SYD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)",
      net35: 1,
    };
    const rights = { right, sha256: "ab", hasFile: true, version: "5.1.14393" };
    judgeRights(rights).answer.should.equal("fine");
    judgeRights({ ...rights, right: { ...right, sddl: "O:S-1-5-21-1G:SYD:PAI(A;OICI;FA;;;SY)" } }).answer.should.equal("look");
    judgeRights({ ...rights, right: { ...right, sddl: "O:BAG:SYD:PAI(A;OICI;FA;;;BU)" } }).answer.should.equal("look");
    judgeRights({ ...rights, sha256: null }).answer.should.equal("look");
    judgeRights({ ...rights, sha256: null, hasFile: false }).answer.should.equal("unknown");
    judgeRights({ ...rights, right: { ...right, net35: null }, version: "2.0" }).should.match({ answer: "look", what: /3\.5/ });
    judgeRights({ ...rights, right: { ...right, net35: null } }).answer.should.equal("fine");
  });

  it("the fence: held by one, by two at once, one after the other, by none", () => {
    const held = (opened: boolean, from = 0, to = 0) => ({ opened, from, to });
    judgeLock([held(true, 0, 10), held(false)]).answer.should.equal("fine");
    judgeLock([held(true, 0, 10), held(true, 5, 15)]).answer.should.equal("look");
    judgeLock([held(true, 20, 30), held(true, 0, 10)]).answer.should.equal("unknown");
    judgeLock([held(false), held(false)]).answer.should.equal("unknown");
  });

  it("a maintenance window: its comment, its end, what is in the computer, and how it ends", () => {
    const begun = { on: true, end: "2026-01-10T22:15:00.000Z", startKind: "Utc", endKind: "Utc", contained: 4 };
    const moved = { ...begun, end: "2026-01-10T22:25:00.000Z", ends: "2026-01-10T22:25:00.000Z" };
    const played = { alreadyOn: false, begun, moved, ended: { on: false, endsAt: null }, startedAt: Date.parse("2026-01-10T22:00:00Z") };
    judgeWindow(played).answer.should.equal("fine");
    judgeWindow({ ...played, alreadyOn: true }).answer.should.equal("unknown");
    judgeWindow({ ...played, begun: { on: false } }).should.match({ answer: "look", what: /empty comment/ });
    judgeWindow({ ...played, moved: { ...moved, ends: begun.end } }).should.match({ answer: "look", what: /keep their former end/ });
    for (const contained of [null, 0]) judgeWindow({ ...played, moved: { ...moved, contained, ends: "" } }).answer.should.equal("unknown");
    judgeWindow({ ...played, ended: { on: true, endsAt: "2026-01-10T23:00:00.000Z" } }).should.match({ answer: "look", what: /young/ });
  });

  const info = (bootedAt: string) => ({ computer: "CAS1", os: "", powershell: "", bootedAt, clock: bootedAt, freeDiskMb: 1 });
  it("a restart: codes of shutdown.exe, the boot, the clock, the errors meanwhile, and what did not come back", () => {
    const played = {
      shutdown: { first: 0, second: 1190, canceled: 0 },
      before: info("2026-01-01T00:00:00.000Z"),
      again: "accepted",
      down: { unreachable: 12 },
      after: info("2026-01-02T00:00:00.000Z"),
      later: info("2026-01-02T00:00:03.000Z"),
      gone: [],
    };
    judgeRestart(played).answer.should.equal("fine");
    judgeRestart({ ...played, shutdown: { first: 0, second: 1190, canceled: 5 } }).should.match({ answer: "look", todo: /shutdown \/a/ });
    judgeRestart({ ...played, after: null }).should.match({ answer: "look", what: "the server did not come back" });
    judgeRestart({ ...played, after: played.before }).answer.should.equal("look");
    judgeRestart({ ...played, later: info("2026-01-02T00:09:00.000Z") }).should.match({ answer: "look", what: /boot time moved/ });
    judgeRestart({ ...played, down: { "access-denied": 1 } }).should.match({ answer: "look", what: /answers access-denied/ });
    judgeRestart({ ...played, gone: ["sppsvc"] }).should.match({ answer: "look", what: "1 service did not come back" });
  });

  it("execution policies: the first that is set decides, and Group Policy is dangerous for Exchange alone", () => {
    const scopes = (machine: string, local: string) => [
      { scope: "MachinePolicy", policy: machine },
      { scope: "LocalMachine", policy: local },
    ];
    judgePolicies(scopes("Undefined", "RemoteSigned"), null).answer.should.equal("fine");
    judgePolicies(scopes("Undefined", "Undefined"), null).should.match({ answer: "look", what: /Restricted/ });
    judgePolicies(scopes("RemoteSigned", "Restricted"), null).answer.should.equal("fine");
    judgePolicies(scopes("RemoteSigned", "Restricted"), "Exchange Server 2010").should.match({ answer: "look", todo: /KB2810617/ });
    judgePolicies([], null).answer.should.equal("unknown");
  });
});
