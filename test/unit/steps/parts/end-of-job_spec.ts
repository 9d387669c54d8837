import should from "should";
import type { Progress, StepFailed } from "../../../../lib/run/step";
import { OperationFailed, Unreachable } from "../../../../lib/server/errors";
import { compareBuilds, canUpgrade, madeFor } from "../../../../lib/steps/parts/build-lines";
import { endOfLog } from "../../../../lib/steps/parts/end-of-log";
import { jobNow, jobToItsEnd } from "../../../../lib/steps/parts/job-to-its-end";
import { quoted } from "../../../../lib/texts";
import { minutes } from "../../../../lib/time/duration";
import { AnsweringServer } from "../../../shared/answering";
import { said } from "../../../shared/english";
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

describe("How a job is getting on, told while it runs", () => {
  const began = "2026-01-10T22:00:00.000Z";
  for (const [what, startedAt, afterMinutes, minutesTold, fraction] of [
    ["by its own start", began, 30, 30, 0.5],
    ["by its own start, beyond its limit", began, 65, 65, 1],
    ["by its own start, where the clock of the member is ahead", "2026-01-10T22:10:00.000Z", 5, -5, 0],
    ["where it does not say when it began, since somebody asks", null, 15, 15, 0.25],
  ] as const)
    it(`is the minutes that it runs, and the part of its limit: ${what}`, async () => {
      const told: Progress[] = [];
      const seen = seeing({
        "job.poll": () => {
          const over = seen.clock.now() - first >= minutes(afterMinutes) + 1;
          const at = over ? began : null;
          return { state: over ? "finished" : "running", exitCode: over ? 0 : null, startedAt, finishedAt: at, text: "half way" };
        },
      });
      await seen.clock.sleep(Math.max(0, Date.parse(began) - seen.clock.now()));
      const first = seen.clock.now();
      const context = { ...seen.context, report: (progress: Progress) => void told.push(progress) };
      const work = { kind: "command" as const, file: "x", arguments: [] };
      const job = { id: "1", work, limitMinutes: 60, brings: null };
      const known = { state: "running", exitCode: null, startedAt, finishedAt: null, text: "" } as const;
      await jobToItsEnd(context, job, { known, doing: quoted("working"), limitCode: "limit" });
      const last = told.findLast(({ figures }) => figures !== undefined);
      should(last?.figures).eql({ minutes: minutesTold, says: "half way" });
      should(last?.fraction).be.approximately(fraction, 0.001);
      should(told.every(({ text }) => said(text).startsWith("working"))).be.true();
    });
});

describe("A job that has not ended at its limit", () => {
  const gone = new Unreachable({ server: "CAS1", operation: "job.poll", what: "gone" });
  const running = (words: string) => ({ state: "running", exitCode: null, startedAt: null, finishedAt: null, text: words }) as const;
  for (const [what, poll, code, says] of [
    ["says how it stands", () => running("copying files"), "limit", /running.*copying files/],
    ["says nothing", () => running(""), "limit", /running/],
    ["is on a member that has not answered at all", null, "unreachable", /has not answered since/],
  ] as const)
    it(`is told as it was seen last, where it ${what}`, async () => {
      const { context } = seeing({ "job.poll": poll ?? gone });
      const job = { id: "1", work: { kind: "command" as const, file: "x", arguments: [] }, limitMinutes: 20, brings: null };
      const work = jobToItsEnd(context, job, { known: running(""), doing: quoted("working"), limitCode: "limit" });
      const failed = (await work.then(
        () => null,
        (error: unknown) => error,
      )) as StepFailed | null;
      should(failed?.code).equal(code);
      const words = said(failed?.reason.what ?? "");
      words.should.match(says);
      /copying files/.test(words).should.equal(what === "says how it stands");
      /\(\)|: ["“”]{2}|: \./.test(words).should.be.false();
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
