import type { Done, Truth } from "../../../lib/adapters/lab";
import { Facts } from "./facts";
import type { Run, RunRecords } from "./journal";
import { runOf } from "./journal";
import type { Limits } from "./limits";
import { usualLimits } from "./limits";
import type { Span } from "./span";
import { spansWhere } from "./span";

/** All that is left of a night. */
export interface Records {
  readonly truth: Truth;
  /** Every run of the night on this array. A change that none of them has announced is one that nobody has written down. */
  readonly runs: readonly RunRecords[];
  readonly limits?: Partial<Limits>;
  /** What nobody may ever read. */
  readonly secrets?: readonly string[];
  /** What else was said: logs, messages, status, reports, process lists. */
  readonly texts?: readonly string[];
  /** When members may be taken and updates started; nothing where there was neither window nor deadline. */
  readonly windows?: readonly Span[];
  /** The flow is to wait for clients, and never to cut them: whoever stops NLB on a member with clients needs a better reason. */
  readonly neverCuts?: boolean;
  /** When no process was there to notice anything: it was killed, and not started again yet. */
  readonly away?: readonly Span[];
}

/** A night as the auditor sees it. */
export class Night {
  readonly truth: Truth;
  readonly runs: readonly Run[];
  readonly limits: Limits;
  readonly facts: Facts;
  readonly members: readonly string[];

  constructor(readonly records: Records) {
    this.truth = records.truth;
    this.runs = records.runs.map(runOf);
    this.limits = { ...usualLimits, ...records.limits };
    this.facts = new Facts(this.truth);
    this.members = Object.keys(this.truth.members);
  }

  /** When somebody who was there all the time would have had so long since a moment. Nobody notices anything while no process is there. */
  after(moment: number, ms: number): number {
    const { away = [] } = this.records;
    let end = moment + ms;
    for (const span of [...away].sort((a, b) => a.from - b.from)) {
      if (span.to <= moment || span.from >= end) continue;
      end += span.to - Math.max(span.from, moment);
    }
    return end;
  }

  /** Whether no process was there at a moment. */
  isAway(moment: number): boolean {
    return this.awayAt(moment) !== undefined;
  }

  /** The time around a moment in which no process was there. */
  awayAt(moment: number): Span | undefined {
    return (this.records.away ?? []).find(({ from, to }) => from <= moment && moment < to);
  }

  /** The changes that were made because the lab was asked for them, in order. */
  changes(): readonly Done[] {
    return this.truth.operations.filter(({ kind }) => kind === "change");
  }

  /** The run during which something was done to a member; that of the member, where there are several. */
  runAt(member: string, moment: number): Run | undefined {
    return this.runs.findLast((run) => run.members.includes(member) && run.from <= moment && moment <= run.to);
  }

  /** When NLB gives a member new clients and it answers them. */
  serving(member: string): readonly Span[] {
    return spansWhere(this.truth.serving, this.truth.nowMs, ({ members }) => members.includes(member));
  }

  notServing(member: string): readonly Span[] {
    return spansWhere(this.truth.serving, this.truth.nowMs, ({ members }) => !members.includes(member));
  }

  /** When clients are sent to a member or are connected with it, whether it answers or not. */
  taking(member: string): readonly Span[] {
    return spansWhere(this.truth.serving, this.truth.nowMs, ({ taking }) => taking.includes(member));
  }

  /** Whether a change is the start of an update: a job that installs something. A backup is none. */
  isUpdate({ op, args }: Pick<Done, "op" | "args">): boolean {
    if (op !== "job.start") return false;
    const { work, brings } = args as { readonly work?: { readonly kind?: string }; readonly brings?: unknown };
    return work?.kind !== "command" || (brings ?? null) !== null;
  }
}

/** A moment for people, on the lab's clock. */
export const timeOf = (ms: number): string => new Date(ms).toISOString().slice(11, 19);

export const secondsOf = (ms: number): string => `${Math.round(ms / 1000)} s`;
