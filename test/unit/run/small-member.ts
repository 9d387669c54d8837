import type { LoggedEvent, Service } from "../../../lib/server";
import type { Verdict } from "../../../lib/server/array";
import type { ChangeData, OperationName } from "../../../lib/server/catalogue";
import type { Clock } from "../../../lib/time/clock";

type Nlb = "converged" | "converging" | "draining" | "stopped" | "suspended";

/** A member that does at once what it is told. */
export class SmallMember {
  nlb: Nlb = "converged";
  defaultState: "started" | "stopped" | "suspended" = "started";
  forefront: "enabled" | "disabled" = "enabled";
  scomEndsAt: string | null = null;
  build = "14.3.123.4";
  bootedAt = new Date(0).toISOString();
  reachable = true;
  isDefaultHost: boolean | null = false;
  services: Service[] = [];
  readonly errors: LoggedEvent[] = [];
  waitsForRestart = false;
  answersAfterMs = 10;
  /** The highest fencing number that came with a read, unless the test says otherwise. */
  fence = 0;
  /** When each job ends, by its id. */
  private readonly jobs = new Map<string, number>();

  constructor(
    readonly name: string,
    private readonly clock: Clock,
  ) {}

  /** Something on it logs errors. */
  logs(provider: string, count: number): void {
    const at = new Date(this.clock.now()).toISOString();
    for (let one = 0; one < count; one++)
      this.errors.push({ log: "Application", record: this.errors.length + 1, id: 1000, provider, level: "error", at, message: "" });
  }

  /** What it says to a read. */
  read(op: OperationName, args: unknown): unknown {
    const clock = new Date(this.clock.now()).toISOString();
    switch (op) {
      case "nlb.host":
        return {
          state: this.nlb,
          text: this.nlb,
          isDefaultHost: this.isDefaultHost,
          priority: 1,
          defaultState: this.defaultState,
          persistsLastState: false,
          cluster: "c",
          convergedWith: null,
        };
      case "forefront.status":
        return { state: this.forefront, rollupScript: false };
      case "scom.maintenance": {
        const on = this.scomEndsAt !== null;
        return { on, inEffect: on, endsAt: this.scomEndsAt, reason: null, comment: null, parts: null, clock };
      }
      case "update.installed":
        return { product: "Exchange", build: this.build, updates: [] };
      case "services.list":
        return { services: this.services };
      case "events.cursor":
        return { cursor: { Application: this.errors.length, System: 0 }, clock };
      case "events.since": {
        const { cursor } = args as { cursor: { Application: number } };
        return { events: this.errors.filter(({ record }) => record > cursor.Application), more: false };
      }
      case "system.pendingReboot":
        return { reasons: this.waitsForRestart ? [{ cause: "windows-update", weight: "strong", text: "asked for" }] : [] };
      case "system.info":
        return { computer: "x", os: "x", powershell: "2.0", bootedAt: this.bootedAt, clock, freeDiskMb: 9999 };
      case "job.poll": {
        const endsAt = this.jobs.get((args as { id: string }).id);
        const state = endsAt === undefined ? "none" : this.clock.now() < endsAt ? "running" : "finished";
        return { state, exitCode: state === "finished" ? 0 : null, startedAt: null, finishedAt: null, text: "" };
      }
      default:
        throw new Error(`The small array does not know ${op}.`);
    }
  }

  /** @param jobsLastMs how long a job runs that is started by it */
  change([op, args]: ChangeData, jobsLastMs: number): void {
    switch (op) {
      case "nlb.drain":
      case "nlb.stop":
        this.nlb = "stopped";
        return;
      case "nlb.start":
        this.nlb = "converged";
        return;
      case "nlb.setDefaultState":
        this.defaultState = args.state;
        return;
      case "forefront.disable":
        this.forefront = "disabled";
        return;
      case "forefront.enable":
        this.forefront = "enabled";
        return;
      case "scom.begin":
      case "scom.extend":
        this.scomEndsAt = new Date(this.clock.now() + args.minutes * 60_000).toISOString();
        return;
      case "system.restart":
        this.bootedAt = new Date(this.clock.now()).toISOString();
        return;
      case "scom.end":
        this.scomEndsAt = null;
        return;
      case "job.start":
        this.jobs.set(args.id, this.clock.now() + jobsLastMs);
        this.build = args.brings?.build ?? this.build;
        return;
      default:
        throw new Error(`The small array does not know ${op}.`);
    }
  }

  /** Whether it serves, by NLB alone. @param silent it was asked and gave no answer */
  verdict(silent = false): Verdict {
    const answers = this.reachable && !silent;
    const serves = answers && this.nlb === "converged";
    const converging = answers && this.nlb === "converging";
    const code = !answers ? "unreachable" : serves ? "serves" : converging ? "converging" : "out";
    return {
      member: this.name,
      serves,
      converging,
      code,
      ...(answers && this.isDefaultHost === true && { isDefaultHost: true }),
      why: answers ? this.nlb : "unreachable",
    };
  }
}
