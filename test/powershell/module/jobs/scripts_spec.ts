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
