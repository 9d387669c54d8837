import { openRealServers } from "../../lib/adapters/real-servers";
import { Rehearsal } from "../powershell/windows/rehearsal";
import { needsPowerShell, needsSshServer, thePowerShell } from "../shared/powershell";
import type { Setting } from "./adapter";
import { contract } from "./contract";

/** How many times as fast as the clock on the wall the computers' world goes. */
const SPEED = 300;
/** A name that is not the one of the computer at its address. */
const MISLED = "CAS33";

/** The contract on computers that are reached in one way. Each way has a spec of its own, so that they can be played side by side. */
export function contractOnPowerShell(kind: "local" | "ssh"): void {
  describe(`With PowerShell (${kind})`, () => {
    before(needsPowerShell);
    if (kind === "ssh") before(needsSshServer);
    contract({
      name: kind === "ssh" ? "PowerShell over SSH" : "PowerShell",
      misled: MISLED,
      open: async (world: Setting) => {
        const rehearsal = await Rehearsal.start({
          ...world,
          speed: SPEED,
          kind,
          pwsh: thePowerShell(),
          doors: true,
          aliases: { [MISLED]: "CAS3" },
        });
        const { settings, scomServer, windows } = rehearsal;
        const members = [...rehearsal.members, ...rehearsal.aliases];
        const connection = openRealServers({ settings, members, scomServer, clock: windows.clock });
        const close = async () => {
          await connection.close();
          await rehearsal.stop();
        };
        return { connection, loseNextAnswer: (member) => windows.loseNextAnswer(member), close };
      },
    });
  });
}
