import type { LabOptions, OutsideEvent, Truth } from "../../../lib/adapters/lab";
import { Lab, packages } from "../../../lib/adapters/lab";
import type { ArgsOf, ChangeOp, OperationName } from "../../../lib/server";
import { hours, minutes, seconds } from "../../../lib/time";
import { VirtualClock } from "../../../lib/time/virtual-clock";
import type { Finding, Limits, Records } from "../../../simulation/auditor";
import { audit } from "../../../simulation/auditor";

interface Setting extends Partial<LabOptions> {
  readonly minInService?: number;
  readonly events?: readonly OutsideEvent[];
}

type Line = Readonly<Record<string, unknown>>;

/** A run of which each test writes the script itself: what it sends, what it writes down and what it says, whether that fits together or not. */
export class Scripted {
  readonly lab: Lab;
  readonly clock = new VirtualClock();
  readonly journal: Line[] = [];
  /** What its document says. */
  document: { outcome: string; reason: string | null; warnings: string[]; members: Line[] } = {
    outcome: "finished",
    reason: null,
    warnings: [],
    members: [],
  };
  private readonly names = ["CAS1", "CAS2", "CAS3", "CAS4"];

  constructor(private readonly setting: Setting = {}) {
    this.lab = new Lab({ array: "CAS-ARRAY", members: this.names, seed: 1, speed: 1, faults: [], clock: this.clock, ...setting });
  }

  /** An entry of its journal, whatever it says. */
  write(type: string, more: Line = {}): void {
    this.journal.push({ type, at: this.clock.now(), ...more });
  }

  begin(plan: Line = {}): this {
    const members = this.names.map((name) => ({ name, address: name }));
    const usual = { members, minInService: this.setting.minInService ?? 2, dryRun: false, byHand: false, key: null };
    this.write("run started", { run: "run-1", plan: { ...usual, ...plan } });
    return this;
  }

  take(member: string): void {
    this.write("member started", { member });
  }

  /** Announces a change and sends it. What the lab refuses is refused. */
  async change<Op extends ChangeOp>(member: string, op: Op, args: ArgsOf<Op>, cause = "step"): Promise<void> {
    this.write("will change", { member, op, args, cause });
    await this.send(member, op, args);
  }

  /** Sends a change that nothing announces. */
  async send<Op extends ChangeOp>(member: string, op: Op, args: ArgsOf<Op>): Promise<void> {
    await this.lab.invoke(member, op, args, {});
  }

  async read<Op extends OperationName>(member: string, op: Op, args: ArgsOf<Op>) {
    return await this.lab.invoke(member, op, args, {});
  }

  sleep = (ms: number): Promise<void> => this.clock.sleep(ms);

  /** Into maintenance mode, out of the cluster, and the default state set, as it should be. */
  async out(member: string): Promise<void> {
    this.take(member);
    await this.change(member, "scom.begin", { minutes: 240, reason: "PlannedApplicationMaintenance", comment: "" });
    await this.sleep(minutes(6));
    await this.change(member, "nlb.drain", {});
    await this.sleep(minutes(20));
    await this.change(member, "nlb.setDefaultState", { state: "stopped" });
    await this.sleep(seconds(30));
  }

  async install(member: string, id = "install"): Promise<void> {
    const { file, build } = packages.rollup6;
    const work = { kind: "msp" as const, file, log: "C:\\Updates\\install.log" };
    await this.change(member, "job.start", { id, work, limitMinutes: 180, brings: { build } });
  }

  async restart(member: string): Promise<void> {
    const { bootedAt } = await this.read(member, "system.info", {});
    await this.change(member, "system.restart", { bootedAt });
    await this.sleep(minutes(20));
  }

  verify(member: string, visit = 1): void {
    this.write("step finished", { member, node: "verify", visit, verifies: true });
  }

  /** Everything back as it was found. */
  async back(member: string): Promise<void> {
    await this.change(member, "nlb.start", {});
    await this.sleep(seconds(30));
    await this.change(member, "nlb.setDefaultState", { state: "started" });
    await this.sleep(seconds(30));
    await this.change(member, "scom.end", {});
    await this.sleep(minutes(6));
  }

  /** A whole member, as it should be. */
  async update(member: string): Promise<void> {
    await this.out(member);
    await this.install(member);
    await this.sleep(minutes(50));
    await this.restart(member);
    this.verify(member);
    await this.back(member);
    this.finish(member, "updated");
  }

  fail(): void {
    this.write("stopping");
    this.document.outcome = "stopped";
  }

  /** The member is finished, and the document says what it says. */
  finish(member: string, outcome: string, more: Line = {}): void {
    this.write("member finished", { member, outcome });
    this.document.members.push({ name: member, outcome, reason: null, left: {}, toMend: [], ...more });
  }

  /** The run ends, and some hours pass. */
  async end(tailMs = hours(4)): Promise<Records> {
    this.write("run finished");
    await this.sleep(tailMs);
    return this.records();
  }

  records(): Records {
    return { truth: this.lab.truth(), runs: [{ journal: this.journal, document: this.document }] };
  }
}

/** The findings of a night in words: `3 CAS1 …`. Of one promise alone, where it is named. */
export const found = (records: Records, promise?: Finding["promise"]): readonly string[] =>
  audit(records)
    .filter((finding) => promise === undefined || finding.promise === promise)
    .map((finding) => `${finding.promise} ${finding.text}`);

/** The same night, with a truth that somebody has changed. */
export const changed = (records: Records, how: (truth: Truth) => Partial<Truth>): Records => ({
  ...records,
  truth: { ...records.truth, ...how(records.truth) },
});

/** The same night, for a run that is given other limits. */
export const within = (records: Records, limits: Partial<Limits>): Records => ({ ...records, limits });

/** By time, in minutes after the beginning. */
export const event = (name: OutsideEvent["name"], member: string, when: number | string): OutsideEvent => ({
  name,
  member,
  when: typeof when === "number" ? `+${when}` : when,
});
