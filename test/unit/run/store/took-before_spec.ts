import should from "should";
import type { Plan } from "../../../../lib/run/record";
import { tookBefore } from "../../../../lib/run/store";
import { MemoryJournals } from "../../../../lib/run/store/memory-store";
import { minutes } from "../../../../lib/time/duration";
import { SmallJournal, updated } from "../report/small-journal";

/** One after the other, the latest last. */
async function journalsOf(...nights: readonly SmallJournal[]): Promise<MemoryJournals> {
  const journals = new MemoryJournals();
  for (const [index, night] of nights.entries()) {
    const run = `2026010${index + 1}-220000-cas-array`;
    for (const entry of night.all) await journals.append(run, entry.type === "run started" ? { ...entry, run } : entry);
  }
  return journals;
}

/** A night in which members were updated in so many minutes. */
const night = (mins: readonly number[], plan: Partial<Plan> = {}): SmallJournal => {
  const journal = new SmallJournal(plan);
  for (const [index, length] of mins.entries())
    journal
      .take(`CAS${index + 1}`)
      .pass(length / 2)
      .change({ op: "job.start" })
      .pass(length / 2)
      .leave("updated", updated);
  return journal;
};
const over = (journal: SmallJournal) => journal.add({ type: "run finished", outcome: "finished", reason: null });

const plan = (new SmallJournal().startEntry as { readonly plan: Plan }).plan;
const took = async (...nights: readonly SmallJournal[]) =>
  (await tookBefore(await journalsOf(...nights), plan)).took?.map(({ run, member, ms, updateMs, update }) =>
    [run.slice(7, 8), member, ms / minutes(1), updateMs / minutes(1), ...(update === undefined ? [] : [update])].join(" "),
  );

describe("How long members took in earlier runs", () => {
  it("is read from the latest runs of the array that have ended, the latest first", async () => {
    should(await took(over(night([40, 20])), over(night([30])))).deepEqual(["2 CAS1 30 15", "1 CAS1 40 20", "1 CAS2 20 10"]);
  });

  it("is not there where no member was updated", async () => {
    should(await tookBefore(await journalsOf(over(night([]))), plan)).deepEqual({});
    should(await tookBefore(await journalsOf(), plan)).deepEqual({});
  });

  it("leaves out dry runs, steps by hand, other arrays, runs that are at work, and what a fast clock has measured", async () => {
    const others = [{ dryRun: true }, { byHand: true }, { array: "OTHER" }, { speed: 300 }].map((about) => over(night([40], about)));
    should(await took(...others, night([50]))).be.undefined();
  });

  it("is that of the same update, and that of others only where there is none, with their names", async () => {
    const small = over(night([20], { update: "a small one" }));
    should(await took(over(night([90])), small)).deepEqual(["1 CAS1 90 45"]);
    should(await took(small)).deepEqual(["1 CAS1 20 10 a small one"]);
  });

  it("leaves out a record that cannot be read", async () => {
    const journals = await journalsOf(over(night([40])), over(night([30])));
    const read = (run: string) => (run.startsWith("20260102") ? Promise.reject(new Error("changed")) : journals.read(run));
    should((await tookBefore({ list: () => journals.list(), read }, plan)).took).have.length(1);
  });

  it("is bounded, however many runs there are", async () => {
    const nights = Array.from({ length: 9 }, () => over(night([40, 30, 20])));
    should(await took(...nights)).have.length(20);
  });
});
