import should from "should";
import type { Run } from "../../../../lib/run/engine/run";
import { minutes } from "../../../../lib/time/duration";
import { saidReason } from "../../../shared/english";
import type { Played } from "../play";
import { outcomes, play } from "../play";
import { SmallArray } from "../small-array";
import { doing, installArgs, procedure } from "../small-steps";

const { stop, stay, install, verify, start, usual } = procedure;
const waiting = doing("waiting", (c) => c.wait.pause(minutes(30)));
const steps = [stop, waiting, stay, install, verify, start, usual];

type When = "now" | "after-member";

interface Instant {
  /** What the journal has just written, or a step does, when the stop is asked for. */
  readonly at: (array: SmallArray, ask: () => void) => void;
  /** What has become of the members after "now": nothing of CAS1 may be half done. */
  readonly now: readonly string[];
  readonly afterMember: readonly string[];
}

/** Asks once, when the first entry of this kind about a member has been written. */
const written =
  (type: string, member?: string) =>
  (array: SmallArray, ask: () => void): void => {
    const { journals } = array.store;
    const append = journals.append.bind(journals);
    let asked = false;
    journals.append = async (run, entry) => {
      await append(run, entry);
      if (asked || entry.type !== type || (member !== undefined && (entry as { member?: string }).member !== member)) return;
      asked = true;
      ask();
    };
  };

/** While the run is between two members: the first one has come to its end, and the next one is being looked at. */
const betweenTwo = (array: SmallArray, ask: () => void): void => {
  let ended = false;
  written("member finished", "CAS1")(array, () => (ended = true));
  let asked = false;
  array.beforeAnswer = (member) => {
    if (!ended || asked || member !== "CAS2") return;
    asked = true;
    ask();
  };
};

const atStep =
  (afterMinutes: number) =>
  (array: SmallArray, ask: () => void): void =>
    void array.clock.sleep(minutes(afterMinutes)).then(ask);

const instants: Readonly<Record<string, Instant>> = {
  "before the first member is taken": {
    at: written("run started"),
    now: ["untouched", "untouched"],
    afterMember: ["untouched", "untouched"],
  },
  "between taking a member and its first step": {
    at: written("member started"),
    now: ["untouched", "untouched"],
    afterMember: ["updated", "untouched"],
  },
  "while a step is at work": { at: atStep(5), now: ["failed", "untouched"], afterMember: ["updated", "untouched"] },
  "between two steps": { at: written("step finished"), now: ["failed", "untouched"], afterMember: ["updated", "untouched"] },
  "as a change is announced": { at: written("will change"), now: ["failed", "untouched"], afterMember: ["updated", "untouched"] },
  "as a change is done": { at: written("did change"), now: ["failed", "untouched"], afterMember: ["updated", "untouched"] },
  "while a member finishes": { at: written("member returned"), now: ["updated", "untouched"], afterMember: ["updated", "untouched"] },
  "as a member has finished": { at: written("member finished"), now: ["updated", "untouched"], afterMember: ["updated", "untouched"] },
  "between two members": { at: betweenTwo, now: ["updated", "untouched"], afterMember: ["updated", "untouched"] },
};

async function stoppedAt({ at }: Instant, when: When): Promise<{ array: SmallArray; played: Played; answer: unknown }> {
  const array = new SmallArray(["CAS1", "CAS2", "CAS3"], 1);
  let answer: unknown;
  const asking = new Promise<void>((resolve) => {
    at(array, () => {
      // The run is known a moment after its first entry.
      void Promise.resolve().then(async () => {
        let run: Run | undefined;
        while (run === undefined) {
          run = array.runs.runningOn("CAS-ARRAY");
          if (run === undefined) await array.clock.sleep(1);
        }
        answer = await run.stop(when, "anna").catch((error: unknown) => error);
        resolve();
      });
    });
  });
  const played = await play(array, steps);
  await asking;
  return { array, played, answer };
}

