import type { Cause, Dated, Entry, MemberOutcome, Plan } from "../../../../lib/run/record/entry";
import { toJson } from "../../../../lib/run/record/message";
import type { RunState } from "../../../../lib/run/record/state";
import { replay } from "../../../../lib/run/record/state";
import type { ChangeData } from "../../../../lib/server/catalogue";
import type { Picture } from "../../../../lib/server/picture";
import type { Reason, Words } from "../../../../lib/texts";
import { reason, text } from "../../../../lib/texts";
import { minutes } from "../../../../lib/time/duration";

type Change<Name extends string> = { readonly op: Name; readonly args?: object; readonly undo?: ChangeData; readonly cause?: Cause };

export const pictureOf = (nlb: string, defaultState: string, version: string | null, unknown: readonly string[] = []): Picture => ({
  facts: { nlb, defaultState, version },
  readings: { "nlb.host": { state: nlb, defaultState }, "update.installed": version === null ? null : { build: version } },
  unknown: unknown.map((what) => reason("unreachable", what)),
});
export const found = pictureOf("converged", "started", "14.3.123.4");
export const updated = pictureOf("converged", "started", "14.3.513.0");

/** A journal written by hand, entry by entry, with the time in minutes; what replaying it gives is the state to report on. */
export class SmallJournal {
  private readonly entries: Dated[] = [];
  private at: number;
  private changes = 0;
  private member = "";
  private readonly visits = new Map<string, number>();

  constructor(plan: Partial<Plan> = {}, startsAt: number = Date.UTC(2026, 0, 10, 22, 4, 10)) {
    this.at = startsAt;
    const members = ["CAS1", "CAS2", "CAS3", "CAS4"].map((name) => ({ name, address: `${name.toLowerCase()}.example.com` }));
    const whole: Plan = {
      array: "CAS-ARRAY",
      members,
      minInService: 3,
      update: "Exchange 2010 SP3 RU32",
      dryRun: false,
      byHand: false,
      requestedBy: "alice",
      note: "change 4711",
      key: null,
      flow: "0123abcd",
      ...plan,
    };
    this.add({ type: "run started", run: "20260110-220410-cas-array", plan: whole, planHash: "0", fence: 7 });
  }

  /** With which it begins. */
  get startEntry(): Dated {
    const [first] = this.entries;
    if (first === undefined) throw new Error("It has no entry.");
    return first;
  }

  /** All that is in it so far. */
  get all(): readonly Dated[] {
    return this.entries;
  }

  add(entry: Entry): this {
    this.entries.push({ ...entry, at: this.at });
    return this;
  }

  pass(mins: number): this {
    this.at += minutes(mins);
    return this;
  }

  take(member: string, picture: Picture = found): this {
    this.member = member;
    return this.add({ type: "member started", member, found: picture, earlier: {}, token: null });
  }

  begin(step: string): this {
    this.visits.set(`${this.member} ${step}`, (this.visits.get(`${this.member} ${step}`) ?? 0) + 1);
    return this.add({ type: "step started", ...this.of(step), input: {}, notKept: [] });
  }

  change(
    { op, args = {}, undo, cause = "step" }: Change<string>,
    outcome: "done" | "failed" | "unknown" | null = "done",
    text: string | null = null,
  ): this {
    const change = ++this.changes;
    const { member } = this;
    this.add({ type: "will change", member, change, op, args: toJson(args), cause, undo: undo ?? null, startsUpdate: op === "job.start" });
    return outcome === null ? this : this.add({ type: "did change", member, change, outcome, text });
  }

  would(op: string, args: object = {}, onlyIf: string | null = null, cause: Cause = "step"): this {
    return this.add({ type: "would change", member: this.member, op, args: toJson(args), onlyIf, cause, startsUpdate: op === "job.start" });
  }

  end(step: string, text: string, changed = true, verifies = false): this {
    return this.endOf(step, { changed, text }, verifies);
  }

  /** @param result as the step gave it */
  endOf(step: string, result: Record<string, string | boolean>, verifies = false): this {
    return this.add({
      type: "step finished",
      ...this.of(step),
      result,
      output: {},
      port: null,
      token: null,
      verifies,
      establishes: {},
    });
  }

