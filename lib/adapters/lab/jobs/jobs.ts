import type { ResultOf } from "../../../server";
import type { Work } from "../../../server/operations";
import { instant, minutes, seconds } from "../../../time";
import { fill, jobs as words } from "../captured";
import { command } from "./command";
import { Dice } from "../laws";
import type { Cancel, Faults, Timeline } from "../laws";
import { install, installWindowsUpdates } from "./installer";
import type { Labour } from "./job-plan";
import type { Machine } from "../machine";
import { restart } from "../machine";

type Poll = ResultOf<"job.poll">;

interface Job {
  readonly installs: boolean;
  /** By the member's own clock, as the other times. */
  readonly startedAt: number;
  readonly beganAt: number;
  readonly lastsMs: number;
  readonly events: Cancel[];
  text: string;
  finished: { readonly at: number; readonly exitCode: number | null } | null;
}

export interface Order {
  readonly id: string;
  readonly work: Work;
  readonly limitMinutes: number;
  readonly brings: { readonly build: string } | null;
}

interface Parts {
  readonly timeline: Timeline;
  readonly faults: Faults;
  readonly seed: number;
}

/** How often another installation is running where the installer is busy. */
const BUSY_TIMES = 2;

const installs = ({ work, brings }: Order): boolean => work.kind !== "command" || brings !== null;

/** The jobs of a member: they outlive the session that started them, and their results outlive a boot. */
export class Jobs {
  private readonly jobs = new Map<string, Job>();
  private refused = 0;
  /** What Windows does when an installer asks it for a restart: at once, since the result is written before. */
  restartNow: () => void;

  constructor(
    private readonly machine: Machine,
    private readonly parts: Parts,
  ) {
    this.restartNow = () => restart(machine, parts.timeline, parts.faults);
    machine.hardware.whenDown.push(() => {
      for (const job of this.jobs.values()) this.kill(job, words.texts.ends.died);
    });
  }

  poll(id: string): Poll {
    const job = this.jobs.get(id);
    if (job === undefined) return { state: "none", exitCode: null, startedAt: null, finishedAt: null, text: words.texts.ends.never };
    const { finished, startedAt, text, beganAt, lastsMs } = job;
    const percent = Math.floor((100 * (this.parts.timeline.now - beganAt)) / lastsMs);
    return {
      state: finished === null ? "running" : "finished",
      exitCode: finished?.exitCode ?? null,
      startedAt: instant(startedAt),
      finishedAt: finished === null ? null : instant(finished.at),
      text: finished === null ? fill(words.texts.ends.percent, { text, percent }) : text,
    };
  }

  /** The same id again does nothing. */
  start(order: Order): void {
    if (this.jobs.has(order.id)) return;
    const { timeline, faults } = this.parts;
    const labour = this.plan(order);
    const job: Job = {
      installs: installs(order),
      startedAt: this.machine.clock(),
      beganAt: timeline.now,
      lastsMs: labour.lastsMs,
      events: [],
      text: "starting",
      finished: null,
    };
    this.jobs.set(order.id, job);
    const later = (afterMs: number, happen: () => void) => job.events.push(timeline.after(Math.round(afterMs), happen));
    for (const step of labour.steps) {
      later(step.afterMs, () => {
        job.text = step.text;
        step.does?.();
      });
    }
    later(labour.lastsMs, () => this.finish(job, labour.end()));
    later(minutes(order.limitMinutes), () => this.kill(job, fill(words.texts.ends.limit, { minutes: order.limitMinutes })));
    if (!job.installs) return;
    this.machine.software.disturbed = true;
    if (faults.on(this.machine.name, "vanishes")) timeline.after(seconds(15), () => this.machine.goDown("gone"));
  }

  cancel(id: string): void {
    const job = this.jobs.get(id);
    if (job !== undefined) this.kill(job, words.texts.ends.requested);
  }

  private plan(order: Order): Labour {
    const { work, brings } = order;
    const { faults, seed } = this.parts;
    // By its number and not by its id, which differs from run to run: the same seed gives the same night.
    const dice = new Dice(seed, `${this.machine.name} job ${this.jobs.size + 1}`);
    if (work.kind === "command" && brings === null) return command(this.machine, work, dice);
    const parts = { faults, dice, busy: this.isBusy() };
    if (work.kind === "windows-updates") return installWindowsUpdates(this.machine, work.kbs, parts);
    return install(this.machine, { work, brings: brings?.build ?? null }, parts);
  }

  private isBusy(): boolean {
    if ([...this.jobs.values()].some((job) => job.installs && job.finished === null)) return true;
    if (!this.parts.faults.on(this.machine.name, "installer-busy") || this.refused >= BUSY_TIMES) return false;
    this.refused++;
    return true;
  }

  private finish(job: Job, exitCode: number): void {
    this.close(job, exitCode, fill(words.texts.ends.code, { code: exitCode }));
    if (exitCode === 1641) this.restartNow();
  }

  /** Services that it has stopped stay stopped and disabled. */
  private kill(job: Job, why: string): void {
    if (job.finished === null) this.close(job, null, why);
  }

  private close(job: Job, exitCode: number | null, text: string): void {
    for (const cancel of job.events.splice(0)) cancel();
    job.text = text;
    job.finished = { at: this.machine.clock(), exitCode };
  }
}
