import "should";
import type { ResultOf } from "../../../../lib/server/catalogue";
import { needsPowerShell } from "../../../shared/powershell";
import { refusal, Stage } from "../member";

describe("A script of the user's own", function () {
  this.timeout(120_000);
  let stage: Stage;
  before(needsPowerShell);
  before(async () => {
    stage = await Stage.open();
  });
  after(() => stage?.close());

  const write = (name: string, content: string) => stage.windows.folders.write("CAS1", `C:\\Scripts\\${name}`, content);
  const run = async (name: string, ...given: readonly string[]) =>
    (await stage.shell.invoke("script.look", { file: `C:\\Scripts\\${name}`, arguments: given })) as ResultOf<"script.look">;

  it("answers by its exit code and its output", async () => {
    (await run("serving.ps1")).should.eql({ exitCode: 0, output: "serves" });
    stage.happen(() => stage.world.cluster.stop(stage.resident.host));
    (await run("serving.ps1")).should.eql({ exitCode: 1, output: "does not serve" });
    (await run("fails.ps1")).should.eql({ exitCode: 1, output: "failed, as its name says" });
  });

  it("gets its arguments as they are", async () => {
    write("echo.ps1", "foreach ($one in $args) { '[' + $one + ']' }");
    const given = ["a b", 'say "hi"', "c:\\x y\\", "", "$env:PATH; exit 3", "it's"];
    (await run("echo.ps1", ...given)).should.eql({ exitCode: 0, output: given.map((one) => `[${one}]`).join("\n") });
  });

  it("cannot end the session, and fails where an error ends it", async () => {
    write("ends.ps1", "'before'\n[Environment]::Exit(7)");
    (await run("ends.ps1")).should.eql({ exitCode: 7, output: "before" });
    write("throws.ps1", "throw 'no'");
    const failed = await run("throws.ps1");
    failed.exitCode.should.equal(1);
    failed.output.should.containEql("no");
  });

  const ends: Readonly<Record<string, readonly [text: string, exitCode: number]>> = {
    "to its end": ["'done'", 0],
    "to its end, though a program that it called failed": ["& /bin/sh -c 'exit 3'", 0],
    "on after an error that ends a statement only": ["[int]'x'; 'done'", 0],
    "into an error that ends it": ["throw 'no'", 1],
    "into an error that ends it, after a program that failed": ["& /bin/sh -c 'exit 3'; throw 'no'", 1],
    "to an exit": ["exit 2", 2],
    // On Linux a caller sees the lowest eight bits.
    "to a negative exit": ["exit -1", 255],
    "not at all, for it does not parse": ["if (", 1],
  };
  for (const [index, [how, [content, exitCode]]] of Object.entries(ends).entries())
    it(`says by its exit code that it went ${how}, also in PowerShell 2.0, and as a job too`, async () => {
      write(`end${index}.ps1`, content);
      (await run(`end${index}.ps1`)).exitCode.should.equal(exitCode);
      const real = (path: string) => stage.windows.folders.real("CAS1", path);
      // The program of a job, as it is started on Windows: no stand-in, and the true one's place.
      const [job] = await stage.shell.script(`& (Get-Module RollingUpdate) {
        $file = '${real(`C:\\Scripts\\end${index}.ps1`)}'
        $command = Get-RUJobCommand -Order @{ Kind = @('command'); File = @($file); Argument = @('a b', '') }
        $command.FilePath = '${real("C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe")}'
        $process = Microsoft.PowerShell.Management\\Start-Process -PassThru -NoNewWindow @command
        $null = $process.Handle
        $process.WaitForExit()
        New-Object PSObject -Property @{ exitCode = $process.ExitCode } }`);
      (job as unknown as { exitCode: number }).exitCode.should.equal(exitCode);
    });

  it("gets the names of its parameters as such, and texts that only look like them as texts", async () => {
    write(
      "named.ps1",
      'param([string]$Proof, [switch]$Full, [int]$Days, [switch]$Never) "$Proof|$Full|$Days|$Never|" + [string]::Join("+", $args)',
    );
    const given = ["-Proof", "C:\\a b", "-Full", "-Days:5", "-Never:$false", "-5", "- x", "-Proof; exit 3"];
    (await run("named.ps1", ...given)).should.eql({ exitCode: 0, output: "C:\\a b|True|5|False|-5+- x+-Proof; exit 3" });
  });

  it("prints objects too, all of them", async () => {
    write("objects.ps1", "1..3 | ForEach-Object { New-Object PSObject -Property @{ Number = $_ * 111 } }");
    const { output } = await run("objects.ps1");
    for (const number of ["111", "222", "333"]) output.should.containEql(number);
  });

  it("leaves nothing of its call in the session, and finds nothing of it itself", async () => {
    write("looks.ps1", "[string]$env:ROLLING_UPDATE_ARGUMENTS + $env:ROLLING_UPDATE_SCRIPT");
    (await run("looks.ps1", "secret")).output.should.equal("");
    const left = "New-Object PSObject -Property @{ text = [string]$env:ROLLING_UPDATE_ARGUMENTS + $env:ROLLING_UPDATE_SCRIPT }";
    (await stage.shell.script(left)).should.eql([{ text: "" }]);
  });

  it("gives the end of what it prints, if that is much", async () => {
    write("chats.ps1", '1..4000 | ForEach-Object { "line $_ of many" }');
    const { output } = await run("chats.ps1");
    output.length.should.equal(16_000);
    output.should.endWith("line 4000 of many");
  });

  it("has nothing to read", async () => {
    write("reads.ps1", "'[' + [Console]::In.ReadToEnd() + ']'");
    (await run("reads.ps1")).output.should.equal("[]");
  });

  it("must be there, be of a known kind, and give cmd.exe nothing to do", async () => {
    (await refusal(run("none.ps1"))).id.should.equal("no-such-file");
    write("notes.txt", "");
    (await refusal(run("notes.txt"))).id.should.equal("unknown-script");
    (await refusal(run("backup.cmd", "%PATH%"))).id.should.equal("unsafe-argument");
  });
});