  fail(step: string, why: Reason): this {
    return this.add({ type: "step failed", ...this.of(step), reason: why }).add({ type: "stopping", reason: why });
  }

  warn(what: Words): this {
    return this.add({ type: "warning", member: this.member, text: what });
  }

  leave(outcome: MemberOutcome, left: Picture, reason: Reason | null = null, toMend: { what: string; command: string }[] = []): this {
    return this.add({ type: "member finished", member: this.member, outcome, reason, alarm: null, left, toMend });
  }

  /** A member that is updated and comes back, with the steps that take longest. */
  updates(member: string, longer = 1): this {
    this.take(member)
      .leavesService(longer)
      .begin("fscutility")
      .pass(0.1)
      .end("fscutility", "Forefront is not installed", false)
      .begin("install-update")
      .change({
        op: "job.start",
        args: {
          id: `run_${member}_n_1_1`,
          work: { kind: "msp", file: "C:\\Updates\\RU32.msp", log: "C:\\Updates\\RU32.log" },
          limitMinutes: 180,
          brings: { build: "14.3.513.0" },
        },
      })
      .pass(20)
      .change({ op: "scom.extend", args: { minutes: 30 }, cause: "upkeep" })
      .pass(14 * longer)
      .end("install-update", "installed in 34 min, exit code 3010")
      .begin("restart-server")
      .change(
        { op: "system.restart", args: { bootedAt: "2026-01-03T02:11:40.000Z" } },
        "done",
        member === "CAS2" ? "The answer to system.restart was lost; a read showed that the change was made." : null,
      );
    if (member === "CAS2") this.warn(text("change.answer-lost", { operation: "system.restart" }));
    return this.pass(9)
      .end("restart-server", "booted at 23:04")
      .begin("verify-health")
      .pass(6)
      .end("verify-health", "version 14.3.513.0, 41 services as before", false, true)
      .comesBack()
      .leave("updated", updated);
  }

  /** Steps before an update: a member that is drained, and stays out of service. */
  leavesService(longer = 1): this {
    return this.begin("preflight-check")
      .pass(0.5)
      .end("preflight-check", "fit to start", false)
      .begin("scom-maintenance")
      .change({
        op: "scom.begin",
        args: { minutes: 240, reason: "PlannedApplicationMaintenance", comment: "Rolling update" },
        undo: ["scom.end", {}],
      })
      .pass(4)
      .end("scom-maintenance", "in effect after 4 min")
      .begin("nlb-drainstop")
      .change({ op: "nlb.drain", undo: ["nlb.start", {}] })
      .pass(12 * longer)
      .end("nlb-drainstop", "no clients left after 12 min")
      .begin("nlb-set-default-state")
      .change({ op: "nlb.setDefaultState", args: { state: "stopped" }, undo: ["nlb.setDefaultState", { state: "started" }] })
      .pass(1)
      .end("nlb-set-default-state", "default state is stopped");
  }

  /** Steps after an update, of a member that is healthy. */
  private comesBack(): this {
    return this.begin("nlb-start")
      .change({ op: "nlb.start", undo: ["nlb.stop", {}] })
      .pass(1)
      .end("nlb-start", "converged with the others")
      .begin("nlb-set-default-state")
      .change({ op: "nlb.setDefaultState", args: { state: "started" } })
      .pass(1)
      .end("nlb-set-default-state", "default state is started, as found")
      .begin("scom-maintenance")
      .change({ op: "scom.end" })
      .pass(2)
      .end("scom-maintenance", "monitored again");
  }

  finish(outcome: "finished" | "stopped" | "dry-run" = "finished", why: Reason | null = null): this {
    return this.add({ type: "run finished", outcome, reason: why });
  }

  get now(): number {
    return this.at;
  }

  /** As the journal of that run keeps them. */
  entriesOf(run: string): readonly Dated[] {
    return this.entries.map((entry) => (entry.type === "run started" ? { ...entry, run } : entry));
  }

  state(): RunState {
    return replay(this.entries);
  }

  private of(step: string) {
    return { member: this.member, step, node: step, visit: this.visits.get(`${this.member} ${step}`) ?? 1 };
  }
}
