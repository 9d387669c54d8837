import should from "should";
import { Disk } from "../../../simulation/store";
import { begun, textsOf, warned } from "../../unit/run/store/contract";

/** Whether a promise is still open after everything else has had its turn. */
const open = async (promise: Promise<unknown>): Promise<boolean> => {
  const settled = promise.then(
    () => false,
    () => false,
  );
  return await Promise.race([settled, new Promise<boolean>((resolve) => void setImmediate(() => resolve(true)))]);
};

describe("a store that can crash", () => {
  let disk: Disk;
  beforeEach(() => {
    disk = new Disk(() => Date.UTC(2026, 0, 10, 22));
  });

  it("loses what was not synced when the power is lost, and nothing else", async () => {
    const store = disk.open();
    await store.journals.append("r1", begun());
    await store.journals.append("r1", warned("a"), { sync: false });
    await store.journals.append("r1", warned("b"));
    await store.journals.append("r1", warned("c"), { sync: false });
    await store.journals.append("r1", warned("d"), { sync: false });
    store.crash();
    textsOf(disk.entriesOf("r1")).should.eql(["run started", "a", "b"]);
  });

  it("keeps as many of them as it is told to: all of them when the process alone is killed", async () => {
    for (const [keeping, kept] of [
      [1, ["run started", "a"]],
      [Number.POSITIVE_INFINITY, ["run started", "a", "b"]],
    ] as const) {
      const store = new Disk().open();
      await store.journals.append("r1", begun());
      for (const text of ["a", "b"]) await store.journals.append("r1", warned(text), { sync: false });
      store.crash({ keeping });
      textsOf(store.disk.entriesOf("r1")).should.eql(kept);
    }
  });

  it("forgets a run of which nothing was synced", async () => {
    const store = disk.open();
    await store.journals.append("r1", begun(), { sync: false });
    store.crash();
    should(await disk.open().journals.read("r1")).be.null();
    (await disk.open().journals.list()).should.eql([]);
  });

  it("answers a dead process nothing, be it asked before or after its death", async () => {
    const store = disk.open();
    const before = store.journals.append("r1", begun());
    store.crash();
    const after = [store.journals.append("r1", begun()), store.locks.take("A", "r1"), store.reports.of("r1"), store.journals.list()];
    for (const promise of [before, ...after]) (await open(promise)).should.be.true();
    disk.journals.size.should.equal(0);
  });

  it("dies before or after any operation, by its number", async () => {
    for (const [when, kept] of [
      ["before", ["run started"]],
      ["after", ["run started", "a"]],
    ] as const) {
      const store = new Disk().open();
      store.life[when] = (operation, count) => {
        if (operation === "append" && count === 2) store.crash({ keeping: Number.POSITIVE_INFINITY });
      };
      await store.journals.append("r1", begun());
      (await open(store.journals.append("r1", warned("a")))).should.be.true();
      textsOf(store.disk.entriesOf("r1")).should.eql(kept);
    }
  });

  it("lets an append, a sync or a report fail by its number, and takes nothing more for that run", async () => {
    const store = disk.open();
    store.fail({ at: "sync", nth: 2, error: new Error("EIO") });
    store.fail({ at: "report", nth: 1, times: 2 });
    await store.journals.append("r1", begun());
    await store.journals.append("r1", warned("a")).should.be.rejectedWith("EIO");
    await store.journals.append("r1", warned("b")).should.be.rejectedWith("EIO");
    await store.journals.append("r2", begun("r2"));
    textsOf(disk.entriesOf("r1")).should.eql(["run started", "a"]);
    for (const fails of [true, true, false]) {
      const kept = store.reports.keep("r1", { html: "", json: "" });
      await (fails ? kept.should.be.rejected() : kept);
    }
  });

  it("refuses a new run on a full disk, and lets one at work come to its end", async () => {
    const store = disk.open();
    await store.journals.append("r1", begun());
    store.fill();
    await store.journals.append("r2", begun("r2")).should.be.rejectedWith({ code: "ENOSPC" });
    await store.journals.append("r1", warned("a"));
    store.journals.onReserve.should.be.true();
  });

  it("gives the arrays of a dead process to the next one, with a higher number", async () => {
    const first = disk.open();
    const lock = await first.locks.take("CAS-ARRAY", "r1");
    first.crash();
    (await disk.open().locks.take("CAS-ARRAY", "r1")).fence.should.be.above(lock.fence);
  });

  it("lets another take over from a halted process, which hears of it when it wakes up and appends nothing more", async () => {
    const [first, second] = [disk.open(), disk.open()];
    const lock = await first.locks.take("CAS-ARRAY", "r1");
    await first.journals.append("r1", begun());
    first.halt();
    const late = first.journals.append("r1", warned("late"));
    (await open(late)).should.be.true();
    const after = await second.locks.take("CAS-ARRAY", "r1");
    await second.journals.append("r1", warned("taken over"));
    lock.lost.aborted.should.be.false();
    first.wake();
    lock.lost.aborted.should.be.true();
    await late.should.be.rejectedWith({ code: "journal-taken" });
    await lock.release();
    await disk.open().locks.take("CAS-ARRAY", "r3").should.be.rejectedWith({ code: "array-busy" });
    after.lost.aborted.should.be.false();
  });

  it("tells a halted process nothing when nobody has taken over", async () => {
    const store = disk.open();
    const lock = await store.locks.take("CAS-ARRAY", "r1");
    store.halt();
    store.wake();
    lock.lost.aborted.should.be.false();
    await store.journals.append("r1", begun());
  });

  it("loses a lock on demand", async () => {
    const store = disk.open();
    const lock = await store.locks.take("CAS-ARRAY", "r1");
    store.loseLock("cas-array");
    lock.lost.aborted.should.be.true();
    await (await disk.open().locks.take("CAS-ARRAY", "r2")).release();
  });
});
