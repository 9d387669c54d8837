import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import should from "should";
import type { Row } from "../../../tools/check-windows/report/document";
import { windowsReader } from "../reader/host";
import { seesNoParts } from "../windows/world/subjects/scom";

import { Played, SECOND_HOP } from "./played";

type Told = Awaited<ReturnType<Played["check"]>>;

describe("npm run check-windows, where Windows is unkind", function () {
  this.timeout(300_000);
  const played = new Played();
  const machine = () => played.windows.world.resident("CAS1")?.machine;
  const test = ["--test-member", "CAS1", "--yes"];

  /** The answer with this number: what it says, and that the program says so by its exit code. */
  const told = ({ rows, code, said }: Told, number: string): Row => {
    const row = rows.find((one) => one.number === number);
    if (row === undefined) throw new Error(`There is no answer ${number}: ${said}`);
    should(code).equal(row.answer === "look" || row.answer === "unknown" ? 1 : code, said);
    return row;
  };
  const program = (name: string, script: string): string => {
    const file = join(played.folder, name);
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
    return file;
  };

  it("1: a PowerShell that is deaf is a matter of this computer, and no server is blamed", async () => {
    // The command gets through, and nothing after it.
    const deaf = program("deaf", `{ sed -u '/Start-RUHost/q'; sleep 60; } | "${windowsReader()}"`);
    const all = await played.check(["--only", "1"], { executable: deaf });
    const row = told(all, "1");
    row.should.match({ server: null, answer: "look" });
    row.what.should.match(/^host: .*\(host-input\)$/);
  });

  it("1: a PowerShell with the reader of Windows PowerShell is fine, and it says which reader that is", async () => {
    const row = told(await played.check(["--only", "1"], { executable: windowsReader() }), "1");
    row.answer.should.equal("fine", row.what);
    row.facts.should.containDeep([["its reader of standard input", "its own"]]);
  });

  it("2: scripts that fail end with 0", async () => {
    const path = "C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe";
    played.windows.folders.write("CAS1", path, "#!/bin/sh\nexit 0\n", 0o755);
    const row = told(await played.check(["--only", "2", ...test]), "2 T");
    played.windows.folders.furnish("CAS1", [], process.env["ROLLING_UPDATE_PWSH"] ?? "pwsh");
    row.should.match({ answer: "look", what: /a script that failed counts as done: throw, directly/ });
  });

  it("3: events that Windows cannot put into words, by provider", async () => {
    machine()?.events.write({ log: "System", provider: "Service Control Manager", id: 7023, level: "error", message: "ended: %%16405" });
    const row = told(await played.check(["--only", "3"]), "3");
    row.should.match({ answer: "look", what: "Windows cannot put 1 event into words" });
    row.facts.should.containDeep([["by", "Service Control Manager: 1"]]);
  });

  it("4 and 7: NLB's cmdlets may not ask the other hosts, and their driver shows other names", async () => {
    const all = await played.check(["--only", "4,7"], { modules: [SECOND_HOP] });
    told(all, "4").should.match({ answer: "look", what: /reports errors about others/ });
    told(all, "7").should.match({ answer: "look", what: /PersistedHostStates, SourceIPAddress/ });
  });

  it("5 and 9: WMI is disabled, as an update may leave it", async () => {
    const { windows } = played;
    const before = machine()
      ?.services.list()
      .find(({ name }) => name === "Winmgmt");
    windows.world.timeline.happen(() => machine()?.services.hold((name) => name === "Winmgmt"));
    const all = await played.check(["--only", "5,9"]);
    windows.world.timeline.happen(() => machine()?.services.setStartType("Winmgmt", before?.startType ?? "automatic"));
    windows.world.timeline.happen(() => machine()?.services.start("Winmgmt"));
    told(all, "5").answer.should.equal("unknown");
    told(all, "9").should.match({ answer: "look", what: "WMI does not say how services start" });
  });

  it("6: a member that has not converged is not drained", async () => {
    const { world } = played.windows;
    const { host } = world.resident("CAS1") ?? {};
    world.timeline.happen(() => host && world.cluster.stop(host));
    const all = await played.check(["--only", "6", ...test]);
    world.timeline.happen(() => host && world.cluster.start(host));
    told(all, "6 T").should.match({ answer: "unknown", what: "not drained: it was stopped" });
  });

  it("8 and 16: a manual service runs, and the clock is months away", async () => {
    const all = await played.check(["--only", "8,16"]);
    told(all, "8").should.match({ answer: "look", what: /may be gone after a restart/ });
    told(all, "16").should.match({ answer: "look", what: /its clock differs/ });
  });

  it("10: a hotfix whose day cannot be read", async () => {
    const update = { name: "Security Update for Windows (KB5000001)", kb: "KB5000001", installedAt: null };
    (machine()?.software.updates as unknown[] | undefined)?.push(update);
    told(await played.check(["--only", "10"]), "10").should.match({ answer: "look", what: "the day of 1 update cannot be read" });
  });

  it("11: the Task Scheduler takes no task, and nothing is left of the job", async () => {
    const path = "C:\\Windows\\System32\\schtasks.exe";
    played.windows.folders.write("CAS1", path, "#!/bin/sh\nexit 1\n", 0o755);
    const row = told(await played.check(["--only", "11", ...test, "--jobs", "0"]), "11 T");
    played.windows.folders.putTool("CAS1", path, "schtasks.exe");
    row.should.match({ answer: "unknown", what: /could not be started/ });
    played.there("C:\\ProgramData\\RollingUpdate").should.be.false();
  });

  it("12: Group Policy sets the execution policy of an Exchange server; Windows 10 forbids scripts on the host", async () => {
    const all = await played.check(["--only", "12"], { unkind: "group-policy restricted" });
    all.rows.find(({ server }) => server === "CAS1")?.should.match({ answer: "look", what: /Group Policy .* and Exchange is installed/ });
    const host = await played.check(["--only", "12"], { unkind: "restricted" });
    host.rows[0]?.should.match({ server: null, answer: "look", what: "host: the execution policy in force is Restricted" });
    host.rows.find(({ server }) => server === "CAS1")?.should.match({ answer: "fine" });
  });

  it("13: WinRM allows few shells, as on Server 2008 R2, or little memory", async () => {
    const few = told(await played.check(["--only", "13"], { unkind: "few-shells" }), "13");
    few.should.match({ answer: "look", what: "WinRM allows an account 5 shells", todo: /winrm set winrm\/config\/winrs/ });
    told(await played.check(["--only", "13"], { unkind: "little-memory" }), "13").should.match({
      answer: "look",
      what: "WinRM allows a session 150 MB",
    });
  });

  it("14: a package that is too small to prove anything", async () => {
    const row = told(await played.check(["--only", "14", ...test, "--push-mib", "1"]), "14 T");
    row.should.match({ answer: "unknown", what: /less than the thousand commands/ });
  });

  it("17: somebody else has made the product's folder", async () => {
    const folder = played.windows.folders.real("CAS1", "C:\\ProgramData\\RollingUpdate");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, ".made-by-a-user"), "");
    const all = await played.check(["--only", "17", ...test]);
    told(all, "17").should.match({ answer: "look", what: /belongs to somebody else/ });
    told(all, "17 T").should.match({ answer: "unknown", what: /belongs neither to the administrators/ });
    // What was there before is not the check's to remove.
    played.there("C:\\ProgramData\\RollingUpdate\\.made-by-a-user").should.be.true();
  });

  it("18 and 19: SCOM shows no objects in a computer, and exit codes of programs have eight bits", async () => {
    seesNoParts.add(played.windows.world);
    const all = await played.check(["--only", "18,19", "--scom", "SCOM1", ...test, "--restart"]);
    seesNoParts.delete(played.windows.world);
    told(all, "18 T").should.match({ answer: "unknown", what: /what becomes of the objects/ });
    told(all, "19 T").should.match({ answer: "look", what: /answered with 166, not with 1190/ });
  });
});
