import should from "should";
import { documentOf } from "../../../../../lib/run/record/document";
import type { Picture } from "../../../../../lib/server/picture";
import { reason, text } from "../../../../../lib/texts";
import { said } from "../../../../shared/english";
import { pageOf, sentenceOf, textOf } from "../../report/read-page";
import { found, pictureOf, SmallJournal } from "../../report/small-journal";
import { stoppedWithRest } from "../../report/small-runs";
import { service, withServices } from "./small-member";

const toDo = (journal: SmallJournal, name: string) =>
  documentOf(journal.state(), { now: journal.now, report: null, say: said }).members.find((member) => member.name === name)?.leftToDo ?? [];

const silent = reason("unreachable", text("server.silent"));
const interrupted = reason("interrupted", text("run.interrupted", { why: text("run.node-red-ended") }));
const start = [{ what: "Start in NLB", command: "Start-NlbClusterNode -HostName CAS1" }];
const LOG = "C:\\Updates\\RU32.msp.log";

/** CAS1 in the middle of its installation. */
const installing = (before: Picture = found): SmallJournal =>
  new SmallJournal()
    .take("CAS1", before)
    .begin("nlb-drainstop")
    .change({ op: "nlb.drain", undo: ["nlb.start", {}] })
    .pass(12)
    .end("nlb-drainstop", "no clients left")
    .begin("install-update")
    .change({
      op: "job.start",
      args: {
        id: "run_CAS1_n_1_1",
        work: { kind: "msp", file: "C:\\Updates\\RU32.msp", log: LOG },
        limitMinutes: 180,
        brings: { build: "14.3.513.0" },
      },
    })
    .pass(7);

