import should from "should";
import type { Dated } from "../../../../lib/run/record";
import type { RunStore } from "../../../../lib/run/store/store";
import { Held } from "../../../../lib/run/store/store";
import { smallStart } from "../../../shared/small-plan";

/** A place where runs are kept, and the processes that work with it. */
export interface Place {
  /** A process that begins to work with it. Those that cannot be shared have one. */
  open(): RunStore;
  /** Lets go of everything. */
  clear(): Promise<void>;
}

export interface Abilities {
  /** Whether several processes can work with it. */
  readonly shared: boolean;
  /** Lets the next append of a process fail, if that can be had; returns the process. */
  readonly failing?: (place: Place) => RunStore;
}

export const begun = smallStart;
export const warned = (text: string, at = 2000): Dated => ({ type: "warning", member: null, text, at });
export const finished: Dated = { type: "run finished", outcome: "finished", reason: null, at: 9000 };

export const textsOf = (entries: readonly Dated[] | null): readonly unknown[] =>
  (entries ?? []).map((entry) => (entry.type === "warning" ? entry.text : entry.type));

/** What every store of runs promises, whatever it keeps them in. @param place is new for every test */
export function keepsRuns(name: string, newPlace: () => Promise<Place>, abilities: Abilities): void {
  describe(`${name} as a store of runs`, () => {
    let place: Place;
    beforeEach(async () => {
      place = await newPlace();
    });
    afterEach(() => place.clear());
    const here: Here = { place: () => place, abilities };
    journals(here);
    lists(here);
    locks(here);
    reports(here);
  });
}

interface Here {
  readonly place: () => Place;
  readonly abilities: Abilities;
}

const shared = ({ abilities }: Here, title: string, test: () => Promise<void>): void =>
  void (abilities.shared ? it(title, test) : undefined);

function journals(here: Here): void {
  const open = () => here.place().open();

  it("gives back the entries of a run in the order in which they were appended, without waiting for each other", async () => {
    const { journals } = open();
    await Promise.all([journals.append("r1", begun()), ...["a", "b", "c"].map((text) => journals.append("r1", warned(text)))]);
    textsOf(await journals.read("r1")).should.eql(["run started", "a", "b", "c"]);
  });

  it("keeps entries that need not be synced in their place among those that are", async () => {
    const { journals } = open();
    const all = [begun(), warned("a"), warned("b"), warned("c")];
    await Promise.all(all.map((entry, index) => journals.append("r1", entry, { sync: index % 2 === 0 })));
    textsOf(await journals.read("r1")).should.eql(["run started", "a", "b", "c"]);
  });

  it("keeps what was appended, not what becomes of it afterwards, and nobody who reads can change it", async () => {
    const { journals } = open();
    const entry = { ...warned("as it was") } as { text: string } & Dated;
    await journals.append("r1", begun());
    const appended = journals.append("r1", entry);
    entry.text = "changed";
    await appended;
    (((await journals.read("r1")) ?? []) as unknown[]).splice(0);
    textsOf(await journals.read("r1")).should.eql(["run started", "as it was"]);
  });

  it("keeps the journals of runs apart", async () => {
    const { journals } = open();
    await Promise.all([journals.append("r1", begun("r1")), journals.append("r2", begun("r2"))]);
    await Promise.all([journals.append("r1", warned("one")), journals.append("r2", warned("two"))]);
    textsOf(await journals.read("r1")).should.eql(["run started", "one"]);
    textsOf(await journals.read("r2")).should.eql(["run started", "two"]);
  });

  it("knows nothing of a run that never was, nor of a name that is a path", async () => {
    const { journals } = open();
    for (const run of ["r9", "../../etc/passwd", "", "r9/..", "__proto__"]) should(await journals.read(run)).be.null();
    (await journals.list()).should.eql([]);
  });

  it("is not on its reserve while there is room", async () => {
    const { journals } = open();
    await journals.append("r1", begun());
    journals.onReserve.should.be.false();
  });

  it("closes a run as often as it is asked to, and one that it never had", async () => {
    const { journals } = open();
    await journals.append("r1", begun());
    for (const run of ["r1", "r1", "r9"]) await journals.close(run);
    await journals.append("r1", warned("after"));
    textsOf(await journals.read("r1")).should.eql(["run started", "after"]);
  });

  shared(here, "shows another process what was appended, synced or not", async () => {
    const [first, second] = [open(), open()];
    await first.journals.append("r1", begun());
    await first.journals.append("r1", warned("noted"), { sync: false });
    textsOf(await second.journals.read("r1")).should.eql(["run started", "noted"]);
  });

  shared(here, "takes nothing more from a process once another goes on with the run, which loses nothing by it", async () => {
    const [first, second] = [open(), open()];
    await first.journals.append("r1", begun());
    await second.journals.append("r1", warned("taken over"));
    for (const text of ["late", "later"]) await first.journals.append("r1", warned(text)).should.be.rejectedWith({ code: "journal-taken" });
    await second.journals.append("r1", warned("goes on"));
    textsOf(await open().journals.read("r1")).should.eql(["run started", "taken over", "goes on"]);
  });

  const { failing } = here.abilities;
  if (failing === undefined) return;
  it("takes nothing more for a run after an append that failed, until it is closed: no entry is missing in the middle", async () => {
    const store = failing(here.place());
    await store.journals.append("r1", begun()).catch(() => undefined);
    await store.journals.append("r1", warned("a")).should.be.rejected();
    await store.journals.append("r1", warned("b")).should.be.rejected();
    await store.journals.close("r1");
    await store.journals.append("r1", warned("after"));
    const kept = textsOf(await store.journals.read("r1"));
    kept.should.not.containEql("b");
    should(kept.at(-1)).equal("after");
  });
}

