import "should";
import { readFileSync, writeFileSync } from "node:fs";
import type { PowerShellConnection } from "../../../../lib/adapters/powershell";
import type { SshSettings } from "../../../../lib/adapters/powershell/settings";
import { needsSshServer, thePowerShell } from "../../../shared/powershell";
import { Rehearsal } from "../../windows/rehearsal";
import { ask, connections, told } from "./connections";
import { endless } from "./endless";

describe("What goes wrong on the way to a server", function () {
  this.timeout(90_000);
  const { connect, fileOf } = connections();

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
      const file = fileOf("known_none");
      writeFileSync(file, "");
      const said = await failure(over({ knownHostsFile: file }));
      said.code.should.equal("unreachable");
      said.text.should.match(/host key/);
    });

    it("a file of known hosts may have blanks in its path, as on Windows", async () => {
      const file = fileOf("known hosts");
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
