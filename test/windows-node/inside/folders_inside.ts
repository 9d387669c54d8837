import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import should from "should";
import type { Dated } from "../../../lib/run/record/entry";
import { FileStore } from "../../../lib/run/store/file/file-store";
import { smallStart } from "../../shared/small-plan";

const begun = smallStart();
const warned: Dated = { type: "warning", member: null, text: "drained", at: 2000 };

/** By every name under which somebody else may mean the same folder. */
const names: Readonly<Record<string, (folder: string) => string>> = {
  "in capitals": (folder) => folder.toUpperCase(),
  "in small letters, the drive too": (folder) => folder.toLowerCase(),
  "with slashes": (folder) => folder.replaceAll("\\", "/"),
  "with a prefix that turns off the parsing of paths": (folder) => `\\\\?\\${folder}`,
};

const folders: Readonly<Record<string, string>> = {
  "with blanks and other scripts": "Node-RED von Jürgen & Söhne (日本) 100 %",
  "with a path longer than MAX_PATH": join(...Array<string>(6).fill("x".repeat(60))),
  "whose name is a device": "con",
};

describe("The files of runs on Windows", () => {
  let root: string;
  before(async () => {
    root = await mkdtemp(join(tmpdir(), "Runs-"));
  });
  after(() => rm(root, { recursive: true, force: true }));

  for (const [what, name] of Object.entries(folders))
    it(`lie in a folder ${what}`, async () => {
      const folder = join(root, name);
      const store = new FileStore(folder);
      const lock = await store.locks.take("CAS-ARRAY", "r1");
      await store.journals.append("r1", begun);
      await store.journals.append("r1", warned);
      await store.journals.close("r1");
      await lock.release();
      const report = await store.reports.keep("r1", { html: "<p>ü 日本", json: "{}" });
      report.should.equal(`${folder}\\reports\\r1.html`);
      (await readFile(report, "utf8")).should.equal("<p>ü 日本");
      (await readdir(folder)).sort().should.eql(["locks", "reports", "reserve", "runs", "runs.index"]);
      (await new FileStore(folder).journals.list()).map(({ run }) => run).should.eql(["r1"]);
    });

  for (const [how, spelt] of Object.entries(names))
    it(`are the same when the folder is written ${how}`, async () => {
      const folder = join(root, "Same Ünder");
      const other = spelt(folder);
      const first = new FileStore(folder);
      const lock = await first.locks.take("CAS-ARRAY", "r1");
      await lock.release();
      await first.journals.append("r1", begun);
      await first.journals.close("r1");
      const second = new FileStore(other);
      await second.journals.append("r1", warned);
      await second.journals.close("r1");
      (await first.journals.read("r1"))?.at(-1)?.type.should.equal("warning");
      const again = await second.locks.take("CAS-ARRAY", "r2");
      again.fence.should.be.above(lock.fence);
      await again.release();
      // One file with the last fencing number, not one for each spelling.
      (await readdir(join(folder, "locks"))).length.should.equal(1);
    });

  it("are not looked for under the names of devices, nor where a name means another file", async () => {
    const store = new FileStore(join(root, "asked"));
    for (const run of [
      "CON",
      "con.txt",
      "NUL",
      "COM1",
      "LPT9.x",
      "AUX",
      "r1:stream",
      "r1.",
      "r1 ",
      "..",
      "C:r1",
      "\\\\host\\share",
      "r1::$DATA",
    ]) {
      should(await store.journals.read(run)).equal(null, run);
      if (/^[\w.]+$/.test(run) && !run.startsWith(".")) should(await store.reports.of(run)).equal(null, run);
    }
  });
});
