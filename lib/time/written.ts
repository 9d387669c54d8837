import { DateTime } from "luxon";
import { momentsOf } from "./window";

/** A moment as people write it: with its offset from UTC, or by the clocks of a zone, of a day or the next one that comes. */
const WRITTEN = /^(?:(\d{4}-\d\d-\d\d)T)?([01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)?$/;

/** Whether something can be a moment: `2026-12-02T04:00+01:00`, `2026-12-02T04:00`, or `04:00`. A day that is not in the calendar is none. */
export function isWritten(written: string): boolean {
  const [, date, , offset] = WRITTEN.exec(written) ?? [];
  if (date === undefined) return WRITTEN.test(written) && offset === undefined && written.length === 5;
  return DateTime.fromISO(written, { zone: "UTC" }).isValid && (offset !== undefined || written.length === 16);
}

/**
 * The moment that is written: with an offset as it says, otherwise by the clocks of the zone; a time without a day is the next one there. A time that
 * comes twice is the first of them, and one that is skipped the moment at which the clocks jump.
 * @param zone from the IANA list; null: nobody's clocks are meant
 * @returns null where there is no offset and no zone
 */
export function momentIn(written: string, { zone, now }: { readonly zone: string | null; readonly now: number }): number | null {
  if (/(Z|[+-]\d\d:\d\d)$/.test(written)) return DateTime.fromISO(written).toMillis();
  if (zone === null) return null;
  const at = (day: DateTime, time: string): number => momentsOf(day, time, zone)[0] ?? day.toMillis();
  if (written.length > 5) return at(DateTime.fromISO(written.slice(0, 10), { zone: "UTC" }), written.slice(11));
  const today = DateTime.fromMillis(now, { zone });
  const days = [0, 1, 2].map((ahead) => DateTime.utc(today.year, today.month, today.day).plus({ days: ahead }));
  return days.map((day) => at(day, written)).find((moment) => moment > now) ?? null;
}
