import { said } from "../../shared/english";
import "should";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { PowerShellConnection } from "../../../lib/adapters/powershell";
import type { PowerShellSettings, SshSettings } from "../../../lib/adapters/powershell/settings";
import type { ArgsOf, OperationName } from "../../../lib/server/catalogue";
import { ServerError } from "../../../lib/server/errors";
import { checked } from "../../../lib/server/layers/checked";
import { layered } from "../../../lib/server/server";
import { needsPowerShell, needsSshServer, thePowerShell } from "../../shared/powershell";
import { Rehearsal } from "../windows/rehearsal";

interface Told {
  readonly code: string;
  readonly text: string;
  readonly hint: string;
  readonly errorId?: string;
}

/** Every error that a user can meet names the member and the operation, and says what to do. */
async function told(attempt: Promise<unknown>, server: string, operation: OperationName): Promise<Told> {
  const error: unknown = await attempt.then(
    () => new Error("nothing failed"),
    (reason: unknown) => reason,
  );
  if (!(error instanceof ServerError)) throw error;
  error.should.have.properties({ server, operation });
  error.message.should.startWith(`${server}: `);
  return {
    code: error.code,
    text: said(error.what),
    hint: said(error.hint ?? ""),
    ...("errorId" in error ? { errorId: String(error.errorId) } : {}),
  };
}

/** How long something may take that is to come about on the other side; on the clock of the wall. */
const COMES_MS = 20_000;

async function until(what: string, isSo: () => boolean): Promise<void> {
  for (const late = Date.now() + COMES_MS; !isSo(); await pause(20)) {
    if (Date.now() > late) throw new Error(`${what}: not within ${COMES_MS / 1000} s.`);
  }
}

/** A script of the user's on CAS1 that leaves a mark and then does something that does not end. */
function endless(rehearsal: Rehearsal, name: string, text: string) {
  const real = rehearsal.windows.folders.real("CAS1", `C:\\${name}`);
  const mark = `${real}.runs`;
  rmSync(mark, { force: true });
  // With another name first: who sees it reads the whole number.
  writeFileSync(real, `[IO.File]::WriteAllText('${mark}.new', $PID); [IO.File]::Move('${mark}.new', '${mark}'); ${text}`);
  return {
    args: { file: `C:\\${name}`, arguments: [] },
    /** Resolves when the server is really at it, with the id of the process. */
    async runs(): Promise<number> {
      await until(`${name} runs`, () => existsSync(mark));
      return Number(readFileSync(mark, "utf8"));
    },
  };
}

const isThere = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

const endIfThere = (pid: number): void => {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended.
  }
};

