import should from "should";
import { Guard } from "../../../../lib/run/changes";
import { reasonOf } from "../../../../lib/run/record";
import { minutes, seconds } from "../../../../lib/time/duration";
import { said } from "../../../shared/english";
import { SmallArray } from "../small-array";
import { SmallState } from "./small-state";

describe("A reservation", () => {
  let array: SmallArray;
  let run: SmallState;
  let guard: Guard;
  const begin = (names: readonly string[], minInService: number): void => {
    array = new SmallArray(names, minInService);
    run = new SmallState(array);
    guard = new Guard(array.setup);
  };
  beforeEach(() => begin(["CAS1", "CAS2", "CAS3", "CAS4"], 3));

  /** Takes it, and writes so after some time. */
  const reserve = (member: string, { afterMs = 0, signal }: { afterMs?: number; signal?: AbortSignal } = {}) =>
    guard.reserve({ state: run.state, member, signal }, async () => {
      await array.clock.sleep(afterMs);
      run.take(member);
      return member;
    });
  const code = (reserving: Promise<unknown>): Promise<string> =>
    reserving.then(
      () => "taken",
      (error: unknown) => reasonOf(error).code,
    );
  const atWork = () => run.state.members.filter(({ phase }) => phase === "at work").map(({ name }) => name);

  it("lets the second of two members that are asked for at once see the first one as out, though it still serves", async () => {
    const both = await Promise.all([code(reserve("CAS1", { afterMs: seconds(30) })), code(reserve("CAS2"))]);
    both.should.eql(["taken", "guard-broken"]);
    atWork().should.eql(["CAS1"]);
    array.at("CAS1").nlb.should.equal("converged");
  });

  it("says of a member that is missing that it is worked on", async () => {
    await reserve("CAS1");
    const refused = await reserve("CAS2").catch((error: unknown) => reasonOf(error).what);
    said(refused).should.match(/CAS1: converged, but it is worked on, too/);
  });

  it("lets both be taken where enough others serve without them, one after the other", async () => {
    begin(["CAS1", "CAS2", "CAS3", "CAS4"], 2);
    (await Promise.all([code(reserve("CAS1")), code(reserve("CAS2"))])).should.eql(["taken", "taken"]);
    (await code(reserve("CAS3"))).should.equal("guard-broken");
  });

  it("rests on a look that was made in its own turn", async () => {
    begin(["CAS1", "CAS2", "CAS3", "CAS4"], 2);
    const first = reserve("CAS1", { afterMs: minutes(1) });
    const second = code(reserve("CAS2"));
    await array.clock.sleep(seconds(30));
    array.at("CAS4").nlb = "stopped";
    await first;
    (await second).should.equal("guard-broken");
  });

  it("waits until the array has stopped converging, and looks after that", async () => {
    array.at("CAS4").nlb = "converging";
    void array.clock.sleep(seconds(20)).then(() => {
      array.at("CAS3").nlb = "stopped";
      array.at("CAS4").nlb = "converged";
    });
    (await code(reserve("CAS1"))).should.equal("guard-broken");
  });

  it("is none where it could not be written", async () => {
    await guard.reserve({ state: run.state, member: "CAS1" }, () => Promise.reject(new Error("no disk"))).should.be.rejectedWith("no disk");
    (await code(reserve("CAS2"))).should.equal("taken");
  });

  it("follows from the record: whoever replays it sees the same members as out", async () => {
    await reserve("CAS1");
    const state = run.replayed();
    const later = new Guard(array.setup).reserve({ state, member: "CAS2" }, () => Promise.resolve());
    (await code(later)).should.equal("guard-broken");
  });

  it("ends with the work on its member: from then on a look says whether it serves", async () => {
    await reserve("CAS1");
    run.finish("CAS1");
    (await code(reserve("CAS2"))).should.equal("taken");
    begin(["CAS1", "CAS2", "CAS3", "CAS4"], 1);
    await reserve("CAS1");
    array.at("CAS1").nlb = "stopped";
    run.finish("CAS1");
    (await code(reserve("CAS2"))).should.equal("updated-member-out");
  });

  it("is given up with whoever waits for it, and lets the next one come", async () => {
    begin(["CAS1", "CAS2", "CAS3", "CAS4"], 2);
    const stop = new AbortController();
    const first = reserve("CAS1", { afterMs: minutes(1) });
    const waiting = reserve("CAS2", { signal: stop.signal }).catch((error: unknown) => error);
    const last = code(reserve("CAS3"));
    await array.clock.sleep(seconds(10));
    stop.abort(new Error("stopped"));
    should(await waiting).match({ message: "stopped" });
    atWork().should.eql([]);
    await first;
    (await last).should.equal("taken");
    atWork().should.eql(["CAS1", "CAS3"]);
  });

  it("is not begun for somebody who has given up already", async () => {
    const asked = array.asked.length;
    await reserve("CAS1", { signal: AbortSignal.abort(new Error("stopped")) }).should.be.rejectedWith("stopped");
    array.asked.length.should.equal(asked);
  });

  it("waits for a change of the cluster that is under way, and that one for it", async () => {
    begin(["CAS1", "CAS2", "CAS3", "CAS4"], 1);
    const order: string[] = [];
    const change = (name: string) =>
      guard.quietly(undefined, async () => {
        order.push(`${name} begins`);
        await array.clock.sleep(seconds(30));
        order.push(`${name} ends`);
      });
    const taking = (member: string) =>
      guard.reserve({ state: run.state, member }, () => {
        order.push(`${member} taken`);
        return Promise.resolve();
      });
    await Promise.all([change("first"), taking("CAS1"), change("second"), taking("CAS2")]);
    order.should.eql(["first begins", "first ends", "CAS1 taken", "second begins", "second ends", "CAS2 taken"]);
  });
});
