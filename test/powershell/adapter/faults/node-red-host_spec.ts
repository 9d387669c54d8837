import "should";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { thePowerShell } from "../../../shared/powershell";
import { ask, connections, told } from "./connections";

describe("What goes wrong on the way to a server", function () {
  this.timeout(90_000);
  const { connect, fileOf } = connections();

  const command = (name: string, script: string): string => {
    const file = fileOf(name);
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
      const connection = connect({ kind: "local", executable: fileOf("no-pwsh") });
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

  it("the sessions of a server that restarts are not used again, whatever they say about themselves", async () => {
    const starts = fileOf("starts");
    const counted = command("counted", `echo >>'${starts}'; exec '${answering(host)}' "$@"`);
    const connection = connect({ kind: "local", executable: counted });
    for (let times = 0; times < 2; times++) await ask(connection, "nlb.host", {});
    readFileSync(starts, "utf8").should.have.length(1);
    await connection.invoke("CAS1", "system.restart", { bootedAt: "2026-01-10T22:00:00Z" }, {});
    await ask(connection, "nlb.host", {});
    readFileSync(starts, "utf8").should.have.length(2);
  });

  it("text between the answers, and half a frame, harm nothing", async () => {
    const connection = connect({ kind: "local", executable: answering(host, "garbage") });
    for (let times = 0; times < 3; times++) (await ask(connection, "nlb.host", {})).state.should.equal("stopped");
  });
});
