import "should";
import { Runs } from "../../../../lib/run/engine/runs";
import type { Host } from "../../../../lib/run/host";
import { newRunId, newToken, thisHost } from "../../../../lib/run/host";
import { english } from "../../../shared/english";
import { play } from "../play";
import { SmallArray } from "../small-array";

/** A host whose chance follows from a seed, at the time of the array. */
function hostOf(seed: number, { clock }: Pick<SmallArray, "clock">): Host {
  let last = seed;
  const digit = (): string => {
    last = (last * 48_271) % 2_147_483_647;
    return (last % 16).toString(16);
  };
  return { name: "web01.contoso.com", clock, digits: (count) => Array.from({ length: count }, digit).join("") };
}

async function journalOf(seed: number): Promise<string> {
  const array = new SmallArray();
  Object.assign(array, { runs: new Runs(array.store, english, hostOf(seed, array)) });
  await play(array);
  return JSON.stringify([...array.store.journals.kept]);
}

describe("The host of runs", () => {
  it("gives the same history for the same seed, byte for byte: ids, tokens and stamps among it", async () => {
    const first = await journalOf(7);
    first.should.match(/"20260110-220000-web01-[0-9a-f]{6}"/);
    (await journalOf(7)).should.equal(first);
    (await journalOf(8)).should.not.equal(first);
  });

  it("makes ids of runs that sort by its time, and tokens that nobody can guess", () => {
    const at = (now: number) => newRunId({ ...thisHost, clock: { ...thisHost.clock, now: () => now } });
    at(Date.UTC(2026, 0, 10, 22)).should.startWith("20260110-220000-");
    (at(1000) < at(2000)).should.be.true();
    newToken(thisHost).should.match(/^[0-9a-f]{32}$/);
    newToken(thisHost).should.not.equal(newToken(thisHost));
  });

  it("leaves out of an id what a name may not hold, and the name itself where there is none", () => {
    const named = (name: string) => newRunId({ name, clock: { ...thisHost.clock, now: () => 0 }, digits: () => "abcdef" });
    named("Rechner_1.contoso.com").should.equal("19700101-000000-Rechner1-abcdef");
    named("").should.equal("19700101-000000-abcdef");
  });
});
