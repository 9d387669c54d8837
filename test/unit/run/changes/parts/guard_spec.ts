import should from "should";
import { Guard } from "../../../../../lib/run/changes";
import { reasonOf } from "../../../../../lib/run/record";
import { minutes, seconds } from "../../../../../lib/time/duration";
import { SmallArray } from "../../small-array";
import { SmallState } from "../small-state";

describe("A guard", () => {
  let array: SmallArray;
  let run: SmallState;
  let guard: Guard;
  const begin = (minInService = 1, names: readonly string[] = ["CAS1", "CAS2", "CAS3", "CAS4"]): void => {
    array = new SmallArray(names, minInService);
    for (const one of array.members.values()) one.answersAfterMs = 0;
    run = new SmallState(array);
    guard = new Guard(array.setup);
  };
  beforeEach(() => begin());

  const taken = () => ({ state: run.state, member: "CAS1" });
  /** How it goes, how long it takes, and how often CAS2 is asked. */
  const measured = async (ask: () => Promise<unknown>) => {
    const [began, before] = [array.clock.elapsed(), array.asked.length];
    const code = await ask().then(
      () => "good",
      (error: unknown) => reasonOf(error).code,
    );
    const asks = array.asked.slice(before).filter(({ member }) => member === "CAS2").length;
    return { code, tookMs: array.clock.elapsed() - began, asks };
  };
  const check = () => measured(() => guard.check(taken()));

  describe("that looks before a change", () => {
    it("looks once where all is well", async () => {
      should(await check()).eql({ code: "good", tookMs: 0, asks: 1 });
    });

    it("looks once more, five seconds later, where it is not", async () => {
      for (const name of ["CAS2", "CAS3", "CAS4"]) array.at(name).nlb = "stopped";
      should(await check()).eql({ code: "guard-broken", tookMs: seconds(5), asks: 2 });
    });

    it("does not hold it against a member that its work ended meanwhile", async () => {
      run.take("CAS1");
      for (const name of ["CAS2", "CAS3", "CAS4"]) array.at(name).nlb = "stopped";
      void array.clock.sleep(seconds(3)).then(() => run.finish("CAS1", "failed"));
      should(await check()).match({ code: "good", tookMs: seconds(5) });
      should(await check()).match({ code: "good", tookMs: 0 });
    });

    it("waits three seconds for a member to which something was sent, and ten as long as it has served until then", async () => {
      const measuredFor = async (nlb: "stopped" | "converged") => {
        begin();
        array.at("CAS1").nlb = nlb;
        await guard.look();
        run.take("CAS1");
        run.change("CAS1", 1, "scom.begin");
        array.at("CAS1").answersAfterMs = seconds(20);
        return (await check()).tookMs;
      };
      (await measuredFor("stopped")).should.equal(seconds(3));
      (await measuredFor("converged")).should.be.aboveOrEqual(seconds(10));
    });

    it("waits for a member that was only taken as for the others: nothing was sent to it that could keep it from answering", async () => {
      array.at("CAS1").nlb = "stopped";
      await guard.look();
      run.take("CAS1");
      array.at("CAS1").answersAfterMs = seconds(6);
      (await check()).tookMs.should.equal(seconds(6));
    });

    it("takes answers of five seconds, and asks again for older ones", async () => {
      await guard.look();
      array.at("CAS3").answersAfterMs = seconds(5);
      (await check()).asks.should.equal(1);
      array.at("CAS3").answersAfterMs = seconds(5) + 1;
      (await check()).asks.should.equal(2);
    });

    it("looks three times at most where answers get old again and again, and then goes without them", async () => {
      begin(3);
      await guard.look();
      array.at("CAS3").answersAfterMs = seconds(6);
      array.at("CAS4").answersAfterMs = seconds(8);
      should(await check()).match({ code: "guard-broken", asks: 6 });
    });

    it("bears on a fast clock what this process itself needs, which is no faster", async () => {
      Object.assign(array.clock, { speed: 60 });
      await guard.look();
      array.at("CAS3").answersAfterMs = seconds(9);
      (await check()).asks.should.equal(1);
      begin();
      Object.assign(array.setup.connection, { answersOn: { ...clockOf(array), speed: 2 } });
      await guard.look();
      array.at("CAS3").answersAfterMs = seconds(5) + 200;
      (await check()).asks.should.equal(1);
      array.at("CAS3").answersAfterMs = seconds(5) + 201;
      (await check()).asks.should.equal(2);
    });

    it("counts others that converge only where the run has sent what makes them: not for any change", async () => {
      for (const [op, code] of [
        ["nlb.stop", "good"],
        ["scom.begin", "never-converged"],
      ] as const) {
        begin(3);
        run.take("CAS1");
        run.change("CAS1", 1, op);
        array.at("CAS4").nlb = "converging";
        (await check()).code.should.equal(code);
      }
    });
  });

  describe("that is asked again right before a change is sent", () => {
    const stillGood = () => measured(() => guard.stillGood(taken()));

    it("goes by the last look while its answers are young, and looks again when they are not, or when there was none", async () => {
      (await stillGood()).asks.should.equal(1);
      (await stillGood()).asks.should.equal(0);
      await array.clock.sleep(seconds(5));
      (await stillGood()).asks.should.equal(0);
      await array.clock.sleep(1);
      array.at("CAS2").nlb = "stopped";
      should(await stillGood()).eql({ code: "good", tookMs: 0, asks: 1 });
    });

    it("looks again where the last look has shown too few", async () => {
      begin(3);
      array.at("CAS4").nlb = "stopped";
      await guard.look();
      array.at("CAS4").nlb = "converged";
      should(await stillGood()).match({ code: "good", asks: 1 });
    });
  });

  describe("that waits for a quiet array", () => {
    const quiet = () => measured(() => guard.quiet());

    it("gives up after two minutes, and names who converges", async () => {
      array.at("CAS3").nlb = "converging";
      const waiting = guard.quiet().catch((error: unknown) => reasonOf(error));
      const began = array.clock.elapsed();
      should(await waiting).match({ code: "never-converged", what: { values: { array: "CAS-ARRAY" } } });
      (array.clock.elapsed() - began).should.equal(minutes(2));
      JSON.stringify(await waiting)
        .should.match(/CAS3/)
        .and.not.match(/CAS2/);
    });

    it("goes on at once where nobody converges, and looks every five seconds as long as somebody does", async () => {
      should(await quiet()).eql({ code: "good", tookMs: 0, asks: 1 });
      array.at("CAS3").nlb = "converging";
      void array.clock.sleep(seconds(12)).then(() => {
        array.at("CAS3").nlb = "converged";
      });
      should(await quiet()).eql({ code: "good", tookMs: seconds(15), asks: 4 });
    });

    it("does not wait long for a member that was silent at the last look, as often as it looks", async () => {
      await guard.look();
      array.at("CAS4").answersAfterMs = seconds(20);
      (await quiet()).tookMs.should.equal(seconds(10));
      (await quiet()).tookMs.should.equal(seconds(3));
    });

    it("is given up with whoever waits", async () => {
      array.at("CAS3").nlb = "converging";
      const stop = new AbortController();
      const waiting = guard.quiet(stop.signal);
      void array.clock.sleep(seconds(7)).then(() => stop.abort(new Error("stopped")));
      await waiting.should.be.rejectedWith("stopped");
    });
  });

  const clockOf = ({ clock }: SmallArray) => ({
    now: () => clock.now(),
    elapsed: () => clock.elapsed(),
    sleep: (ms: number, signal?: AbortSignal) => clock.sleep(ms, signal),
  });
});
