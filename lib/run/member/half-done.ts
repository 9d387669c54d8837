import { ServerError } from "../../server/errors";
import type { ReadableServer } from "../../server/server";
import type { Picture } from "../../server/picture";
import type { Text, Words } from "../../texts";
import { duration, text } from "../../texts";
import type { Clock } from "../../time/clock";
import { minutes } from "../../time/duration";
import { differencesFrom } from "../record/differences";
import { BETWEEN_STEPS } from "../record/entry";
import type { MemberState } from "../record/member-state";
import { toJson } from "../record/message";
import { replay } from "../record/state";
import { resting } from "../record/summary";
import type { StepResult } from "../step";
import { StepFailed } from "../step";
import type { Journals, Listed } from "../store/store";
import { jobNow } from "./job-left";

/** What a run of ours did last on a member, as its journal tells. */
export interface LastWork {
  readonly run: string;
  readonly byHand: boolean;
  readonly member: MemberState;
  /** Its update has started, and neither this run nor a later step by hand has verified it. */
  readonly unverified: boolean;
}

/** So many runs back: what is older somebody has long since dealt with. */
const RUNS = 100;

interface Asked {
  readonly array: string;
  /** Members of the array. */
  readonly names: readonly string[];
  /** A run that is not asked about: the one that asks. */
  readonly except?: string;
}

/** Per member the last run of ours that has changed something on it, whoever has looked at it since. */
export async function lastWorkOn(journals: Journals, { array, names, except }: Asked): Promise<readonly LastWork[]> {
  const open = new Map(names.map((name) => [name.toLowerCase(), { verified: false }]));
  const found: LastWork[] = [];
  // What is done between steps by hand is part of the step before it.
  const isAsked = ({ run, plan }: Listed) => plan.array === array && !plan.dryRun && plan.flow !== BETWEEN_STEPS && run !== except;
  const runs = (await journals.list()).filter(isAsked);
  for (const { run, plan } of runs.slice(0, RUNS)) {
    if (!plan.members.some(({ name }) => open.has(name.toLowerCase()))) continue;
    const entries = await journals.read(run).catch(() => null);
    if (entries === null || entries.length === 0) continue;
    for (const member of replay(entries).members) {
      const key = member.name.toLowerCase();
      const since = open.get(key);
      if (since === undefined) continue;
      // A health check by hand is a run of its own, and changes nothing.
      if (member.changes.length === 0) {
        since.verified ||= plan.byHand && member.verified;
        continue;
      }
      open.delete(key);
      found.push({ run, byHand: plan.byHand, member, unverified: resting(member) && !since.verified });
    }
  }
  return found;
}

/** Whether a run has not brought the member back itself. A step by hand may be followed by others: how the member stands tells. */
export const mayBeLeft = ({ member: { phase, outcome } }: LastWork): boolean =>
  phase === "at work" || outcome === "failed" || outcome === "done-by-hand";

/** A member that a run of ours has changed and not brought back. */
export interface HalfDone {
  readonly run: string;
  /** By a person, step by step. */
  readonly byHand: boolean;
  /** When that run was last heard of on this member; on the run's clock. */
  readonly at: number;
  readonly found: Picture;
  readonly earlier: Readonly<Record<string, readonly StepResult[]>>;
  /** Its update has started and is not verified. */
  readonly unverified: boolean;
  /** What is not as it was found, by a look just now. */
  readonly differences: readonly Text[];
  /** What the job runs that is still at work, or of which it cannot be told; null where none is. */
  readonly job: { readonly file: Words; readonly running: boolean } | null;
}

interface Look {
  readonly server: ReadableServer;
  /** Everything about it, as it is now. */
  readonly picture: () => Promise<Picture>;
  /** Whether the member is worth a look. Default: it is. */
  readonly worth?: (last: LastWork) => boolean;
}

