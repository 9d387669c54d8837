import "should";
import { OperationFailed, Unreachable } from "../../../../lib/server/errors";
import { compareBuilds, canUpgrade, madeFor } from "../../../../lib/steps/parts/build-lines";
import { endOfLog } from "../../../../lib/steps/parts/end-of-log";
import { jobNow } from "../../../../lib/steps/parts/job-to-its-end";
import { minutes } from "../../../../lib/time/duration";
import { AnsweringServer } from "../../../shared/answering";
import { seeing } from "../seeing";

/** A server with this log. */
const having = (log: string) =>
  new AnsweringServer("CAS1", {
    "files.stat": { exists: true, size: log.length, sha256: null, signature: "none" },
    "files.tail": ({ offset, atMostBytes = 65_536 }) => {
      const text = log.slice(offset, offset + atMostBytes);
      return { exists: true, offset: offset + text.length, text };
    },
  });
const path = "C:\\a.log";

describe("The end of a log, read", () => {
  it("begins with its first line where it is read from the beginning", async () => {
    (await endOfLog(having("first\r\n\r\nsecond\r\n=== Verbose logging stopped ===\r\n"), path)).should.equal("first / second");
  });

  it("has no piece of a line at its beginning where the log is longer", async () => {
    const line = "a line that is so long that only five of them fit into what is read: ".padEnd(1999, "x");
    const log = `${`${line}\n`.repeat(9)}last\n`;
    // No more than whole lines that there is room for: none of these.
    (await endOfLog(having(log), path)).should.equal("last");
    const short = `${"y".repeat(8_300)}\nwhole\nlast\n`;
    (await endOfLog(having(short), path)).should.equal("whole / last");
  });

  it("is nothing where there is no log or it cannot be read, and a mistake of ours comes to light", async () => {
    const none = { exists: false, size: null, sha256: null, signature: "unknown" } as const;
    (await endOfLog(new AnsweringServer("CAS1", { "files.stat": none }), path)).should.equal("");
    const denied = new OperationFailed({ server: "CAS1", operation: "files.stat", what: "denied", errorId: "denied" });
    (await endOfLog(new AnsweringServer("CAS1", { "files.stat": denied }), path)).should.equal("");
    await endOfLog(new AnsweringServer("CAS1", { "files.stat": new TypeError("ours") }), path).should.be.rejectedWith(TypeError);
  });
});

describe("A job that may have been started", () => {
  const gone = new Unreachable({ server: "CAS1", operation: "job.poll", what: "gone" });
  const running = { state: "running", exitCode: null, startedAt: null, finishedAt: null, text: "" } as const;

  it("is asked again while the member is away, for 45 minutes", async () => {
    for (const [awayMs, back] of [
      [minutes(44), true],
      [minutes(46), false],
    ] as const) {
      const seen = seeing({
        "job.poll": () => {
          if (seen.clock.now() < began + awayMs) throw gone;
          return running;
        },
      });
      const began = seen.clock.now();
      const asked = jobNow(seen.context, "1");
      if (back) (await asked).state.should.equal("running");
      else await asked.should.be.rejectedWith(Unreachable);
    }
  });
});

describe("The first builds of the Subscription Edition", () => {
  for (const [build, isSe] of [
    ["15.2.2561.99", false],
    ["15.2.2562.0", true],
    ["15.2.2562.1", true],
  ] as const)
    it(`begin at the one that the table names (${build})`, () => {
      // What is older is Exchange 2019, which has no way back.
      canUpgrade(build, "15.2.1748.10").should.equal(!isSe);
      canUpgrade("15.2.1748.10", build).should.be.true();
      madeFor(build).should.equal(build.split(".").slice(0, 3).join("."));
      (compareBuilds(build, "15.2.2562.0") >= 0).should.equal(isSe);
    });
});
