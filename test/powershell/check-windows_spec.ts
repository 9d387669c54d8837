import "should";
import { openRealServers } from "../../lib/adapters/real-servers";
import { runCheck } from "../../tools/check-windows/run-check";
import { needsPowerShell, thePowerShell } from "../shared/powershell";
import { WindowsWorld } from "./windows/world/server";

describe("npm run check-windows on stand-ins for Windows", function () {
  this.timeout(120_000);
  let windows: WindowsWorld;

  before(needsPowerShell);
  before(async () => {
    windows = await WindowsWorld.start({ array: "CAS", members: ["CAS1", "CAS2"], seed: 1, speed: 1, faults: [], pwsh: thePowerShell() });
  });
  after(async () => {
    await windows?.stop();
  });

  it("gets answers to all reads through the real adapter, as the catalogue has agreed them", async () => {
    let said = "";
    const stream = { write: (text: string) => (said += text) } as never;
    const open = (way: Parameters<typeof openRealServers>[0]) => openRealServers({ ...way, environment: windows.environment("CAS1") });
    const env = { ROLLING_UPDATE_CHECK_ANYWHERE: "1", COMPUTERNAME: "CAS1" };
    const before = windows.truth().operations.filter(({ kind }) => kind === "change").length;
    const code = await runCheck(["--executable", thePowerShell()], env, { out: stream, err: stream, open });
    code.should.equal(0, said);
    for (const op of ["system.info", "nlb.host", "services.list", "events.since", "files.stat", "update.installed", "job.poll"])
      said.should.match(new RegExp(`${op.replace(".", "\\.")} +works`), said);
    windows
      .truth()
      .operations.filter(({ kind }) => kind === "change")
      .length.should.equal(before);
  });
});
