import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import should from "should";
import { FileLocks } from "../../../../../lib/run/store/file/lock";
import { Held } from "../../../../../lib/run/store/store";

const lockArray = (folder: string, array: string, run: string) => new FileLocks(folder).take(array, run);

const holdIt = (folder: string) => {
  const module = require.resolve("../../../../../lib/run/store/file/lock");
  const load = `(${module.endsWith(".ts") ? 'require("tsx/cjs"), ' : ""}require(${JSON.stringify(module)}))`;
  const script = `new (${load}.FileLocks)(${JSON.stringify(folder)}).take("CAS-ARRAY", "other").then((lock) => { console.log(lock.fence); setInterval(() => {}, 1000); });`;
  return spawn(process.execPath, ["-e", script], { cwd: join(__dirname, "../../../../.."), stdio: ["ignore", "pipe", "inherit"] });
};

describe("the lock on an array", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "locks-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("is given once, and a second start is told who holds it", async () => {
    const lock = await lockArray(folder, "CAS-ARRAY", "first");
    const refused = await lockArray(folder, "cas-array", "second").then(
      () => null,
      (error: unknown) => error,
    );
    should(refused).be.instanceof(Held);
    (refused as Held).holder?.run.should.equal("first");
    (refused as Held).message.should.match(/run first since/);
    await lock.release();
    await (await lockArray(folder, "CAS-ARRAY", "third")).release();
  });

  it("is the same lock by every spelling of the folder", async () => {
    const spelt = [`${folder}/.`, `${folder}/../${basename(folder)}`];
    if (process.platform === "win32")
      spelt.push(folder.toUpperCase(), folder.toLowerCase(), folder.replaceAll("\\", "/"), `\\\\?\\${folder}`);
    const lock = await lockArray(folder, "CAS-ARRAY", "first");
    for (const other of spelt) await lockArray(other, "CAS-ARRAY", "second").should.be.rejectedWith(Held);
    await lock.release();
  });

  it("is the same lock by a link to the folder", async () => {
    const link = join(folder, "link");
    await symlink(folder, link, "junction");
    const lock = await lockArray(folder, "CAS-ARRAY", "first");
    await lockArray(link, "CAS-ARRAY", "second").should.be.rejectedWith(Held);
    await lock.release();
  });

  it("does not lock another array", async () => {
    const a = await lockArray(folder, "CAS-ARRAY", "a");
    const b = await lockArray(folder, "WEB-FARM", "b");
    await Promise.all([a.release(), b.release()]);
  });

  it("hands out a higher fencing number each time, over restarts too", async () => {
    const numbers: number[] = [];
    for (const run of ["a", "b", "c"]) {
      const lock = await lockArray(folder, "CAS-ARRAY", run);
      numbers.push(lock.fence);
      await lock.release();
    }
    numbers.should.eql([...new Set(numbers)].sort((a, b) => a - b));
  });

  it("begins in a new folder above all numbers that were handed out elsewhere before", async () => {
    const elsewhere = await mkdtemp(join(tmpdir(), "lock-"));
    try {
      const lock = await lockArray(folder, "CAS-ARRAY", "a");
      await lock.release();
      await new Promise((resolve) => setTimeout(resolve, 5));
      const other = await lockArray(elsewhere, "CASARRAY", "b");
      other.fence.should.be.above(lock.fence);
      await other.release();
    } finally {
      await rm(elsewhere, { recursive: true });
    }
  });

  it("refuses to count on from a number that was spoiled", async () => {
    await (await lockArray(folder, "CAS-ARRAY", "a")).release();
    const [name] = (await readdir(folder)).filter((file) => file.endsWith(".fence"));
    await writeFile(join(folder, name as string), "many");
    await lockArray(folder, "CAS-ARRAY", "b").should.be.rejectedWith(
      /fencing number in .*\.fence is not a number\. Write a number into the file that is higher/,
    );
    await lockArray(folder, "CAS-ARRAY", "c").should.be.rejectedWith(
      /fencing number in .*\.fence is not a number\. Write a number into the file that is higher/,
    );
  });

  it("is taken back by the operating system when its owner is killed", async () => {
    const other = holdIt(folder);
    const [first] = (await once(other.stdout, "data")) as [Buffer];
    await lockArray(folder, "CAS-ARRAY", "mine").should.be.rejectedWith(Held);
    other.kill("SIGKILL");
    await once(other, "exit");
    const lock = await lockArray(folder, "CAS-ARRAY", "mine");
    lock.fence.should.be.above(Number(first.toString()));
    await lock.release();
  }).timeout(20_000);
});
