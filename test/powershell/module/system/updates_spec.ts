import should from "should";
import { packages } from "../../../../lib/adapters/lab/machine/packages";
import type { ResultOf } from "../../../../lib/server/catalogue";
import { needsPowerShell } from "../../../shared/powershell";
import { Stage } from "../member";

describe("What is installed on a member", function () {
  this.timeout(30_000);
  let stage: Stage;
  before(needsPowerShell);
  afterEach(() => stage?.close());
  const installed = async () => (await stage.shell.invoke("update.installed")) as ResultOf<"update.installed">;

  it("is Exchange with the build of its setup program, without padding", async () => {
    stage = await Stage.open();
    (await installed()).should.eql({ product: "Microsoft Exchange Server 2010", build: "14.3.123.4", updates: [] });
  });

  it("has patches of Windows Installer and updates of Windows", async () => {
    stage = await Stage.open();
    const { machine } = stage.resident;
    const at = "2026-01-09T12:00:00.000Z";
    machine.software.build = packages.rollup6.build;
    machine.software.updates.push(
      { name: packages.rollup6.title, kb: packages.rollup6.kb, installedAt: at },
      { name: "Security Update for Windows (KB4012212)", kb: "KB4012212", installedAt: at },
    );
    const { build, updates } = await installed();
    should(build).equal(packages.rollup6.build);
    (updates ?? [])
      .map(({ name, kb }) => ({ name, kb }))
      .should.eql([
        { name: packages.rollup6.title, kb: packages.rollup6.kb },
        { name: "Security Update (KB4012212)", kb: "KB4012212" },
      ]);
    // A day is all that Windows keeps, of the server's own time.
    for (const { installedAt } of updates ?? [])
      Math.abs(Date.parse(installedAt ?? "") - Date.parse("2026-01-09T00:00:00Z")).should.be.belowOrEqual(14 * 3_600_000);
  });

  it("has its build also where WMI is disabled, and then its updates are not known", async () => {
    stage = await Stage.open();
    stage.happen(() => stage.resident.machine.services.hold((name) => name === "Winmgmt"));
    (await installed()).should.eql({ product: "Microsoft Exchange Server 2010", build: "14.3.123.4", updates: null });
  });

  it("is nothing that is known where there is no Exchange", async () => {
    stage = await Stage.open({ role: "web-farm" });
    (await installed()).should.eql({ product: null, build: null, updates: [] });
  });
});
