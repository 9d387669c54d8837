import { execFile } from "node:child_process";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import "should";
import { filesFor } from "../../../tools/jea/run-jea";
import { readFlow } from "../../../tools/program/flow-file";
import { installedPackage } from "./pack";

const execute = promisify(execFile);

describe("The programs of the installed package", function () {
  this.timeout(120_000);
  let folder: string;
  let scratch: string;

  /** Runs a program by the file that package.json names for it, as npx does. */
  const run = async (name: string, ...args: readonly string[]): Promise<string> => {
    const { bin } = JSON.parse(await readFile(join(folder, "package.json"), "utf8")) as { readonly bin: Readonly<Record<string, string>> };
    const { stdout } = await execute(process.execPath, [join(folder, bin[name] ?? name), ...args], { cwd: scratch });
    return stdout;
  };

  before(async () => {
    folder = join(await installedPackage(), "node_modules", "@rolling-update", "node-red");
    scratch = await mkdtemp(join(tmpdir(), "rolling-update-programs-"));
  });
  after(async () => {
    if (scratch !== undefined) await rm(scratch, { recursive: true, force: true });
  });

  it("write the same JEA files for a flow as in a clone, although no sources lie there", async () => {
    const flow = resolve(__dirname, "../../../examples/exchange-cas-array.json");
    await run("rolling-update-jea", "--out", "jea", "--flow", flow, "--account", "CONTOSO\\svc");
    const expected = filesFor(readFlow(flow), { flow, account: "CONTOSO\\svc", scom: false });
    (await readdir(join(scratch, "jea"))).sort().should.eql([...expected.keys()].sort());
    for (const [name, text] of expected) {
      const written = await readFile(join(scratch, "jea", name), "utf8");
      written.replace("\uFEFF", "").replaceAll("\r\n", "\n").should.equal(text);
    }
  });

  it("tell what they can do", async () => {
    (await run("rolling-update-jea", "--help")).should.match(/--flow FILE/);
    (await run("rolling-update-check-windows", "--help")).should.match(/--server NAME/);
  });
});
