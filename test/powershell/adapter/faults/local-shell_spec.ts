import "should";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { PowerShellConnection } from "../../../../lib/adapters/powershell";
import { thePowerShell } from "../../../shared/powershell";
import { Rehearsal } from "../../windows/rehearsal";
import { ask, connections, told } from "./connections";
import { endIfThere, endless, isThere, until } from "./endless";

describe("What goes wrong on the way to a server", function () {
  this.timeout(90_000);
  const { connect } = connections();

  describe("in a shell of this host", () => {
    let rehearsal: Rehearsal;
    let connection: PowerShellConnection;
    before(async () => {
      rehearsal = await Rehearsal.start({
        array: "a",
        members: ["CAS1"],
        seed: 1,
        speed: 60,
        faults: [],
        pwsh: thePowerShell(),
        kind: "local",
      });
      connection = connect(rehearsal.settings, [...rehearsal.members], rehearsal.scomServer);
    });
    after(() => rehearsal?.stop());

    const script = (name: string, text: string): { file: string; arguments: string[] } => {
      writeFileSync(rehearsal.windows.folders.real("CAS1", `C:\\${name}`), text);
      return { file: `C:\\${name}`, arguments: [] };
    };
    const worksAfterwards = async () => (await ask(connection, "nlb.host", {})).state.should.equal("converged");
    const shells = (): number[] =>
      readdirSync("/proc")
        .filter((pid) => /^\d+$/.test(pid))
        .filter((pid) => {
          try {
            return (
              readFileSync(`/proc/${pid}/environ`, "utf8").includes("ROLLING_UPDATE_SERVER=CAS1") &&
              readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ")[1] === String(process.pid)
            );
          } catch {
            return false;
          }
        })
        .map(Number);
    const killShells = (): void => {
      const found = shells();
      found.should.not.be.empty();
      for (const pid of found) process.kill(pid, "SIGKILL");
    };

    it("the shell is killed in mid-call: of a read nothing is lost, and the next call works", async () => {
      await worksAfterwards();
      const wait = endless(rehearsal, "wait.ps1", "[Console]::Out.WriteLine('on'); Start-Sleep 6000");
      const asked = told(ask(connection, "script.look", wait.args), "CAS1", "script.look");
      const pid = await wait.runs();
      killShells();
      endIfThere(pid);
      (await asked).code.should.equal("unreachable");
      await worksAfterwards();
    });

    it("the shell is killed while a change is made: the outcome is unknown, and it is not sent again", async () => {
      await worksAfterwards();
      const made = rehearsal.windows.keepBackNextAnswer("CAS1");
      const stopping = told(ask(connection, "services.stop", { name: "MSExchangeRPC" }), "CAS1", "services.stop");
      await made;
      killShells();
      (await stopping).code.should.equal("outcome-unknown");
      await worksAfterwards();
      rehearsal.windows
        .truth()
        .operations.filter(({ op }) => op === "services.stop")
        .should.have.length(1);
    });

    it("a call that is given up ends, what it ran ends too, and the next call works", async () => {
      await worksAfterwards();
      const giving = new AbortController();
      const long = endless(rehearsal, "long.ps1", "while ($true) { Start-Sleep -Milliseconds 50 }");
      const asked = connection.invoke("CAS1", "script.look", long.args, { signal: giving.signal });
      const givenUp = asked.should.be.rejectedWith("given up");
      const pid = await long.runs();
      giving.abort(new Error("given up"));
      await givenUp;
      await until("the script has ended", () => !isThere(pid));
      await worksAfterwards();
    });

    it("a change that is given up once it was sent may have been made, and nobody is told that it was not", async () => {
      await worksAfterwards();
      const made = rehearsal.windows.keepBackNextAnswer("CAS1");
      const giving = new AbortController();
      const change = { name: "MSExchangeRPC", startType: "manual" } as const;
      const changing = connection.invoke("CAS1", "services.setStartType", change, { signal: giving.signal });
      const told1 = told(changing, "CAS1", "services.setStartType");
      await made;
      giving.abort(new Error("given up"));
      (await told1).code.should.equal("outcome-unknown");
      await worksAfterwards();
    });

    it("50 MB that a script of the user's prints are cut, and its end counts", async () => {
      const flood = script(
        "flood.ps1",
        "$line = 'x' * 1048576; 1..50 | ForEach-Object { [Console]::Out.WriteLine($line) }; 'done'; exit 3",
      );
      const { exitCode, output } = await ask(connection, "script.look", flood);
      exitCode.should.equal(3);
      output.length.should.be.belowOrEqual(16_000);
      output.should.endWith("done");
    });

    it("a module that the server lacks is named", async () => {
      const wrong = connect(rehearsal.settings, [...rehearsal.members], "CAS1");
      const said = await told(ask(wrong, "scom.maintenance", {}), "CAS1", "scom.maintenance");
      said.should.containEql({ code: "operation-failed", errorId: "missing-module" });
      said.text.should.match(/OperationsManager/);
      (said.hint !== "").should.be.true();
    });

    it("names that are not ASCII, and paths with blanks and brackets, are those of files", async () => {
      const odd = "C:\\Übung [1] ‘x’ & $(y)\\Prüf bericht.txt";
      const real = rehearsal.windows.folders.real("CAS1", odd);
      mkdirSync(join(real, ".."), { recursive: true });
      writeFileSync(real, "größer");
      (await ask(connection, "files.stat", { path: odd })).should.containEql({ exists: true, size: 8 });
      (await ask(connection, "files.tail", { path: odd, offset: 0 })).text.should.equal("größer");
    });
  });
});
