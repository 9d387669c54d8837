import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import should from "should";
import { OwnerFile } from "../../../../../lib/run/store/file/owner-file";
import { lockArray } from "../../../../../lib/run/store/file/socket-lock";
import { Held } from "../../../../../lib/run/store/store";

describe("the owner of an array, written into the folder", () => {
  let folder: string;
  let now: number;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "owner-"));
    now = Date.now();
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const path = () => join(folder, "array.owner");
  const by = (run: string, host = "elsewhere", pid = 1) =>
    new OwnerFile(path(), { run, since: new Date(now).toISOString(), host, pid, mark: run }, () => now);

  it("keeps out whoever cannot see its socket, and is named to him", async () => {
    should(await by("first").take()).be.null();
    (await by("second").take())?.should.match({ run: "first", host: "elsewhere" });
  });

  it("is taken over when it has not been renewed for a minute, and not before", async () => {
    const first = by("first");
    await first.take();
    now += 55_000;
    (await first.renew()).should.be.true();
    now += 59_000;
    (await by("second").take())?.run.should.equal("first");
    now += 2_000;
    should(await by("second").take()).be.null();
  });

  it("hears when it wakes up that somebody has taken over, and does not take it back", async () => {
    const first = by("first");
    await first.take();
    now += 61_000;
    await by("second").take();
    (await first.renew()).should.be.false();
    await first.release();
    JSON.parse(await readFile(path(), "utf8")).run.should.equal("second");
  });

  it("is taken over at once when its process on this host has died", async () => {
    const nobody = 2 ** 22 + 1;
    await by("first", hostname(), nobody).take();
    should(await by("second").take()).be.null();
  });

  it("is no obstacle when it was written by halves", async () => {
    await writeFile(path(), '{"run":"fir');
    should(await by("second").take()).be.null();
  });

  it("keeps the lock from a second container on the same folder, and gives the socket back", async () => {
    const lock = await lockArray(folder, "CAS-ARRAY", "first");
    await lock.release();
    const owner = join(folder, `${createHash("sha256").update("cas-array").digest("hex").slice(0, 24)}.owner`);
    await writeFile(
      owner,
      JSON.stringify({ run: "there", since: "2026-01-10T22:00:00Z", host: "container-2", pid: 7, mark: "x", seenAt: now }),
    );
    const refused = await lockArray(folder, "CAS-ARRAY", "second").catch((error: unknown) => error);
    should(refused).be.instanceof(Held);
    (refused as Held).holder?.should.match({ run: "there", host: "container-2" });
    await rm(owner);
    await (await lockArray(folder, "CAS-ARRAY", "third")).release();
  });
});
