import should from "should";
import { endOf, howItsJobStands, jobNow, restartDue } from "../../../../lib/run/member/job-left";
import type { MemberState } from "../../../../lib/run/record";
import type { ResultOf } from "../../../../lib/server/catalogue";
import { Unreachable } from "../../../../lib/server/errors";
import { AnsweringServer } from "../../../shared/answering";
import { said } from "../../../shared/english";
import { SmallJournal } from "../report/small-journal";
import { installArgs } from "../small-steps";

const silent = new Unreachable({ server: "CAS1", operation: "job.poll", what: "no answer" });
const polled = (state: ResultOf<"job.poll">["state"], exitCode: number | null = null) => ({
  state,
  exitCode,
  startedAt: null,
  finishedAt: null,
  text: "",
});

/** Cut off at its job, or before it had one. */
const cutOff = (withJob = true): MemberState => {
  const journal = new SmallJournal().take("CAS1").begin("install");
  return (withJob ? journal.change({ op: "job.start", args: installArgs("j") }) : journal).state().members[0]!;
};

/** How the job answers, what is said of it by a run that waits for nothing, and how it stands for whoever comes later. */
const jobs = {
  "is still at work": [
    polled("running"),
    "Its job update.exe is still running: let it end before you do anything on CAS1.",
    { file: "update.exe", running: true },
  ],
  "has ended": [polled("finished", 3010), "Its job update.exe has ended since, with exit code 3010.", null],
  "was killed": [polled("finished"), "Its job update.exe has ended since, without an exit code.", null],
  "is not known on the member": [polled("none"), "It is not known whether its job update.exe has ended: look on CAS1 first.", null],
  "does not say": [
    silent,
    "It is not known whether its job update.exe has ended: look on CAS1 first.",
    { file: "update.exe", running: false },
  ],
} as const;

describe("a job at which a member was left", () => {
  for (const [how, [answer, says, stands]] of Object.entries(jobs))
    it(`is told as one that ${how}`, async () => {
      const server = new AnsweringServer("CAS1", { "job.poll": answer });
      (await howItsJobStands(server, cutOff())).map(said).should.eql([says]);
      should(await jobNow(server, cutOff())).eql(stands);
    });

  it("is not asked for where there is none", async () => {
    const server = new AnsweringServer("CAS1", {});
    (await howItsJobStands(server, cutOff(false))).should.eql([]);
    should(await jobNow(server, cutOff(false))).be.null();
    server.asked.should.eql([]);
  });

  it("has an end that is told by its exit code, 0 too", () => {
    const job = { id: "j", file: "update.exe", log: null, startedAt: 0, endsBy: 0 };
    endOf(job, "CAS1", 0).map(said).should.eql(["Its job update.exe has ended since, with exit code 0."]);
  });
});

describe("a restart for which Windows waits", () => {
  it("is told, and not where there is none or the member does not say", async () => {
    const due = { reasons: [{ cause: "windows-update", weight: "strong", text: "asked for" }] } as ResultOf<"system.pendingReboot">;
    const none: ResultOf<"system.pendingReboot"> = { reasons: [] };
    for (const [answer, told] of [
      [due, ["Windows on CAS1 waits for a restart."]],
      [none, []],
      [silent, []],
    ] as const)
      (await restartDue(new AnsweringServer("CAS1", { "system.pendingReboot": answer }))).map(said).should.eql(told);
  });
});
