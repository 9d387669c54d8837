import should from "should";
import type { Words } from "../../../../../lib/texts";
import { reason, text } from "../../../../../lib/texts";
import type { Picture } from "../../../../../lib/server/picture";
import { said } from "../../../../shared/english";
import { found, pictureOf, SmallJournal } from "../../report/small-journal";
import { drained, installing, job, keys, LOG, of, out, since, why } from "./small-member";

const unverified = ["look-services", "look-restart", "look-traffic"];

describe("What to look at on a member", () => {
  it("is whether it is as the run has left it; and the log, the services and a pending restart where its update is not verified", () => {
    keys(drained().leave("failed", out, why), "look").should.eql(["look-traffic"]);
    keys(installing().leave("failed", out, why), "look").should.eql(["look-log", ...unverified]);
    const verified = installing().end("install-update", "x").begin("verify").end("verify", "x", false, true);
    keys(verified.leave("failed", out, why), "look").should.eql(["look-traffic"]);
    const state = installing().leave("failed", out, why);
    should(of(state, "look-services")?.command).match(/^Invoke-Command -ComputerName CAS1 \{ Get-Service/);
    should(of(state, "look-restart")?.command).match(/CAS1/);
    should(of(state, "look-traffic")?.command).equal("Invoke-Command -ComputerName CAS1 { nlb.exe query }");
    should(of(state, "look-log")?.command).containEql(LOG);
  });

  it("is first of all whether one takes clients that is not verified, also one on its way in; then it is to be taken out", () => {
    for (const nlb of ["converged", "converging"]) {
      const serves = installing().leave("failed", pictureOf(nlb, "stopped", null), why);
      keys(serves, "look").should.eql(["take-out", "look-log", ...unverified]);
      should(of(serves, "take-out")).match({ command: "Stop-NlbClusterNode -HostName CAS1", onlyAfter: { text: "to-do.cuts" } });
      keys(drained().leave("failed", pictureOf(nlb, "stopped", null), why), "look").should.eql(["look-traffic"]);
    }
    for (const nlb of [null, undefined]) {
      const unread: Picture = { facts: {}, readings: { "nlb.host": nlb }, unknown: [] };
      keys(installing().leave("failed", unread, why), "look").should.eql(["look-log", ...unverified]);
    }
  });

  it("is how it is, where that was not recorded, could not be read, or where it gave no answer any more", () => {
    const silent = reason("unreachable", "no answer");
    const left = (...unknown: Picture["unknown"]): Picture => ({ ...out, unknown });
    const looked = (before: Picture, after: Picture) => drained(before).leave("failed", after, why);
    keys(drained(), "look").should.eql(["not-recorded", "look-traffic"]);
    const gone = looked(found, left(silent));
    keys(gone, "look").should.eql(["silent", "look-traffic"]);
    should(of(gone, "silent")?.command).equal("Test-Connection CAS1");
    const never = looked({ ...found, unknown: [silent] }, left(silent, { ...silent, member: "CAS1", what: "SCOM is away" }));
    keys(never, "look").should.eql(["unread", "look-traffic"]);
    said(of(never, "unread")!.what).should.equal("Not everything about CAS1 could be read: no answer; SCOM is away");
    keys(looked(found, left(reason("access-denied", "no"))), "look").should.eql(["unread", "look-traffic"]);
  });

  it("is the log of the job that ran last and has one", () => {
    const other = "C:\\other.log";
    const two = installing()
      .change(job({ kind: "command", file: "b", log: other }))
      .change(job({ kind: "command", file: "c" }));
    should(of(two.leave("failed", out, why), "look-log")?.command).containEql(other);
    const none = new SmallJournal()
      .take("CAS1")
      .begin("install")
      .change(job({ kind: "command", file: "c" }));
    should(of(none.leave("failed", out, why), "look-log")).be.undefined();
  });
});

describe("Whether a job is still at work is to be looked at", () => {
  const runs = text("leave.job-runs", { file: "f", member: "CAS1" });
  const notKnown = text("leave.job-not-known", { file: "f", member: "CAS1" });
  const ended = text("leave.job-ended", { file: "f", code: 0 });
  const killed = text("leave.job-killed", { file: "f" });
  const asks = (...given: readonly Words[]) => ({
    by: (code: string) => keys(installing().leave("failed", out, { ...since(...given), code }), "look").includes("job"),
  });

  it("where the run said so when it left the member, whatever else was said", () => {
    asks(runs).by("installer-failed").should.be.true();
    asks(notKnown).by("installer-failed").should.be.true();
    asks(ended, notKnown).by("installer-failed").should.be.true();
    asks(runs, killed).by("unreachable").should.be.true();
  });

  it("not where the run has seen it end, or its step has told how it ended", () => {
    asks(ended).by("unreachable").should.be.false();
    asks(killed).by("interrupted").should.be.false();
    asks("said by somebody").by("installer-failed").should.be.false();
    keys(installing().leave("failed", out), "look").should.not.containEql("job");
  });

  it("where the member gave no answer, the run was interrupted, or its record ends before", () => {
    asks().by("unreachable").should.be.true();
    asks("said by somebody").by("interrupted").should.be.true();
    keys(installing(), "look").should.eql(["not-recorded", "job", "look-log", ...unverified]);
    const { what, command } = of(installing(), "job")!;
    said(what).should.match(
      /Has the job RU32\.msp ended\? It was started at 2026-01-10 22:05:10 UTC.* at 2026-01-10 23:05:10 UTC at the latest.*on CAS1/,
    );
    should(command).match(/^Invoke-Command -ComputerName CAS1 \{ schtasks/);
  });

  it("not where no job was started, or an earlier step has started it", () => {
    keys(drained(), "look").should.not.containEql("job");
    const later = installing().end("install-update", "x").pass(1).begin("restart-server").pass(1);
    keys(later, "look").should.not.containEql("job");
  });
});
