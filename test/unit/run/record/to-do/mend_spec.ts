import should from "should";
import type { Picture } from "../../../../../lib/server/picture";
import { changeOf } from "../../../../../lib/server/catalogue";
import { text } from "../../../../../lib/texts";
import { said } from "../../../../shared/english";
import { found, pictureOf, SmallJournal } from "../../report/small-journal";
import { drained, installing, job, keys, of, out, service, since, toDo, why, withServices } from "./small-member";

/** The commands that give services back what they had. */
const commands = (journal: SmallJournal) =>
  toDo(journal).flatMap(({ part, command }) =>
    part === "mend" ? (/\{ (.*\| ForEach-Object .*) \} \}$/.exec(command ?? "")?.[1] ?? []) : [],
  );

describe("The services to be mended on a member", () => {
  const lost = (before: readonly object[], after: readonly object[]) =>
    commands(installing(withServices(found, ...before)).leave("failed", withServices(out, ...after), why));

  it("are those that were left disabled, by the start type that they had, and those that ran by themselves and do not run now", () => {
    const before = ["A", "B"].map((name) => service(name, "running", "automatic"));
    lost(
      [...before, service("C", "stopped", "manual"), service("D", "running", "automatic")],
      [
        service("a", "stopped", "disabled"),
        service("b", "running", "disabled"),
        service("C", "stopped", "disabled"),
        service("D", "starting", "automatic"),
      ],
    ).should.eql([
      "'A', 'B' | ForEach-Object { Set-Service $_ -StartupType automatic",
      "'C' | ForEach-Object { Set-Service $_ -StartupType manual",
      "'A', 'D' | ForEach-Object { Start-Service $_",
    ]);
  });

  it("are not those that were as they are, are gone, or come and go by themselves", () => {
    const same = [service("A", "running", "automatic"), service("B", "stopped", "disabled"), service("C", "stopped", "automatic")];
    lost(same, same).should.eql([]);
    lost([service("A", "running", "automatic")], []).should.eql([]);
    const stopped = (more: object, startType = "automatic") =>
      lost([service("A", "running", startType, more)], [service("A", "stopped", startType)]).length;
    stopped({}).should.equal(1);
    stopped({ trigger: null, perUser: null }).should.equal(1);
    for (const more of [{ trigger: true }, { perUser: "instance" }, { perUser: "template" }]) stopped(more).should.equal(0);
    stopped({}, "manual").should.equal(1);
    stopped({ trigger: true }, "manual").should.equal(0);
    lost([service("A", "stopped", "automatic")], [service("A", "stopped", "automatic")]).should.eql([]);
    lost([service("A", "running", "disabled")], [service("A", "stopped", "disabled")]).should.eql([]);
  });

  it("are not those that the run itself has stopped: these are put back", () => {
    const [before, after] = ["running", "stopped"].map((status) => ["A", "B"].map((name) => service(name, status, "automatic")));
    const journal = () => installing(withServices(found, ...before!));
    const left = withServices(out, ...after!);
    const own = { args: { name: "A" }, undo: ["services.start", { name: "A" }] } as const;
    const toMend = ["A", "B"].map((name) => ({ what: name, command: changeOf("services.start").byHand("CAS1", { name }) }));
    const stopping = () => journal().change({ op: "services.stop", ...own });
    commands(stopping().leave("failed", left, why, toMend.slice(0, 1))).should.eql(["'B' | ForEach-Object { Start-Service $_"]);
    commands(stopping().leave("failed", left, why, toMend)).should.eql([]);
    // What it has stopped and does not put back itself is left to do like any other.
    commands(stopping().leave("failed", left, why)).should.eql(["'A', 'B' | ForEach-Object { Start-Service $_"]);
  });

  it("are none where it is not known how they were or are, whether or not its update has started", () => {
    const running = withServices(found, service("A", "running", "automatic"));
    const stopped = withServices(out, service("A", "stopped", "automatic"));
    const nothing: Picture = { ...out, readings: { "services.list": null } };
    commands(installing(running).leave("failed", stopped, why)).should.have.length(1);
    for (const [before, after] of [
      [running, out],
      [running, nothing],
      [found, stopped],
      [nothing, stopped],
    ] as const)
      commands(installing(before).leave("failed", after, why)).should.eql([]);
    commands(installing(running)).should.eql([]);
    commands(drained(running).leave("failed", stopped, why)).should.have.length(1);
  });

  it("are counted in what is said of them", () => {
    const journal = installing(withServices(found, service("A", "running", "automatic"), service("B", "running", "automatic")));
    const left = withServices(out, service("A", "stopped", "disabled"), service("B", "stopped", "automatic"));
    const state = journal.leave("failed", left, why);
    said(of(state, "enable")!.what).should.equal("Give the service that was left disabled its start type back (automatic).");
    said(of(state, "start")!.what).should.equal("Start the 2 services that ran before and do not run now.");
  });
});

