import { appendFile, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import should from "should";
import type { Dated } from "../../../../../lib/run/record";
import { FileStore } from "../../../../../lib/run/store/file";
import type { Failure } from "../../../../../lib/texts";
import { begun, finished, textsOf, warned } from "../contract";
import { SmallDisk } from "./small-disk";

/** What a person reads. */
const told = async (doing: Promise<unknown>): Promise<{ readonly code: string; readonly words: string }> => {
  const error = await doing.then(
    () => null,
    (thrown: unknown) => thrown as Failure,
  );
  return { code: error?.code ?? "none", words: error?.message ?? "nothing was thrown" };
};

describe("care for journals", () => {
  let folder: string;
  let disk: SmallDisk;
  const stores: FileStore[] = [];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "care-"));
    disk = new SmallDisk(folder);
  });
  afterEach(async () => {
    for (const store of stores.splice(0)) for (const run of ["r1", "r2", "r3"]) await store.journals.close(run).catch(() => undefined);
    await rm(folder, { recursive: true, force: true });
  });
  const open = (): FileStore => {
    const store = new FileStore(folder, { disk: disk.disk });
    stores.push(store);
    return store;
  };
  const path = (run = "r1") => join(folder, "runs", `${run}.jsonl`);
  const write = async (...entries: readonly Dated[]): Promise<FileStore> => {
    const store = open();
    for (const entry of entries) await store.journals.append("r1", entry);
    return store;
  };

  describe("on a full disk", () => {
    it("refuse a new run, and say which disk is full and what to do", async () => {
      disk.space = 1024 * 1024;
      const { code, words } = await told(open().journals.append("r1", begun()));
      code.should.equal("disk-full");
      words.should.match(/The disk is full: .*r1\.jsonl could not be written\. Free space/);
      (await readdir(folder)).should.not.containEql("reserve");
    });

    it("keep every entry of a run at work, whole, and say that they live on the reserve", async () => {
      const { journals } = await write(begun());
      journals.onReserve.should.be.false();
      disk.space = disk.used() + 50;
      const texts = Array.from({ length: 200 }, (_, index) => `${index} ${"x".repeat(1000)}`);
      for (const text of texts) await journals.append("r1", warned(text));
      journals.onReserve.should.be.true();
      textsOf(await open().journals.read("r1")).should.eql(["run started", ...texts]);
    });

    it("leave room for the reports, of which nothing half-written is left", async () => {
      const store = await write(begun());
      disk.space = disk.used() + 50;
      const where = await store.reports.keep("r1", { html: "h".repeat(1_000_000), json: "j".repeat(1_000_000) });
      (await readFile(where, "utf8")).length.should.equal(1_000_000);
      (await readdir(join(folder, "reports"))).sort().should.eql(["r1.html", "r1.json"]);
    });

    it("keep an earlier report whole when a later one does not fit", async () => {
      const store = await write(begun());
      const where = await store.reports.keep("r1", { html: "first", json: "1" });
      disk.space = disk.used() + 50;
      await store.reports.keep("r1", { html: "h".repeat(9_000_000), json: "2" }).should.be.rejectedWith({ code: "disk-full" });
      (await readFile(where, "utf8")).should.equal("first");
      (await readFile(join(folder, "reports", "r1.json"), "utf8")).should.equal("1");
      (await readdir(join(folder, "reports"))).sort().should.eql(["r1.html", "r1.json"]);
    });

    it("let a run that was cut off be gone on with, though there is no reserve", async () => {
      await (await write(begun())).journals.close("r1");
      await rm(join(folder, "reserve"));
      disk.space = disk.used() + 5_000;
      await open().journals.append("r1", warned("after the crash"));
      textsOf(await open().journals.read("r1")).should.eql(["run started", "after the crash"]);
    });

    it("set the reserve aside again for the next run", async () => {
      const { journals } = await write(begun());
      disk.space = disk.used() + 50;
      for (let n = 0; n < 3; n++) await journals.append("r1", warned("x".repeat(1000)));
      disk.space = Number.POSITIVE_INFINITY;
      await journals.append("r2", begun("r2"));
      journals.onReserve.should.be.false();
      (await readdir(folder)).should.containEql("reserve");
    });
  });

  describe("in a folder that may not be written", () => {
    for (const code of ["EROFS", "EACCES", "EPERM"])
      it(`say so, with the file and what to do (${code})`, async () => {
        disk.refuses = code;
        const { code: reason, words } = await told(open().journals.append("r1", begun()));
        reason.should.equal("disk-read-only");
        words.should.match(/Node-RED may not write.*r1\.jsonl\. Let the account of Node-RED read and write/);
      });

    it("are read and listed all the same", async () => {
      await (await write(begun(), finished)).journals.close("r1");
      await rm(join(folder, "runs.index"));
      disk.refuses = "EROFS";
      const { journals } = open();
      textsOf(await journals.read("r1")).should.eql(["run started", "run finished"]);
      (await journals.list()).map(({ run }) => run).should.eql(["r1"]);
    });
  });

  describe("of which a line was changed", () => {
    it("say which line it is, how much holds, and what to do", async () => {
      await write(begun(), warned("drained"), warned("installed"));
      const text = await readFile(path(), "utf8");
      await writeFile(path(), text.replace("drained", "skipped"));
      const { code, words } = await told(open().journals.read("r1"));
      code.should.equal("journal-changed");
      words.should.match(/run r1 was changed after it was written \(line 3\)\. Only the 2 lines before it hold\. Look at the members/);
    });

    it("take nothing more, so that what is there stays as evidence", async () => {
      await (await write(begun(), warned("drained"), warned("installed"))).journals.close("r1");
      const changed = (await readFile(path(), "utf8")).replace("drained", "skipped");
      await writeFile(path(), changed);
      await open().journals.append("r1", warned("more")).should.be.rejectedWith({ code: "journal-changed" });
      (await readFile(path(), "utf8")).should.equal(changed);
    });
  });

  describe("of another version", () => {
    it("are named when a later version wrote them, by a list too: nobody knows what that run has left", async () => {
      await (await write(begun())).journals.close("r1");
      await writeFile(path(), (await readFile(path(), "utf8")).replace(/"v":\d+/, '"v":99'));
      await rm(join(folder, "runs.index"));
      const { journals } = open();
      for (const doing of [() => journals.read("r1"), () => journals.list(), () => journals.find("CAS-ARRAY", "k")])
        (await told(doing())).words.should.match(/written by a later version of this package \(version 99;/);
    });

    it("are listed and read when they are from before there were versions", async () => {
      await mkdir(join(folder, "runs"), { recursive: true });
      const { at, ...first } = begun();
      await writeFile(path(), `${JSON.stringify({ n: 0, before: "", at, ...first })}\n`);
      (await open().journals.list()).map(({ run }) => run).should.eql(["r1"]);
      textsOf(await open().journals.read("r1")).should.eql(["run started"]);
    });
  });

  describe("that cannot be told from a run", () => {
    it("are not passed over in a list: a first line that is spoiled, in a file that is a journal", async () => {
      await (await write(begun(), warned("a"))).journals.close("r1");
      await rm(join(folder, "runs.index"));
      await writeFile(path(), (await readFile(path(), "utf8")).replace('"n":0', '"n"#0'));
      const { code, words } = await told(open().journals.list());
      code.should.equal("journal-unreadable");
      words.should.match(/r1\.jsonl is the journal of a run, and its first line cannot be read.*move the file to another folder/);
    });

    it("are not passed over when the disk says no", async () => {
      await (await write(begun())).journals.close("r1");
      await rm(join(folder, "runs.index"));
      disk.disk.stat = (() => Promise.reject(Object.assign(new Error("EMFILE: too many open files"), { code: "EMFILE" }))) as never;
      (await told(open().journals.find("CAS-ARRAY", "k"))).should.match({ code: "disk-failed", words: /r1\.jsonl could not be read/ });
    });

    it("are known by another name that somebody has given the file, unless it is a copy", async () => {
      await (await write(begun())).journals.close("r1");
      await rm(join(folder, "runs.index"));
      await writeFile(path("r1-copy"), await readFile(path()));
      (await open().journals.list()).map(({ run }) => run).should.eql(["r1"]);
      await rm(path("r1-copy"));
      await rename(path(), path("old"));
      await rm(join(folder, "runs.index"), { force: true });
      (await told(open().journals.list())).words.should.match(
        /old\.jsonl is the journal of run r1 under another name\. Give the file the name/,
      );
    });
  });

  describe("in great numbers", () => {
    const opened = () => {
      const names: string[] = [];
      const { open: really } = disk.disk;
      disk.disk.open = (async (...args: Parameters<typeof really>) => {
        names.push(String(args[0]));
        return await really(...args);
      }) as typeof really;
      return () => names.filter((name) => name.endsWith(".jsonl")).length;
    };
    beforeEach(async () => {
      const { journals } = open();
      for (let n = 0; n < 30; n++) {
        const run = `run-${n}`;
        await journals.append(run, begun(run, n, { key: { value: `key-${n}`, bodyHash: "h" } }));
        if (n !== 7) await journals.append(run, finished);
        await journals.close(run);
      }
    });

    it("are listed and found without being opened, but for those that are not finished", async () => {
      const count = opened();
      const { journals } = open();
      (await journals.list()).length.should.equal(30);
      should((await journals.find("CAS-ARRAY", "key-29"))?.run).equal("run-29");
      count().should.equal(1);
    });

    it("are listed without a look at those that are at work in this process, until it lets go of them", async () => {
      const { journals } = open();
      for (let n = 0; n < 20; n++) await journals.append(`at-work-${n}`, begun(`at-work-${n}`, 100 + n));
      await journals.list();
      for (let n = 0; n < 20; n++) await journals.append(`at-work-${n}`, warned("still at work"));
      const count = opened();
      const listed = await journals.list();
      listed.filter(({ finished: done }) => !done).length.should.equal(21);
      // That of the run of before, which may have been finished by another process.
      count().should.be.belowOrEqual(1);
      for (let n = 0; n < 20; n++) await journals.close(`at-work-${n}`);
      const other = open().journals;
      await other.append("at-work-3", finished);
      await other.close("at-work-3");
      const later = await journals.list();
      later.filter(({ finished: done }) => !done).length.should.equal(20);
    });

    it("are found as well when the index is gone, cut short, spoiled, or from another folder", async () => {
      const index = join(folder, "runs.index");
      const whole = await readFile(index, "utf8");
      for (const spoiled of [
        null,
        whole.slice(0, 777),
        whole.replaceAll('"run"', '"nur"'),
        "\u0000\n\n[]\n7\n",
        whole.replaceAll("run-1", "run-9"),
      ]) {
        await (spoiled === null ? rm(index) : writeFile(index, spoiled));
        const { journals } = open();
        (await journals.list()).map(({ run }) => run).should.eql(Array.from({ length: 30 }, (_, n) => `run-${29 - n}`));
        (await journals.list())
          .filter(({ finished: done }) => !done)
          .map(({ run }) => run)
          .should.eql(["run-7"]);
        should((await journals.find("CAS-ARRAY", "key-12"))?.run).equal("run-12");
      }
    });

    it("have the last word: a run without a journal is not listed", async () => {
      await rm(path("run-3"));
      (await open().journals.list()).some(({ run }) => run === "run-3").should.be.false();
      should(await open().journals.find("CAS-ARRAY", "key-3")).be.null();
    });
  });

  it("write a line that is one line for everybody, whatever is in it", async () => {
    await write(begun(), warned("pasted\u2028from\u2029a page\r\n"));
    const text = await readFile(path(), "utf8");
    text.split(/[\n\r\u2028\u2029]/).length.should.equal(3);
    textsOf(await open().journals.read("r1")).should.eql(["run started", "pasted\u2028from\u2029a page\r\n"]);
  });

  it("pass over what a loss of power has left of the last line", async () => {
    await (await write(begun(), warned("a"))).journals.close("r1");
    await appendFile(path(), Buffer.alloc(4096));
    const { journals } = open();
    await journals.append("r1", warned("after"));
    textsOf(await open().journals.read("r1")).should.eql(["run started", "a", "after"]);
  });
});
