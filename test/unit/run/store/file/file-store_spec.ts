import { appendFile, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import should from "should";
import type { Dated } from "../../../../../lib/run/record/entry";
import { FileStore } from "../../../../../lib/run/store/file/file-store";
import { smallStart } from "../../../../shared/small-plan";

const begun = smallStart();
const warned = (text: string, at = 2000): Dated => ({ type: "warning", member: null, text, at });

describe("journal files", () => {
  let folder: string;
  const stores: FileStore[] = [];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "runs of Jürgen, Παύλος and 日本 "));
  });
  afterEach(async () => {
    // On some Windows a folder cannot be removed while a file in it is open.
    for (const store of stores.splice(0)) for (const run of ["r1", "r2"]) await store.journals.close(run);
    await rm(folder, { recursive: true, force: true });
  });
  const newStore = (): FileStore => {
    const store = new FileStore(folder);
    stores.push(store);
    return store;
  };
  const path = () => join(folder, "runs", "r1.jsonl");

  it("give back what was written, in order, to another process too", async () => {
    const store = newStore();
    await store.journals.append("r1", begun);
    await Promise.all(["a", "b", "c"].map((text) => store.journals.append("r1", warned(text))));
    const read = await newStore().journals.read("r1");
    read?.map((entry) => (entry.type === "warning" ? entry.text : entry.type)).should.eql(["run started", "a", "b", "c"]);
  });

  it("know nothing of a run that never was, nor of a name that is a path", async () => {
    const store = newStore();
    ((await store.journals.read("r9")) === null).should.be.true();
    ((await store.journals.read("../../etc/passwd")) === null).should.be.true();
  });

  it("notice a line that was changed afterwards", async () => {
    const store = newStore();
    await store.journals.append("r1", begun);
    await store.journals.append("r1", warned("drained"));
    await store.journals.append("r1", warned("installed"));
    const text = await readFile(path(), "utf8");
    await writeFile(path(), text.replace("drained", "skipped"));
    await newStore()
      .journals.read("r1")
      .should.be.rejectedWith(/changed after it was written/);
  });

  it("notice a line that was taken out", async () => {
    const store = newStore();
    await store.journals.append("r1", begun);
    await store.journals.append("r1", warned("a"));
    await store.journals.append("r1", warned("b"));
    const lines = (await readFile(path(), "utf8")).split("\n");
    await writeFile(path(), [lines[0], lines[2], ""].join("\n"));
    await newStore()
      .journals.read("r1")
      .should.be.rejectedWith(/changed after it was written/);
  });

  it("notice that an editor has saved them with other ends of lines, or with a mark at the beginning", async () => {
    const store = newStore();
    await store.journals.append("r1", begun);
    await store.journals.append("r1", warned("drained"));
    const text = await readFile(path(), "utf8");
    for (const saved of [text.replaceAll("\n", "\r\n"), `\uFEFF${text}`]) {
      await writeFile(path(), saved);
      await newStore()
        .journals.read("r1")
        .should.be.rejectedWith(/changed after it was written/);
    }
  });

  it("refuse what a later version has written, whatever it may mean by it", async () => {
    const store = newStore();
    await store.journals.append("r1", begun);
    await store.journals.append("r1", warned("a"));
    const [first = "", second = ""] = (await readFile(path(), "utf8")).split("\n");
    second.should.match(/"v":2,/);
    await writeFile(path(), `${first}\n${second.replace('"v":2,', '"v":3,')}\n`);
    await newStore()
      .journals.read("r1")
      .should.be.rejectedWith(/This journal was written by a later version of this package \(version 3;/);
  });

  it("drop the line that a dying process left unfinished, and go on after it", async () => {
    const first = newStore();
    await first.journals.append("r1", begun);
    await appendFile(path(), '{"n":1,"at":5,"befo');
    const second = newStore();
    await second.journals.append("r1", warned("after the crash"));
    const read = await newStore().journals.read("r1");
    read?.length.should.equal(2);
  });

  it("list runs with their plans, newest first, and pass over what is no journal", async () => {
    const store = newStore();
    await store.journals.append("r1", begun);
    await store.journals.append("r2", { ...begun, run: "r2", at: 3000 });
    await writeFile(join(folder, "runs", "broken.jsonl"), "not JSON\n");
    (await store.journals.list()).map(({ run }) => run).should.eql(["r2", "r1"]);
  });

  it("keep both reports and leave no half-written one", async () => {
    const store = newStore();
    await store.journals.append("r1", begun);
    const where = await store.reports.keep("r1", { html: "<p>", json: "{}" });
    (await readFile(where, "utf8")).should.equal("<p>");
    should(await newStore().reports.of("r1")).equal(where);
    should(await newStore().reports.of("r2")).be.null();
    (await readdir(join(folder, "reports"))).sort().should.eql(["r1.html", "r1.json"]);
  });
});