describe("an operator's stop, at any instant", () => {
  for (const [instant, { at, now, afterMember }] of Object.entries(instants))
    for (const when of ["now", "after-member"] as const)
      it(`${when}, ${instant}: is obeyed, and every member is as it was found or updated`, async () => {
        const { array, played, answer } = await stoppedAt({ at, now, afterMember }, when);
        should(answer).be.undefined();
        const { state } = played.run;
        should(state.reason?.code).equal("stopped-by-operator");
        saidReason(state.reason).should.match(/anna/);
        outcomes(played)
          .slice(0, 2)
          .should.eql(when === "now" ? now : afterMember);
        for (const name of ["CAS1", "CAS2", "CAS3"]) array.at(name).should.match({ nlb: "converged", defaultState: "started" });
        state.members.forEach(({ toMend }) => toMend.should.be.empty());
        array.sent.filter((line) => line.startsWith("CAS2") || line.startsWith("CAS3")).should.be.empty();
      });

  it("now, while a member is put back already: is refused with the state of the run, and changes nothing", async () => {
    const array = new SmallArray();
    let answer: unknown;
    array.beforeChange = (_, op) => {
      if (op === "nlb.start")
        answer ??= array.runs
          .runningOn("CAS-ARRAY")
          ?.stop("now", "bert")
          .catch((error: unknown) => error);
    };
    const played = await play(array, [stop, doing("failing", () => Promise.reject(new Error("It failed.")))]);
    should(await answer).match({ code: "run-ended", status: 409, message: /is no longer running/ });
    array.sent.should.eql(["CAS1 nlb.stop", "CAS1 nlb.start"]);
    should(played.run.state.reason?.code).equal("unexpected");
  });

  it("twice: the first one counts, and the second is told that the run is stopping", async () => {
    const array = new SmallArray();
    const playing = play(array, steps);
    await array.clock.sleep(minutes(5));
    const run = array.runs.runningOn("CAS-ARRAY");
    const first = run?.stop("now", "anna");
    await should(run?.stop("now", "bert")).be.rejectedWith({ code: "run-ended", status: 409 });
    await first;
    saidReason((await playing).run.state.reason).should.match(/anna/);
  });

  it("now, after one after the member: does not wait for the member", async () => {
    const array = new SmallArray();
    const playing = play(array, steps);
    await array.clock.sleep(minutes(5));
    const run = array.runs.runningOn("CAS-ARRAY");
    await run?.stop("after-member", "anna");
    await run?.stop("now", "bert");
    const played = await playing;
    outcomes(played).should.eql(["failed", "untouched", "untouched"]);
    saidReason(played.run.state.reason).should.match(/bert/);
  });

  it("after the end is refused in words, of every kind", async () => {
    const { run } = await play(new SmallArray());
    for (const when of ["now", "after-member"] as const)
      await run
        .stop(when, null)
        .should.be.rejectedWith({ code: "run-ended", status: 409, message: new RegExp(`Run ${run.id} is no longer running`) });
  });
});

describe("a stop that is asked for while something is at work on a member", () => {
  const stopping = async (steps: Parameters<typeof play>[1], array = new SmallArray()): Promise<string> => {
    const playing = play(array, steps);
    await array.clock.sleep(minutes(5));
    const run = array.runs.runningOn("CAS-ARRAY")!;
    await run.stop("now", "anna");
    const { summary } = run.document();
    await playing;
    return summary;
  };
  const long = doing("long", (c) => c.wait.pause(minutes(30)));

  it("says that the installer is let end, until when, and what becomes of the member then", async () => {
    const array = new SmallArray();
    array.jobsLastMs = minutes(50);
    const installing = doing("installing", async (c) => {
      await c.server.change("job.start", installArgs(c.workId(1)), { startsUpdate: true });
      await c.wait.pause(minutes(600));
    });
    (await stopping([stop, installing], array)).should.match(
      /^Stopping at CAS1 by anna\. update\.exe on CAS1 runs on until it ends, by .*23:00.* at the latest\. Then CAS1 stays out of service/,
    );
  });

  it("says that the member is put back, or stays out where its update is not verified, and nothing of one that was not touched", async () => {
    (await stopping([stop, long])).should.equal("Stopping at CAS1 by anna. CAS1 is put back as it was found.");
    (await stopping([stop, install, long])).should.equal(
      "Stopping at CAS1 by anna. CAS1 stays out of service until somebody has looked at it.",
    );
    (await stopping([long])).should.equal("Stopping at CAS1 by anna.");
  });
});
