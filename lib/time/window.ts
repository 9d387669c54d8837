import { DateTime } from "luxon";
import { hours } from "./duration";

/**
 * A maintenance window that opens every day at `from` and ends at the next `to`, both by the clocks of its zone;
 * it may go over midnight. Where clocks are set forward or back:
 * - a time that is skipped is the moment at which the clocks jump;
 * - at a time that comes twice the window opens the second time. It ends at the first `to` after it has opened.
 *
 * So it is never open while the clocks show a time outside its hours, it never opens twice for one night,
 * and in a night that skips all of its hours it stays closed.
 */
export interface Window {
  /** `HH:MM`, from 00:00 to 23:59. */
  readonly from: string;
  /** `HH:MM`. Never the same as `from`: a window without length would never open, or never close. */
  readonly to: string;
  /** From the IANA list, e.g. `Europe/Berlin`: a server's own zone is not enough. */
  readonly zone: string;
}

/**
 * A window at one moment, in milliseconds since 1970 UTC. Always `opensAt <= now < endsAt` while it is open,
 * and `endsAt <= now < opensAt` while it is closed.
 */
export interface WindowState {
  readonly open: boolean;
  /** When it ends; while it is closed: when it last ended, so that as a deadline it has passed. */
  readonly endsAt: number;
  /** When it opens next; while it is open: when it opened. */
  readonly opensAt: number;
}

/** Whether a window is open, and its next end or opening. */
export function windowAt(window: Window, nowMs: number): WindowState {
  const openings = datesAround(window, nowMs).flatMap((date) => openingOn(window, date));
  const current = openings.find(({ opensAt, endsAt }) => opensAt <= nowMs && nowMs < endsAt);
  if (current !== undefined) return { open: true, ...current };
  return {
    open: false,
    endsAt: Math.max(...openings.map(({ endsAt }) => endsAt).filter((endsAt) => endsAt <= nowMs)),
    opensAt: Math.min(...openings.map(({ opensAt }) => opensAt).filter((opensAt) => opensAt > nowMs)),
  };
}

/** Whether work of this length, begun now, is over by the end. */
export const fitsBefore = (endMs: number, nowMs: number, neededMs: number): boolean => nowMs + neededMs <= endMs;

type CalendarDate = Readonly<Record<"year" | "month" | "day", number>>;

/** The calendar has no time zone: counted in UTC, every date comes once, even one that a zone skips. */
const daysAfter = ({ year, month, day }: CalendarDate, days: number): CalendarDate => DateTime.utc(year, month, day).plus({ days });

/** Enough dates for the last end and the next opening, even if a clock change skips a night. */
const datesAround = ({ zone }: Window, nowMs: number): readonly CalendarDate[] => {
  const today = DateTime.fromMillis(nowMs, { zone });
  return [-3, -2, -1, 0, 1, 2, 3].map((days) => daysAfter(today, days));
};

/** The window that opens on a date: one, or none where the clocks skip its hours. */
function openingOn({ from, to, zone }: Window, date: CalendarDate): readonly Omit<WindowState, "open">[] {
  const opensAt = Math.max(...momentsOf(date, from, zone));
  const endsAt = momentsOf(to > from ? date : daysAfter(date, 1), to, zone).find((end) => end > opensAt);
  return endsAt === undefined ? [] : [{ opensAt, endsAt }];
}

/** When the clocks of a zone show a time, earliest first; where they skip it, the moment at which they jump over it. */
export function momentsOf({ year, month, day }: CalendarDate, time: string, zone: string): readonly number[] {
  const [hour, minute] = time.split(":").map(Number) as [number, number];
  const shown = DateTime.fromObject({ year, month, day, hour, minute }, { zone });
  // A skipped time shows as a time that is later by as much as the clocks jump.
  const skipped = shown.day !== day || shown.hour !== hour || shown.minute !== minute;
  return skipped ? [jumpBefore(shown)] : shown.getPossibleOffsets().map((moment) => moment.toMillis());
}

/** The moment at which the clocks jumped to the offset from UTC that they have shortly after. */
function jumpBefore(after: DateTime): number {
  let [old, now] = [after.toMillis() - hours(24), after.toMillis()];
  while (now - old > 1) {
    const between = Math.floor((old + now) / 2);
    if (after.zone.offset(between) === after.offset) now = between;
    else old = between;
  }
  return now;
}
