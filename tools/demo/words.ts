/** A run in words, for progress and result. */
import type { MemberDocument, RunDocument } from "../../lib/run/record";
import { inWords, seconds } from "../../lib/time";

/** `14.3.123.4 → 14.3.513.0` */
export function versions({ found, left }: MemberDocument): string {
  const was = found["version"] ?? "not known";
  if (left["version"] === undefined) return found["version"] === undefined ? "" : was;
  const is = left["version"] ?? "not known";
  return was === is ? is : `${was} → ${is}`;
}

/** The sum of its steps; null for a member that no step has worked on. */
export const secondsAtWork = ({ steps }: MemberDocument): number | null =>
  steps.length === 0 ? null : steps.reduce((sum, step) => sum + (step.seconds ?? 0), 0);

/** A duration: `45 s`, `12 min`, `3 h 05 min`. */
export const lasting = (howMany: number): string => inWords(seconds(howMany));

/** Seconds as `01:02:03`. */
export function clock(howMany: number): string {
  const total = Math.max(0, Math.floor(howMany));
  return [total / 3600, (total / 60) % 60, total % 60].map((part) => String(Math.floor(part)).padStart(2, "0")).join(":");
}

/** Between start and end on the run's clock; null while it is at work. */
export const tookSeconds = ({ startedAt, finishedAt }: RunDocument): number | null =>
  finishedAt === null ? null : (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000;
