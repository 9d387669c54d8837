import "should";
import type { Dated, Entry } from "../../../../lib/run/record";
import { begin, replay } from "../../../../lib/run/record";
import { MemoryStore } from "../../../../lib/run/store/memory-store";
import { Recorder } from "../../../../lib/run/store/recorder";
import { VirtualClock } from "../../../../lib/time/virtual-clock";
import { begun } from "./contract";

const picture = { facts: {}, readings: {}, unknown: [] };
const started = (found: object = picture): Entry =>
  ({ type: "member started", member: "CAS1", found, earlier: {}, token: "t" }) as unknown as Entry;

describe("the recorder", () => {
  let store: MemoryStore;
  let recorder: Recorder;
  beforeEach(async () => {
    store = new MemoryStore();
    await store.journals.append("r1", begun());
    recorder = new Recorder(begin(begun()), store.journals, new VirtualClock(), () => undefined);
  });
  const fromDisk = (): readonly Dated[] => (store.journals.kept.get("r1") ?? []).map((entry) => JSON.parse(JSON.stringify(entry)) as Dated);

  it("applies what will be read again, and not what JSON makes something else of", async () => {
    const strange = {
      ...picture,
      readings: { when: new Date(0), none: undefined, endless: Number.POSITIVE_INFINITY, minus: -0, map: new Map([["a", 1]]) },
    };
    await recorder.record(started(strange));
    recorder.state.should.eql(replay(fromDisk()));
    JSON.stringify(recorder.state.members[0]?.found).should.equal(
      '{"facts":{},"readings":{"when":"1970-01-01T00:00:00.000Z","endless":null,"minus":0,"map":{}},"unknown":[]}',
    );
  });

  it("writes nothing that could not be read again: that is the end of the journal, as when the disk fails", async () => {
    const upkeep = { type: "upkeep", member: "CAS1", keep: ["scom.extend", {}], everyMs: Number.NaN, ifEnded: null } as unknown as Entry;
    await recorder.record(started());
    await recorder.record(upkeep).should.be.rejectedWith({ code: "journal-failed" });
    fromDisk()
      .map(({ type }) => type)
      .should.eql(["run started", "member started"]);
  });

  describe("of progress that cannot be written as fast as it is told", () => {
    const progress = (member: string, said: string): Entry =>
      ({ type: "progress", member, step: "nlb-drainstop", text: said, fraction: null, figures: {} }) as unknown as Entry;
    const written = () => fromDisk().map((entry) => ("text" in entry ? (entry.text as string) : entry.type));

    it("keeps the latest of each member, so that nothing piles up", async () => {
      for (let clients = 1000; clients > 0; clients--)
        for (const member of ["CAS1", "CAS2"]) recorder.note(progress(member, `${clients} left`));
      await recorder.record(started());
      written().should.eql(["run started", "1 left", "1 left", "member started"]);
    });

    it("keeps it where it was told: not before what was written since", async () => {
      recorder.note(progress("CAS1", "before"));
      const kept = recorder.record(started());
      recorder.note(progress("CAS1", "after"));
      await kept;
      recorder.note({ type: "warning", member: "CAS1", text: "warned" });
      recorder.note(progress("CAS1", "later"));
      await recorder.record({ type: "member returned", member: "CAS1" });
      written().should.eql(["run started", "before", "member started", "after", "warned", "later", "member returned"]);
    });
  });
});