describe("A restart of a member whose update is not verified", () => {
  const restart = { op: "system.restart", args: { bootedAt: "2026-01-03T02:11:40.000Z" } };
  const told = (journal: SmallJournal, reason = why) =>
    keys(journal.leave("failed", out, reason), "mend").find((key) => key?.startsWith("restart"));
  const restarted = () => installing().end("install-update", "x").pass(1).begin("restart-server").pass(1).change(restart);

  it("is due where Windows said so when the run left it", () => {
    should(told(installing(), since(text("leave.restart-due", { member: "CAS1" })))).equal("restart-due");
    should(told(restarted(), since("x", text("leave.restart-due", { member: "CAS1" })))).equal("restart-due");
    for (const other of ["leave.restart-due", text("leave.job-ended", { file: "f", code: 0 })])
      should(told(installing(), since(other))).equal("restart-if");
  });

  it("is asked for by the update, or to be looked at, where it was not restarted since", () => {
    should(told(installing())).equal("restart-if");
    should(told(installing().endOf("install-update", { changed: true, text: "x", restart: "needed" }))).equal("restart");
    should(told(installing().endOf("install-update", { changed: true, text: "x", restart: "not-needed" }))).equal("restart-if");
    const before = new SmallJournal()
      .take("CAS1")
      .begin("restart-server")
      .change(restart)
      .end("restart-server", "x")
      .begin("install-update");
    should(told(before.change(job()))).equal("restart-if");
    should(told(installing().change(restart, "failed"))).equal("restart-if");
    should(told(installing().change({ op: "scom.extend", cause: "upkeep" }))).equal("restart-if");
    const one = of(installing().leave("failed", out, why), "restart-if");
    should(one).match({ part: "mend", command: "Restart-Computer -ComputerName CAS1 -Force", onlyAfter: { text: "to-do.after-out" } });
  });

  it("was sent: it has come back where the step that sent it has seen so, and perhaps not where it has not", () => {
    should(told(restarted().end("restart-server", "x").pass(1).begin("verify-health").pass(1))).equal("restart-again");
    should(told(restarted().end("restart-server", "x", false))).equal("restart-again");
    const later = restarted().end("restart-server", "x").pass(1).begin("verify-health").pass(1);
    should(told(later.change({ op: "scom.extend", cause: "upkeep" }))).equal("restart-again");
    should(told(restarted())).equal("restart-not-back");
    const atOnce = new SmallJournal()
      .take("CAS1")
      .begin("install-update")
      .change(job())
      .end("install-update", "x")
      .pass(1)
      .begin("restart-server");
    should(told(atOnce.change(restart).end("restart-server", "x"))).equal("restart-again");
    should(told(restarted().end("restart-server", "x").begin("restart-server").pass(1).change(restart, "unknown"))).equal(
      "restart-not-back",
    );
    said(of(restarted().leave("failed", out, why), "restart-not-back")!.what).should.equal(
      "Restart CAS1 if it has not booted since 2026-01-10 22:08:10 UTC, when the run told it to.",
    );
  });

  it("is no matter where nothing was installed", () => {
    should(told(drained(), since(text("leave.restart-due", { member: "CAS1" })))).be.undefined();
  });
});

describe("What else is to be mended on a member", () => {
  it("is a suspension that somebody has made since it was found", () => {
    const suspended = pictureOf("suspended", "started", null);
    const mends = (before: Picture, after: Picture) => keys(drained(before).leave("failed", after, why), "mend");
    mends(found, suspended).should.eql(["resume"]);
    mends({ ...found, readings: {} }, suspended).should.eql(["resume"]);
    mends(suspended, suspended).should.eql([]);
    mends(found, out).should.eql([]);
    mends(found, { ...out, readings: {} }).should.eql([]);
    should(of(drained().leave("failed", suspended, why), "resume")).match({
      command: "Resume-NlbClusterNode -HostName CAS1",
      onlyAfter: { text: "to-do.after-asking" },
    });
  });

  it("is the member itself where the array does not stop converging since it was started, unless it must not serve anyway", () => {
    const converging = pictureOf("converging", "started", null);
    keys(drained().leave("failed", converging, why), "mend").should.eql(["stop"]);
    keys(drained().leave("failed", found, why), "mend").should.eql([]);
    keys(installing().leave("failed", converging, why), "mend").should.eql(["restart-if", "verify"]);
    should(of(drained().leave("failed", converging, why), "stop")).match({
      command: "Stop-NlbClusterNode -HostName CAS1",
      onlyAfter: { text: "to-do.after-look" },
    });
  });

  it("is its verification, with the build that the update brings, as far as that is known", () => {
    const build = (...brings: readonly object[]) => {
      const journal = new SmallJournal().take("CAS1").begin("install-update");
      for (const more of brings) journal.change(job(undefined, more));
      const one = of(journal.leave("failed", out, why), "verify");
      should(one).match({ part: "mend", command: null, onlyAfter: null });
      return /build (.*?) \(if/.exec(said(one!.what))?.[1];
    };
    should(build({ brings: { build: "1" } }, { brings: { build: "2" } })).equal("2");
    for (const brings of [{}, { brings: null }, { brings: {} }]) should(build(brings)).equal("not known");
  });
});
