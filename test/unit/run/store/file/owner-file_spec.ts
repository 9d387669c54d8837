import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import should from "should";
import { FileLocks } from "../../../../../lib/run/store/file/lock";
import { OwnerFile, Sightings } from "../../../../../lib/run/store/file/lock/owner-file";
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
  const sightings = new Sightings(() => now);
  /** Written by a process on another computer, unless it is said. */
  const by = (run: string, { at = () => now, on = sightings } = {}) =>
    new OwnerFile(
      path(),
      { run, since: new Date(now).toISOString(), host: "elsewhere", pid: process.pid, mark: run },
      { sightings: on, goneAfterMs: 60_000, settleMs: 0, now: at },
    );
  /** As it would be written there. */
  const moved = async (changes: object) => {
    await writeFile(path(), JSON.stringify({ ...JSON.parse(await readFile(path(), "utf8")), ...changes }));
  };
  const elsewhere = { place: "another computer" };

  it("keeps out whoever cannot see its socket, and is named to him", async () => {
    should(await by("first").take()).be.null();
    await moved(elsewhere);
    should(await by("second").take()).match({ run: "first", host: "elsewhere" });
  });

  it("is taken over when somebody has looked on for a minute without a new sign, and not before", async () => {
    const first = by("first");
    await first.take();
    await moved(elsewhere);
    should(await by("second").take()).match({ run: "first" });
    now += 55_000;
    (await first.renew()).should.be.true();
    await moved(elsewhere);
    should(await by("second").take()).match({ run: "first" });
    now += 59_000;
    should(await by("second").take()).match({ run: "first" });
    now += 2_000;
    should(await by("second").take()).be.null();
  });

  it("lives as long as it gives signs, however much the clocks of the two computers differ", async () => {
    for (const ahead of [-4 * 60_000, 4 * 60_000]) {
      const first = by("first", { at: () => now + ahead });
      await first.take();
      for (let sign = 0; sign < 20; sign++) {
        now += 10_000;
        (await first.renew()).should.be.true();
        await moved(elsewhere);
        should(await by("second").take()).match({ run: "first" });
      }
      await rm(path());
    }
  });

  it("is taken over at once when its last sign is of another day", async () => {
    await by("first").take();
    await moved(elsewhere);
    now += 86_400_000;
    should(await by("second", { on: new Sightings(() => now) }).take()).be.null();
  });

  it("hears when it wakes up that somebody has taken over, and does not take it back", async () => {
    const first = by("first");
    await first.take();
    now += 86_400_000;
    await moved(elsewhere);
    should(await by("second").take()).be.null();
    (await first.renew()).should.be.false();
    await first.release();
    JSON.parse(await readFile(path(), "utf8")).run.should.equal("second");
  });

  it("is taken over at once when its process on this computer has died", async () => {
    const nobody = 2 ** 22 + 1;
    await by("first").take();
    await moved({ pid: nobody });
    should(await by("second").take()).be.null();
  });

  it("is not taken for dead by another container of the same name, in which its process number is nobody's, or one's own", async () => {
    for (const pid of [2 ** 22 + 1, process.pid]) {
      await by("first").take();
      await moved({ ...elsewhere, host: hostname(), pid });
      should(await by("second").take()).match({ run: "first" });
      await rm(path());
    }
  });

  it("is no obstacle when it was written by halves", async () => {
    await writeFile(path(), '{"run":"fir');
    should(await by("second").take()).be.null();
  });

  it("is given to one of two who take over from a dead one at the same moment", async () => {
    for (let times = 0; times < 20; times++) {
      await by("dead").take();
      now += 86_400_000;
      await moved(elsewhere);
      const settle = (run: string) =>
        new OwnerFile(
          path(),
          { run, since: "2026-01-10T22:00:00Z", host: "here", pid: process.pid, mark: run },
          { sightings, goneAfterMs: 60_000, settleMs: 20, now: () => now },
        );
      const both = [settle("a"), settle("b")];
      const taken = await Promise.all(both.map((one) => one.take()));
      taken.filter((other) => other === null).length.should.equal(1);
      for (const one of both) await one.release();
      await rm(path(), { force: true });
    }
  });

  it("keeps the lock from a second container on the same folder, and gives the socket back", async () => {
    const locks = new FileLocks(folder);
    await (await locks.take("CAS-ARRAY", "first")).release();
    const owner = join(folder, `${createHash("sha256").update("cas-array").digest("hex").slice(0, 24)}.owner`);
    await writeFile(
      owner,
      JSON.stringify({ run: "there", since: "2026-01-10T22:00:00Z", host: "container-2", pid: 7, mark: "x", seenAt: now }),
    );
    const refused = await locks.take("CAS-ARRAY", "second").catch((error: unknown) => error);
    should(refused).be.instanceof(Held);
    (refused as Held).holder?.should.match({ run: "there", host: "container-2" });
    (refused as Held).mayBeGone.should.be.true();
    await rm(owner);
    await (await locks.take("CAS-ARRAY", "third")).release();
  });
});
