import should from "should";
import { jobCutOff, jobsOf, seenToEnd } from "../../../../lib/run/record/jobs";
import { setupLogPath } from "../../../../lib/server/operations";
import { minutes } from "../../../../lib/time/duration";
import { said } from "../../../shared/english";
import { SmallJournal } from "../report/small-journal";

const job = (work: object, id = "j1") => ({ op: "job.start", args: { id, work, limitMinutes: 60 } });
const command = job({ kind: "command", file: "C:\\update.exe", log: "C:\\update.log" });
const member = (journal: SmallJournal) => journal.state().members[0]!;

describe("The jobs that a run has started on a member", () => {
  it("are those that were sent and not refused, also those whose outcome nobody knows, each with its end at the latest", () => {
    const journal = new SmallJournal().take("CAS1").begin("install").pass(3).change(command);
    const at = journal.now;
    journal
      .change(job({ kind: "command", file: "b.exe" }, "j2"), "failed")
      .change(job({ kind: "command", file: "c.exe" }, "j3"), "unknown");
    journal.change({ op: "nlb.stop" }).change(job({ kind: "command", file: "d.exe" }, "j4"), null);
    const jobs = jobsOf(member(journal));
    jobs.map(({ id }) => id).should.eql(["j1", "j3", "j4"]);
    should(jobs[0]).match({ file: "C:\\update.exe", log: "C:\\update.log", startedAt: at, endsBy: at + minutes(60) });
    should(jobs[1]?.log).be.null();
  });

  it("write where setup always does, where they say, or nobody knows where; Windows' own updates have a name of ours", () => {
    const of = (work: object) => jobsOf(member(new SmallJournal().take("CAS1").change(job(work))))[0]!;
    should(of({ kind: "setup", file: "setup.exe", log: "x" }).log).equal(setupLogPath);
    should(of({ kind: "windows-updates" }).log).be.null();
    said(of({ kind: "windows-updates" }).file).should.match(/update/i);
  });
});

describe("The job of the step at which the work on a member ended", () => {
  const begun = () => new SmallJournal().take("CAS1").begin("install").pass(1);

  it("is the last one that this step has started", () => {
    should(
      jobCutOff(
        member(
          begun()
            .change(command)
            .change(job({ kind: "command", file: "b" }, "j2")),
        ),
      )?.id,
    ).equal("j2");
    should(
      jobCutOff(
        member(
          begun()
            .change(command)
            .fail("install", { code: "x", what: "x" } as never),
        ),
      )?.id,
    ).equal("j1");
  });

  it("is none where no step was begun, it has started none, it went well, or an earlier step has started it", () => {
    should(jobCutOff(member(new SmallJournal().take("CAS1")))).be.null();
    should(jobCutOff(member(begun()))).be.null();
    should(jobCutOff(member(begun().change(command).end("install", "done")))).be.null();
    should(jobCutOff(member(begun().change(command).end("install", "there", false)))).be.null();
    should(jobCutOff(member(begun().change(command).end("install", "done").pass(1).begin("restart")))).be.null();
  });

  it("is its own where it was started in the very moment in which the step was begun", () => {
    should(jobCutOff(member(new SmallJournal().take("CAS1").begin("install").change(command)))?.id).equal("j1");
  });
});

describe("A job is seen to its end", () => {
  const seen = (journal: SmallJournal) => seenToEnd(member(journal), jobsOf(member(journal))[0]!);
  const during = () => new SmallJournal().take("CAS1").begin("install").pass(1).change(command).pass(1);

  it("by a step that has started it and went well, whether it changed something or not", () => {
    seen(during().end("install", "done")).should.be.true();
    seen(during().end("install", "there", false)).should.be.true();
    seen(
      new SmallJournal().take("CAS1").begin("look").end("look", "well").pass(1).begin("install").change(command).end("install", "done"),
    ).should.be.true();
  });

  it("also where it was started in the first or in the last moment of the step", () => {
    seen(new SmallJournal().take("CAS1").begin("install").change(command).pass(1).end("install", "done")).should.be.true();
    seen(new SmallJournal().take("CAS1").begin("install").pass(1).change(command).end("install", "done")).should.be.true();
  });

  it("not by one that failed or is at work, nor by one that ended before it or was begun after it", () => {
    seen(during()).should.be.false();
    seen(during().fail("install", { code: "x", what: "x" } as never)).should.be.false();
    const before = new SmallJournal().take("CAS1").begin("look").end("look", "well").pass(1).change(command).pass(1);
    seen(before).should.be.false();
    seen(before.begin("after").end("after", "well")).should.be.false();
  });
});
