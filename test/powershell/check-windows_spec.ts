import "should";
import { PowerShellConnection } from "../../lib/adapters/powershell/index";
import { defaultExecutable } from "../../lib/adapters/powershell/settings";
import * as tries from "../../lib/connection-test/try-reads";
import { sayInEnglish } from "../../lib/texts/say";
import type * as RunModule from "../../tools/check-windows/run-check.mjs" with { "resolution-mode": "import" };
import { needsPowerShell, thePowerShell } from "../shared/powershell";
import { WindowsWorld } from "./windows/world/server";

const { runCheck } = require("../../tools/check-windows/run-check.mjs") as typeof RunModule;

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
    class OnStandIns extends PowerShellConnection {
      constructor(options: ConstructorParameters<typeof PowerShellConnection>[0]) {
        super({ ...options, environment: windows.environment("CAS1") });
      }
    }
    let said = "";
    const stream = { write: (text: string) => (said += text) } as never;
    const env = { ROLLING_UPDATE_CHECK_ANYWHERE: "1", COMPUTERNAME: "CAS1" };
    const built = { ...tries, sayInEnglish, defaultExecutable, PowerShellConnection: OnStandIns };
    const before = windows.truth().operations.filter(({ kind }) => kind === "change").length;
    const code = await runCheck(["--executable", thePowerShell()], env, { out: stream, err: stream }, built);
    code.should.equal(0, said);
    for (const op of ["system.info", "nlb.host", "services.list", "events.since", "files.stat", "update.installed", "job.poll"])
      said.should.match(new RegExp(`${op.replace(".", "\\.")} +works`), said);
    windows
      .truth()
      .operations.filter(({ kind }) => kind === "change")
      .length.should.equal(before);
  });
});