describe("What goes wrong on the way to a server", function () {
  this.timeout(90_000);
  let folder: string;
  const open: PowerShellConnection[] = [];
  before(needsPowerShell);
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "rolling-update-faults-"));
  });
  after(async () => {
    await Promise.all(open.map((connection) => connection.close()));
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  const members = [{ name: "CAS1", address: "127.0.0.1" }];
  const connect = (settings: PowerShellSettings, to = members, scomServer: string | null = null): PowerShellConnection => {
    const connection = new PowerShellConnection({ settings, members: to, scomServer });
    open.push(connection);
    return connection;
  };
  const ask = <Op extends OperationName>(connection: PowerShellConnection, op: Op, args: ArgsOf<Op>, on = "CAS1") =>
    layered(connection.invoke, checked)(on, op, args, {});
  const command = (name: string, script: string): string => {
    const file = join(folder, name);
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
    return file;
  };
  const ready = (frame: string) => `printf '\\n@RU%s %s\\n' "$ROLLING_UPDATE_MARKER" '${frame}'; exec cat >/dev/null`;

  /** A PowerShell in which every call is answered with the same records. */
  const answering = (records: string, noise = ""): string => {
    const variables = `ROLLING_UPDATE_CALLER='${join(__dirname, "odd-caller.psm1")}' ODD_RECORDS='${records}' ODD_NOISE='${noise}'`;
    return command(`odd ${noise}`, `export ${variables}; exec '${thePowerShell()}' "$@"`);
  };
  const host =
    '[{"state":"stopped","text":"Stopped","isDefaultHost":false,"priority":1,"defaultState":"stopped","persistsLastState":false,"cluster":"c","convergedWith":""}]';

  describe("on the host of Node-RED", () => {
    it("PowerShell is missing: nothing was done, and it says how to get it", async () => {
      const connection = connect({ kind: "local", executable: join(folder, "no-pwsh") });
      const missing = await told(ask(connection, "nlb.drain", {}), "CAS1", "nlb.drain");
      missing.code.should.equal("unreachable");
      missing.text.should.match(/no-pwsh/);
      missing.hint.should.match(/Install PowerShell/);
    });

    it("PowerShell is too old", async () => {
      const old = '{"id":"ready","ok":true,"records":[{"version":"4.0","edition":"","languageMode":"FullLanguage"}]}';
      const told1 = await told(ask(connect({ kind: "local", executable: command("old", ready(old)) }), "nlb.host", {}), "CAS1", "nlb.host");
      told1.code.should.equal("unreachable");
      told1.text.should.match(/4\.0/);
      told1.hint.should.match(/5\.1/);
    });

    it("the execution policy blocks the module", async () => {
      const blocked =
        '{"id":"ready","ok":false,"records":[{"version":"5.1","edition":"Desktop","languageMode":"FullLanguage"}],"error":{"id":"UnauthorizedAccess,Microsoft.PowerShell.Commands.ImportModuleCommand","category":"SecurityError","message":"x"}}';
      const said = await told(
        ask(connect({ kind: "local", executable: command("blocked", ready(blocked)) }), "nlb.host", {}),
        "CAS1",
        "nlb.host",
      );
      said.code.should.equal("unreachable");
      said.hint.should.match(/execution policy/);
    });

    it("PowerShell says why it does not start, and so do we", async () => {
      const broken = command("broken", "echo 'libicu is missing' >&2; exit 3");
      const said = await told(ask(connect({ kind: "local", executable: broken }), "nlb.host", {}), "CAS1", "nlb.host");
      said.code.should.equal("unreachable");
      said.text.should.match(/libicu is missing/);
    });

    it("an answer that is not as agreed is told with the path of the field", async () => {
      const odd = answering('[{"computer":"CAS1","os":5}]');
      const said = await told(ask(connect({ kind: "local", executable: odd }), "system.info", {}), "CAS1", "system.info");
      said.code.should.equal("bad-reply");
      said.text.should.match(/os: /);
    });
  });

  it("50 MB before an answer are not kept: the shell is ended, a change may have been made, and the next call has a new one", async () => {
    const connection = connect({ kind: "local", executable: answering(host, "flood") });
    (await told(ask(connection, "nlb.host", {}), "CAS1", "nlb.host")).code.should.equal("bad-reply");
    (await told(ask(connection, "nlb.stop", {}), "CAS1", "nlb.stop")).code.should.equal("outcome-unknown");
  });

  it("text between the answers, and half a frame, harm nothing", async () => {
    const connection = connect({ kind: "local", executable: answering(host, "garbage") });
    for (let times = 0; times < 3; times++) (await ask(connection, "nlb.host", {})).state.should.equal("stopped");
  });

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

  describe("over SSH", () => {
    let rehearsal: Rehearsal;
    let ssh: SshSettings;
    before(needsSshServer);
    before(async () => {
      rehearsal = await Rehearsal.start({
        array: "a",
        members: ["CAS1"],
        seed: 1,
        speed: 60,
        faults: [],
        pwsh: thePowerShell(),
        kind: "ssh",
      });
      ssh = rehearsal.settings.ssh as SshSettings;
    });
    after(() => rehearsal?.stop());

    const over = (differently: Partial<SshSettings> = {}, address = rehearsal.members[0]?.address ?? ""): PowerShellConnection =>
      connect({ kind: "ssh", executable: thePowerShell(), ssh: { ...ssh, ...differently } }, [{ name: "CAS1", address }]);
    const failure = (connection: PowerShellConnection) => told(ask(connection, "nlb.drain", {}), "CAS1", "nlb.drain");

    it("a key that the server does not accept is denied access", async () => {
      const said = await failure(over({ keyFile: ssh.keyFile?.replace(/user$/, "stranger") ?? null }));
      said.code.should.equal("access-denied");
      said.hint.should.match(/authorized keys/);
    });

    it("a name that is not known is said to be", async () => {
      const said = await failure(over({}, "no-such-host.invalid"));
      said.should.containEql({ code: "unreachable", text: "the name could not be resolved" });
      said.hint.should.match(/address/);
    });

    it("a server whose host key is not known is not trusted", async () => {
      const file = join(folder, "known_none");
      writeFileSync(file, "");
      const said = await failure(over({ knownHostsFile: file }));
      said.code.should.equal("unreachable");
      said.text.should.match(/host key/);
    });

    it("a file of known hosts may have blanks in its path, as on Windows", async () => {
      const file = join(folder, "known hosts");
      writeFileSync(file, readFileSync(ssh.knownHostsFile ?? ""));
      (await ask(over({ knownHostsFile: file }), "nlb.host", {})).state.should.equal("converged");
    });

    it("a port on which nobody listens refuses the connection", async () => {
      (await failure(over({ port: 9 }))).should.containEql({ code: "unreachable", text: "the connection was refused" });
    });

    it("a session that breaks in mid-call: of a read nothing is lost, and the next call opens a new one", async () => {
      const connection = over();
      const wait = endless(rehearsal, "wait.ps1", "Start-Sleep 6000");
      await ask(connection, "nlb.host", {});
      const asked = told(ask(connection, "script.look", wait.args), "CAS1", "script.look");
      await wait.runs();
      await rehearsal.cutOff("CAS1");
      (await asked).code.should.equal("unreachable");
      (await ask(connection, "nlb.host", {})).state.should.equal("converged");
    });
  });
});
