import { getEventListeners } from "node:events";
import should from "should";
import { Looks } from "../../../../../lib/run/changes/look";
import type { Unreachable } from "../../../../../lib/server/errors";
import { seconds } from "../../../../../lib/time/duration";
import { said } from "../../../../shared/english";
import { SmallArray } from "../../small-array";

describe("A look, and what it asks of whom,", () => {
  let array: SmallArray;
  let looks: Looks;
  beforeEach(async () => {
    array = new SmallArray(["CAS1", "CAS2"]);
    for (const one of array.members.values()) one.answersAfterMs = 0;
    looks = new Looks(array.setup);
    await looks.look(new Set());
  });
  const askedOf = async (looking: () => Promise<unknown>): Promise<readonly string[]> => {
    const before = array.asked.length;
    await looking();
    return array.asked.slice(before).map(({ member }) => member);
  };
  const again = () => looks.look(new Set(), { again: true });

  it("asks nothing that was answered within the last second and a half, where it follows another one, and everything otherwise", async () => {
    (await askedOf(() => again())).should.eql([]);
    await array.clock.sleep(seconds(1.5));
    (await askedOf(() => again())).should.eql([]);
    await array.clock.sleep(1);
    (await askedOf(() => again())).should.eql(["CAS1", "CAS2"]);
    (await askedOf(() => looks.look(new Set()))).should.eql(["CAS1", "CAS2"]);
    (await askedOf(() => looks.look(new Set(), {}))).should.eql(["CAS1", "CAS2"]);
  });

  it("takes no older answer of a member that has given none when it was asked last", async () => {
    array.at("CAS2").reachable = false;
    await looks.look(new Set());
    array.at("CAS2").reachable = true;
    (await askedOf(() => again())).should.eql(["CAS2"]);
  });

  it("leaves nothing behind on the signal of the run when all has been answered", async () => {
    const { signal } = new AbortController();
    await looks.look(new Set(), { signal });
    array.at("CAS2").answersAfterMs = seconds(20);
    await looks.look(new Set(), { signal });
    await array.clock.sleep(seconds(20));
    getEventListeners(signal, "abort").should.eql([]);
  });

  it("says of whom it has waited for that there was no answer for so long", async () => {
    const errors: string[] = [];
    const { serving } = array.setup;
    Object.assign(array.setup, {
      serving: (async (servers, signal) => {
        for (const server of servers)
          await server.read("nlb.host", {}).catch((error: unknown) => errors.push(`${server.name}: ${said((error as Unreachable).what)}`));
        return await serving(servers, signal);
      }) satisfies typeof serving,
    });
    array.at("CAS2").answersAfterMs = seconds(20);
    await looks.look(new Set(["CAS2"]));
    errors.should.match([/^CAS2: .*3 s/]);
  });

  it("is given up at once with the run, also while it waits for somebody", async () => {
    array.at("CAS2").answersAfterMs = seconds(20);
    const stop = new AbortController();
    void array.clock.sleep(seconds(2)).then(() => stop.abort(new Error("stopped")));
    const began = array.clock.elapsed();
    await looks.look(new Set(), { signal: stop.signal }).catch(() => undefined);
    (array.clock.elapsed() - began).should.equal(seconds(2));
  });

  it("tells how old answers are by the time at which they came, and by its own beginning for whom it has not asked", async () => {
    await array.clock.sleep(seconds(4));
    array.at("CAS2").answersAfterMs = seconds(3);
    const look = await looks.look(new Set());
    should(["CAS1", "CAS2", "CAS9"].map((name) => look.ageMs(name))).eql([seconds(3), 0, seconds(3)]);
  });
});