function lists(here: Here): void {
  const open = () => here.place().open();

  it("lists runs newest first, and says which ones are finished", async () => {
    const { journals } = open();
    await journals.append("r1", begun("r1", 1000, { dryRun: true }));
    await journals.append("r2", begun("r2", 3000, { array: "WEB-FARM" }));
    await journals.append("r3", begun("r3", 2000, { byHand: true }));
    await journals.append("r3", finished);
    (await journals.list())
      .map(({ run, startedAt, plan: { array, dryRun, byHand, members }, finished: done }) => [
        run,
        startedAt,
        array,
        dryRun,
        byHand,
        members.length,
        done,
      ])
      .should.eql([
        ["r2", 3000, "WEB-FARM", false, false, 1, false],
        ["r3", 2000, "CAS-ARRAY", false, true, 1, true],
        ["r1", 1000, "CAS-ARRAY", true, false, 1, false],
      ]);
  });

  it("goes by the wall clock in their ids: the clock of a lab may be set back", async () => {
    const { journals } = open();
    const [earlier, later] = ["20260301-220000-host-ffffff", "20260302-220000-host-000000"];
    await journals.append(earlier, begun(earlier, 9000));
    await journals.append(later, begun(later, 1000));
    (await journals.list()).map(({ run }) => run).should.eql([later, earlier]);
  });

  it("lists a run that was told to be unfinished as finished once it is", async () => {
    const { journals } = open();
    await journals.append("r1", begun());
    (await journals.list()).map(({ finished: done }) => done).should.eql([false]);
    await journals.append("r1", finished);
    (await journals.list()).map(({ finished: done }) => done).should.eql([true]);
  });

  it("finds the run of a key, of this array alone", async () => {
    const { journals } = open();
    await journals.append("r1", begun("r1", 1000, { key: { value: "CHG0004711", bodyHash: "h1" } }));
    await journals.append("r2", begun("r2", 2000, { array: "WEB-FARM", key: { value: "CHG0004711", bodyHash: "h2" } }));
    await journals.append("r3", begun("r3", 3000));
    should(await journals.find("CAS-ARRAY", "CHG0004711")).match({ run: "r1", plan: { key: { bodyHash: "h1" } } });
    should(await journals.find("WEB-FARM", "CHG0004711")).match({ run: "r2" });
    should(await journals.find("WEB-FARM", "chg0004711")).be.null();
    should(await journals.find("OTHER", "CHG0004711")).be.null();
  });

  it("finds a key as it is written, whatever is in it", async () => {
    const { journals } = open();
    const keys = ["a\u2028b", "a\nb", "a b", "ü", "u\u0308", "\ud83d\ude80", "__proto__", "", "\u0000"];
    for (const [index, value] of keys.entries())
      await journals.append(`r${index}`, begun(`r${index}`, index, { key: { value, bodyHash: "h" } }));
    for (const [index, value] of keys.entries()) should((await journals.find("CAS-ARRAY", value))?.run).equal(`r${index}`);
  });

  shared(here, "finds and lists what another process has begun since, and has finished", async () => {
    const [first, second] = [open(), open()];
    should(await second.journals.find("CAS-ARRAY", "k")).be.null();
    (await second.journals.list()).should.eql([]);
    await first.journals.append("r1", begun("r1", 1000, { key: { value: "k", bodyHash: "h" } }));
    should((await second.journals.find("CAS-ARRAY", "k"))?.run).equal("r1");
    await first.journals.append("r1", finished);
    (await second.journals.list()).map(({ run, finished: done }) => [run, done]).should.eql([["r1", true]]);
  });
}

