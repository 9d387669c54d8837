import should from "should";
import { OperationFailed } from "../../../../lib/server/errors";
import { quoted } from "../../../../lib/texts";
import { minutes, seconds } from "../../../../lib/time/duration";
import { play } from "../play";
import { SmallArray } from "../small-array";
import { doing, procedure } from "../small-steps";

const { stop, stay, install, verify, start, usual } = procedure;
const only = { members: ["CAS1"] };
const quiet = doing("quiet", async (c) => {
  await c.server.change("scom.begin", { minutes: 60, reason: "PlannedOther", comment: "" }, { undo: ["scom.end", {}] });
  c.keepUp(["scom.extend", { minutes: 60 }], minutes(5));
});

describe("upkeep", () => {
  it("has ended when its end is told: what was being sent has arrived by then, and nothing comes after it", async () => {
    const array = new SmallArray();
    let [arrivedAt, endedAt] = [0, 0];
    const sent: number[] = [];
    const loud = doing("loud", async (c) => {
      while (sent.length === 0) await array.clock.sleep(seconds(1));
      await c.endUpkeep("scom.extend");
      endedAt = array.clock.elapsed();
      await c.server.change("scom.end", {});
    });
    const slowly = array.invoke;
    const invoke: typeof slowly = async (server, op, args, call) => {
      if (op !== "scom.extend") return await slowly(server, op, args, call);
      sent.push(array.clock.elapsed());
      await array.clock.sleep(seconds(40));
      const answer = await slowly(server, op, args, call);
      arrivedAt = array.clock.elapsed();
      return answer;
    };
    const setup = { ...array.setup, connection: { ...array.setup.connection, invoke } };
    await play(array, [quiet, stop, loud, stay, install, verify, start, usual], { ...only, array: setup });
    arrivedAt.should.be.above(sent[0]!);
    endedAt.should.be.aboveOrEqual(arrivedAt);
    should(array.at("CAS1").scomEndsAt).be.null();
    await array.clock.sleep(minutes(30));
    array.sent.lastIndexOf("CAS1 scom.extend").should.be.below(array.sent.indexOf("CAS1 scom.end"));
  });

  it("sends nothing while what it keeps up lasts long enough", async () => {
    const array = new SmallArray();
    const wait = doing("wait", async (c) => {
      array.at("CAS1").scomEndsAt = new Date(array.clock.now() + minutes(600)).toISOString();
      await c.wait.pause(minutes(60));
    });
    await play(array, [quiet, stop, wait], only);
    array.sent.should.not.containEql("CAS1 scom.extend");
  });
});

describe("what a step is given", () => {
  it("are the other members, and never its own as one of them", async () => {
    const array = new SmallArray(["CAS1", "CAS2", "CAS3"], 1);
    const others: string[][] = [];
    const looking = doing("looking", (c) => {
      others.push(c.array.others.map(({ name }) => name));
      return Promise.resolve();
    });
    await play(array, [looking, stop, stay, install, verify, start, usual]);
    others.should.eql([
      ["CAS2", "CAS3"],
      ["CAS1", "CAS3"],
      ["CAS1", "CAS2"],
    ]);
  });

  it("is an id for its work that is another one at each visit, and for each piece of work", async () => {
    const array = new SmallArray();
    const ids: string[] = [];
    const twice = doing("twice", (c) => {
      ids.push(c.workId(1), c.workId(2));
      return Promise.resolve();
    });
    await play(array, [twice, twice, stop], only);
    new Set(ids).size.should.equal(4);
  });
});

describe("a step that does not heed the end of its run", () => {
  it("is not taken for one that has gone well: it was cut off", async () => {
    const array = new SmallArray();
    const deaf = doing("deaf", async () => {
      await array.clock.sleep(minutes(10));
      return { text: quoted("all well") };
    });
    const playing = play(array, [stop, deaf, install], only);
    await array.clock.sleep(minutes(2));
    await array.runs.runningOn("CAS-ARRAY")?.stop("now", null);
    const { run } = await playing;
    should(run.state.members[0]?.steps.at(-1)).match({ step: "deaf", outcome: "failed", cutOff: true });
    array.at("CAS1").nlb.should.equal("converged");
  });
});

describe("the look at how a member is found", () => {
  it("ends with the run, also between two tries to read what cannot be read", async () => {
    const array = new SmallArray();
    array.beforeAnswer = (name, op) => {
      if (op === "forefront.status") throw new OperationFailed({ server: name, operation: op, what: "busy", errorId: "busy" });
    };
    const playing = play(array, [stop], only);
    await array.clock.sleep(seconds(8));
    const before = array.clock.elapsed();
    await array.runs.runningOn("CAS-ARRAY")?.stop("now", null);
    const { run } = await playing;
    should(run.state.members[0]?.startedAt).be.null();
    (array.clock.elapsed() - before).should.be.below(seconds(5));
  });
});
