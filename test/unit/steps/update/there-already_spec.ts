import "should";
import type { InstallResult } from "../../../../lib/steps/update/install-update";
import { answering, packageOf, world } from "../harness";

const command = packageOf("rollup6", { name: "Extra", kind: "command", expectedBuild: null, fitsBuilds: "" });
const ofWindows = packageOf("rollup6", { kind: "windows-updates", file: "", expectedBuild: null, fitsBuilds: "", kbs: ["KB4012212"] });
const rollup = packageOf("rollup6");

/** How an installation ends whose installer ends with this code; `build`: what is installed from then on. */
async function ended(update: typeof command, exitCode: number, build?: string): Promise<{ says: string; warnings: string }> {
  let done = false;
  const work = await world({ seed: 3 }).work({
    instead: (next) =>
      answering("job.poll", async (real) => {
        const poll = (await real()) as { state: string };
        done ||= poll.state === "finished";
        return poll.state === "finished" ? { ...poll, exitCode } : poll;
      })(
        answering("update.installed", async (real) => {
          const installed = (await real()) as { build: string; updates: unknown[] };
          return { ...installed, build: done && build !== undefined ? build : "14.3.123.4", updates: [] };
        })(next),
      ),
  });
  await work.do("preflight-check", { pendingRestart: "warn", differentVersions: "warn" });
  await work.do("nlb-drainstop", { mode: "stop" });
  work.forgetWarnings();
  try {
    const { text, changed, restart } = await work.do<InstallResult>("install-update", { package: update, busyRetries: 0 });
    return { says: `${changed ? "changed" : "unchanged"}, restart ${restart}: ${text}`, warnings: work.warnings.join("; ") };
  } catch (error) {
    return { says: (error as Error).message, warnings: work.warnings.join("; ") };
  }
}

const there = /^unchanged, restart no: .* is installed already$/;
const restart = /^changed, restart needed: /;
const busy = /another installation was running/;

describe("install-update, of what its installer found there already", () => {
  const cases: readonly (readonly [what: string, update: typeof command, code: number, says: RegExp])[] = [
    ["wusa: installed already", command, 2359302, there],
    ["wusa: a restart is needed", command, 0x240005, restart],
    ["wusa: a restart is needed, as HRESULT", command, 0x80070bc2 | 0, restart],
    ["wusa: another installation, as HRESULT", command, 0x80070652, busy],
    ["wusa: failed, as HRESULT", command, 0x80070643 | 0, /exit code -2147023293 \(fatal error during the installation\)/],
    [
      "wusa: a restart has to take it back, as HRESULT",
      command,
      0x80070bc9 | 0,
      /it failed, and a restart has to take back what it has done/,
    ],
    ["wusa: errors", command, 0x240003, /there were errors when updates were installed/],
    ["the Windows Update Agent: installed already", ofWindows, 2359302, there],
    ["the Windows Update Agent: does not apply", ofWindows, 0x80240017 | 0, /the update does not apply to this server/],
    ["another version, which may be an older one", command, 1638, /another version of the product is installed/],
    ["a patch that does not fit", command, 1642, /the patch does not fit the installed version/],
    ["a rollup with the code of wusa", rollup, 2359302, /not a code that the Windows Installer knows/],
    ["a code that nobody knows", command, 4711, /not a code that the Windows Installer knows/],
  ];
  for (const [what, update, code, says] of cases)
    it(`goes by the codes of its kind (${what})`, async () => {
      const { says: said, warnings } = await ended(update, code);
      said.should.match(says);
      warnings.should.equal("");
    });

  for (const code of [1638, 1642])
    it(`goes by the build where the code may mean both (${code})`, async () => {
      (await ended(rollup, code, "14.3.195.1")).says.should.match(there);
      (await ended(rollup, code, "14.3.123.4")).says.should.match(/the installer ended with exit code/);
      (await ended(packageOf("rollup6", { kind: "command" }), code, "14.3.195.1")).says.should.match(there);
    });

  for (const code of [0x80240017, 0x80240017 | 0, 0x800f081e, 0x800f081e | 0])
    it(`says that nothing was installed where an update of a command does not apply (${code})`, async () => {
      const { says, warnings } = await ended(command, code);
      says.should.equal("unchanged, restart no: Extra does not apply, nothing was installed");
      warnings.should.match(
        /Extra does not apply to CAS1 \(0x80(240017|0f081e)\), .*either a newer update that is installed has it, or it is made for another version/,
      );
      // What can be proven has to be.
      const proven = packageOf("rollup6", { kind: "command" });
      (await ended(proven, code, "14.3.123.4")).says.should.match(/does not apply to this server/);
      (await ended(proven, code, "14.3.195.1")).says.should.match(there);
    });
});