function locks(here: Here): void {
  const open = () => here.place().open();
  const refused = async (taking: Promise<unknown>): Promise<Held> => {
    const error = await taking.then(
      () => null,
      (thrown: unknown) => thrown,
    );
    should(error).be.instanceof(Held);
    return error as Held;
  };

  it("gives an array to one run at a time, by whatever case it is written in, and says who has it", async () => {
    const { locks } = open();
    const lock = await locks.take("CAS-ARRAY", "first");
    const held = await refused(locks.take("cas-array", "second"));
    should(held.holder).match({ run: "first", pid: (pid: number) => pid > 0 });
    Number.isNaN(Date.parse(held.holder?.since ?? "")).should.be.false();
    await lock.release();
    await (await locks.take("Cas-Array", "third")).release();
  });

  it("gives other arrays to others", async () => {
    const { locks } = open();
    const taken = await Promise.all(["CAS-ARRAY", "WEB-FARM", "ΠΑΡΑΤΑΞΗ 日本"].map((array) => locks.take(array, "r")));
    for (const lock of taken) await lock.release();
  });

  it("of two who take an array at once gives it to one", async () => {
    const { locks } = open();
    const taken = await Promise.allSettled(["a", "b", "c"].map((run) => locks.take("CAS-ARRAY", run)));
    const given = taken.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
    given.length.should.equal(1);
    await given[0]?.release();
  });

  it("hands out a higher number each time", async () => {
    const fences: number[] = [];
    for (const run of ["a", "b", "c", "d"]) {
      const lock = await open().locks.take("CAS-ARRAY", run);
      fences.push(lock.fence);
      await lock.release();
    }
    fences.every((fence, index) => Number.isSafeInteger(fence) && (index === 0 || fence > (fences[index - 1] as number))).should.be.true();
  });

  it("is not lost by being given back, which may be done twice and takes it from nobody else", async () => {
    const { locks } = open();
    const first = await locks.take("CAS-ARRAY", "first");
    await first.release();
    first.lost.aborted.should.be.false();
    const second = await locks.take("CAS-ARRAY", "second");
    await first.release();
    should((await refused(locks.take("CAS-ARRAY", "third"))).holder?.run).equal("second");
    await second.release();
  });

  shared(here, "keeps out another process, which is told who has the array", async () => {
    const [first, second] = [open(), open()];
    const lock = await first.locks.take("CAS-ARRAY", "first");
    should((await refused(second.locks.take("CAS-ARRAY", "second"))).holder?.run).equal("first");
    await lock.release();
    const after = await second.locks.take("CAS-ARRAY", "second");
    after.fence.should.be.above(lock.fence);
    await after.release();
  });
}

function reports(here: Here): void {
  const open = () => here.place().open();

  it("keeps reports, of a run without lock and journal too, and says where they are", async () => {
    const { reports } = open();
    should(await reports.of("r1")).be.null();
    should(await reports.json("r1")).be.null();
    const where = await reports.keep("r1", { html: "<p>", json: "{}" });
    should(await reports.of("r1")).equal(where);
    should(await reports.of("r2")).be.null();
    should(await reports.json("r2")).be.null();
  });

  it("keeps a later report in place of an earlier one", async () => {
    const { reports } = open();
    const where = await reports.keep("r1", { html: "<p>1", json: "1" });
    (await reports.keep("r1", { html: "<p>2", json: "2" })).should.equal(where);
    should(await reports.json("r1")).equal("2");
  });

  shared(here, "shows another process where a report is", async () => {
    const [first, second] = [open(), open()];
    const where = await first.reports.keep("r1", { html: "<p>", json: "{}" });
    should(await second.reports.of("r1")).equal(where);
    should(await second.reports.json("r1")).equal("{}");
  });
}