/** Whether a run of ours has left the member half done, and how it stands now. Null: no run has, or the member is as it was found. */
export async function halfDone(journals: Journals, asked: Asked, { server, picture, worth = () => true }: Look): Promise<HalfDone | null> {
  const [last] = await lastWorkOn(journals, asked);
  if (last === undefined || !mayBeLeft(last) || last.member.found === null || !worth(last)) return null;
  const { run, byHand, member, unverified } = last;
  const differences = differencesFrom(last.member.found, await picture());
  const job = await jobNow(server, member);
  if (differences.length === 0 && job === null) return null;
  return { run, byHand, at: lastHeardOf(member), found: last.member.found, earlier: earlierOf(member), unverified, differences, job };
}

/** Two installers on one server would disturb each other. @throws StepFailed where the job at which an earlier run has left the member is at work, or does not say */
export async function refuseBesideJob(journals: Journals, asked: Asked, server: ReadableServer): Promise<void> {
  for (const { run, member } of await lastWorkOn(journals, asked)) {
    const job = await jobNow(server, member);
    if (job === null) continue;
    const what = text(job.running ? "by-hand.job-runs" : "by-hand.job-unknown", { member: member.name, file: job.file, run });
    throw new StepFailed("installer-busy", what, text("by-hand.job.hint"));
  }
}

const lastHeardOf = ({ startedAt, finishedAt, changes }: MemberState): number => finishedAt ?? changes.at(-1)?.at ?? startedAt ?? 0;

const earlierOf = ({ earlier }: MemberState): HalfDone["earlier"] => Object.fromEntries(earlier);

interface Looks {
  readonly clock: Clock;
  asItIs(name: string): ReadableServer;
  warn(member: string, what: Text): void;
  picture(name: string, signal: AbortSignal): Promise<Picture>;
  halfDone(name: string, signal: AbortSignal, worth?: Look["worth"]): Promise<HalfDone | null>;
}

interface Taken {
  readonly member: string;
  readonly byHand: boolean;
  /** What the step by hand before it has handed on. */
  readonly carried: (Pick<HalfDone, "found" | "earlier"> & { readonly unverified?: boolean }) | undefined;
  readonly signal: AbortSignal;
}

/**
 * How a member was found, as the entry says it that begins the work on it. A chain of steps by hand hands on how its first step has found it. Where
 * nothing was handed on, by a person or since Node-RED has been restarted, the journal of the run tells that has left the member half done.
 */
export async function foundBefore(work: Looks, { member, byHand, carried, signal }: Taken) {
  if (!byHand) await settledAfterBoot(work, member, signal);
  const half = byHand ? await work.halfDone(member, signal, (last) => carried === undefined || last.unverified) : null;
  const unverified = [carried, half].some((one) => one?.unverified === true) ? ({ unverified: true } as const) : {};
  const foundBy = half !== null && carried === undefined ? { foundBy: half.run } : {};
  if (half !== null && carried === undefined) work.warn(member, text("by-hand.found-by", { member, run: half.run }));
  const { found = await work.picture(member, signal), earlier = {} } = carried ?? half ?? {};
  return { found, earlier: toJson(earlier) as Record<string, never[]>, ...foundBy, ...unverified };
}

/** After a boot services start one after the other, some of them late. */
const BOOT_SETTLES_MS = minutes(10);

/**
 * A member that has just booted, by nobody's wish, is not looked at before its services have had time to start: what would be found then would be
 * restored. One that does not say when it booted is looked at as it is.
 */
async function settledAfterBoot(work: Looks, member: string, signal: AbortSignal): Promise<void> {
  const info = await work
    .asItIs(member)
    .read("system.info", {}, { signal })
    .catch((error: unknown) => {
      if (error instanceof ServerError) return null;
      throw error;
    });
  const leftMs = info === null ? 0 : BOOT_SETTLES_MS - (Date.parse(info.clock) - Date.parse(info.bootedAt));
  if (leftMs <= 0) return;
  work.warn(member, text("boot.settling", { member, time: duration(leftMs) }));
  await work.clock.sleep(Math.min(leftMs, BOOT_SETTLES_MS), signal);
}

/** A look that is made once at each member. */
export function onceEach<T>(look: (name?: string) => Promise<T>): (name?: string) => Promise<T> {
  const looked = new Map<string | undefined, Promise<T>>();
  return (name) => {
    const known = looked.get(name) ?? look(name);
    looked.set(name, known);
    return known;
  };
}