describe("what is left to do", () => {
  it("comes in the order look, mend, put back, with one count; what brings the member in comes with what must be so before", () => {
    const all = toDo(stoppedWithRest(), "CAS2");
    const rank = { look: 0, mend: 1, "put-back": 2 };
    all.map(({ number }) => number).should.eql(all.map((_, index) => index + 1));
    all.map(({ part }) => rank[part]).should.eql(all.map(({ part }) => rank[part]).toSorted((a, b) => a - b));
    const starts = all.find(({ command }) => command === "Start-NlbClusterNode -HostName CAS2");
    should(starts?.onlyAfter).equal("Only after CAS2 is healthy: it takes clients from then on.");
    should(all.at(-1)?.onlyAfter).equal("Only after CAS2 serves again.");
    for (const one of all.filter(({ part }) => part === "put-back")) should(one.onlyAfter).match(/^Only after/);
  });

  it("is on the page as it is in the document", () => {
    const page = textOf(pageOf(stoppedWithRest()));
    for (const { what, onlyAfter } of toDo(stoppedWithRest(), "CAS2")) page.should.containEql(`${what} ${onlyAfter ?? ""}`.trim());
  });

  it("begins with the job that may still be at work: its task, its log, and until when it may run", () => {
    const journal = installing()
      .leave(
        "failed",
        pictureOf("stopped", "stopped", null, []),
        { ...interrupted, since: [text("leave.job-runs", { file: "RU32.msp", member: "CAS1" })] },
        start,
      )
      .finish("stopped", interrupted);
    const [job, log] = toDo(journal, "CAS1");
    should(job?.what).match(
      /^Has the job C:\\Updates\\RU32\.msp ended\? It was started at 2026-01-10 22:16:10 UTC, .* ends it at 2026-01-11 01:16:10 UTC/,
    );
    should(job?.command).match(/^Invoke-Command -ComputerName CAS1 \{ schtasks \/query \/tn '\\RollingUpdate\\[0-9a-f]{32}' /);
    should(log?.command).containEql(LOG);
  });

  it("asks nobody to wait for a job that was seen to end", () => {
    const failed = reason("installer-failed", text("install.failed", { code: 1603, meaning: "fatal" }));
    const journal = installing()
      .fail("install-update", failed)
      .leave("failed", pictureOf("stopped", "stopped", "14.3.123.4"), failed, start)
      .finish("stopped", failed);
    toDo(journal, "CAS1")
      .some(({ what }) => what.startsWith("Has the job"))
      .should.be.false();
  });

  it("says first that a member did not answer", () => {
    const left: Picture = { facts: { nlb: null }, readings: { "nlb.host": null }, unknown: [silent] };
    const journal = installing().leave("failed", left, silent, start).finish("stopped", silent);
    should(toDo(journal, "CAS1")[0]?.what).startWith("Does CAS1 answer again?");
  });

  it("names the services that an installer has left disabled or stopped, by how they were found; not those that come and go by themselves", () => {
    const before = withServices(
      found,
      service("W3SVC", "running", "automatic"),
      service("MSExchangeImap4", "stopped", "manual"),
      service("BITS", "running", "automatic", { trigger: true }),
      service("Spooler", "running", "automatic"),
      service("FSCController", "running", "manual"),
      service("msiserver", "stopped", "manual"),
    );
    const after = withServices(
      pictureOf("stopped", "stopped", "14.3.123.4"),
      service("W3SVC", "stopped", "disabled"),
      service("MSExchangeImap4", "stopped", "disabled"),
      service("BITS", "stopped", "automatic", { trigger: true }),
      service("Spooler", "stopped", "automatic"),
      service("FSCController", "stopped", "manual"),
      service("msiserver", "stopped", "manual"),
    );
    const failed = reason("installer-failed", "it failed");
    const journal = installing(before).fail("install-update", failed).leave("failed", after, failed, start).finish("stopped", failed);
    const commands = toDo(journal, "CAS1").flatMap(({ part, command }) => (part === "mend" && command !== null ? [command] : []));
    commands
      .slice(0, 4)
      .should.eql([
        "Invoke-Command -ComputerName CAS1 { 'W3SVC' | ForEach-Object { Set-Service $_ -StartupType automatic } }",
        "Invoke-Command -ComputerName CAS1 { 'MSExchangeImap4' | ForEach-Object { Set-Service $_ -StartupType manual } }",
        "Invoke-Command -ComputerName CAS1 { 'W3SVC', 'Spooler' | ForEach-Object { Start-Service $_ } }",
        "Invoke-Command -ComputerName CAS1 { 'FSCController' | ForEach-Object { Start-Service $_ } }",
      ]);
  });

  it("has the restart that an update asks for, and says when the run has told the member to restart", () => {
    const failed = reason("restart-limit", "it has not come back");
    const asked = installing().endOf("install-update", { changed: true, text: "installed", restart: "needed" });
    const left = pictureOf("stopped", "stopped", "14.3.513.0");
    const waiting = toDo(asked.leave("failed", left, interrupted, start).finish("stopped", interrupted), "CAS1");
    const restart = waiting.find(({ command }) => command === "Restart-Computer -ComputerName CAS1 -Force");
    should(restart).match({
      part: "mend",
      what: /the update asks for it, and it has not been restarted since/,
      onlyAfter: /while CAS1 is out of service/,
    });

    const sent = installing()
      .endOf("install-update", { changed: true, text: "installed", restart: "needed" })
      .begin("restart-server")
      .change({ op: "system.restart", args: { bootedAt: "2026-01-03T02:11:40.000Z" } })
      .pass(45)
      .fail("restart-server", failed);
    toDo(sent.leave("failed", left, failed, start).finish("stopped", failed), "CAS1")
      .map(({ what }) => what)
      .should.matchAny(/if it has not booted since 2026-01-10 22:23:10 UTC, when the run told it to/);
  });

  it("ends a suspension before it starts the member, and stops the one with which the array does not converge", () => {
    const stuck = reason("never-converged", "it converges");
    const suspended = installing()
      .leave("failed", pictureOf("suspended", "started", "14.3.123.4"), stuck, start)
      .finish("stopped", stuck);
    const commands = (journal: SmallJournal) => toDo(journal, "CAS1").map(({ command }) => command);
    const resume = commands(suspended).indexOf("Resume-NlbClusterNode -HostName CAS1");
    resume.should.be.above(0).and.below(commands(suspended).indexOf("Start-NlbClusterNode -HostName CAS1"));
    const converging = installing()
      .leave("failed", pictureOf("converging", "stopped", "14.3.513.0"), stuck, start)
      .finish("stopped", stuck);
    toDo(converging, "CAS1")
      .filter(({ command }) => command === "Stop-NlbClusterNode -HostName CAS1")
      .map(({ onlyAfter }) => onlyAfter !== null)
      .should.matchAny(true);
  });

  it("takes a member that serves unverified out before anything else", () => {
    const why = reason("unreachable", "x");
    const journal = installing()
      .leave("failed", pictureOf("converged", "stopped", "14.3.513.0"), why, start)
      .finish("stopped", why);
    toDo(journal, "CAS1")[0]!.should.match({ part: "look", command: "Stop-NlbClusterNode -HostName CAS1", what: /takes clients/ });
  });

  it("is nothing where all is as it should be", () => {
    toDo(new SmallJournal().updates("CAS1").finish(), "CAS1").should.eql([]);
  });
});

describe("the headline of a run", () => {
  it("says a long reason by its code, and in which state the member was left", () => {
    const long = { ...reason("verify-failed", `CAS1 is not healthy: ${"MSExchangeServiceHost is stopped, ".repeat(20)}.`), member: "CAS1" };
    const journal = installing()
      .fail("verify-health", long)
      .leave("failed", pictureOf("stopped", "stopped", "14.3.513.0"), long, start);
    sentenceOf(journal.finish("stopped", long)).should.equal(
      "Stopped at CAS1: a member is not as healthy as before its update. 3 members were not touched. " +
        "Something is left to do on CAS1 (nlb stopped, default state stopped).",
    );
  });

  it("keeps the alarm that a member may serve unverified, however long the reason is", () => {
    const alarm = text("leave.not-known", { member: "CAS1", why: "it does not answer" });
    const why = reason("unreachable", text("leave.first", { alarm, what: "so long ".repeat(60) }));
    const journal = installing()
      .leave("failed", pictureOf("stopped", "stopped", null), why, start)
      .finish("stopped", why);
    sentenceOf(journal).should.match(
      /^Stopped at CAS1: It is not known whether CAS1 serves unverified .* Look at it now\. Reason: a server does not answer\. /,
    );
  });

  it("says that a run stops after the member at work", () => {
    const journal = new SmallJournal().take("CAS1").begin("nlb-drainstop").add({ type: "stop asked", when: "after-member", by: "bob" });
    sentenceOf(journal).should.equal(
      "Running: CAS1 is at work (nlb-drainstop), 0 of 4 members of CAS-ARRAY done. It stops after this member, as asked by bob.",
    );
    documentOf(journal.state(), { now: journal.now, report: null, say: said }).stopAfterMember.should.be.true();
  });

  it("tells what was found, a list of services or the end of a log, once on the page", () => {
    const why = {
      ...reason("installer-failed", "the installer failed.", "Read it."),
      since: ["Services that it left disabled: W3SVC, IISADMIN."],
    };
    const journal = installing()
      .fail("install-update", why)
      .leave("failed", pictureOf("stopped", "stopped", null), why, start)
      .finish("stopped", why);
    textOf(pageOf(journal)).split("W3SVC, IISADMIN").length.should.equal(2);
  });
});
