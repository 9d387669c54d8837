import { DateTime } from "luxon";

/** `2026-01-10 22:00:05 UTC`, elsewhere `2026-01-10 23:00:05 UTC+01:00`: the offset says which of two hours it is when clocks go back. @param zone from the IANA list */
export const dateAndTime = (at: number, zone = "UTC"): string => `${date(at, zone)} ${time(at, zone)} ${offset(at, zone)}`;

/** `22:00:05`, with the date in front where it is not that of `start`. */
export const timeSince = (start: number, at: number, zone = "UTC"): string =>
  date(start, zone) === date(at, zone) ? time(at, zone) : `${date(at, zone)} ${time(at, zone)}`;

/** How far the clocks of a zone are ahead of UTC at a moment, in milliseconds. */
export const offsetOf = (at: number, zone: string): number => DateTime.fromMillis(at, { zone }).offset * 60_000;

/** The zone of this host, from the IANA list. */
export const hostZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

const date = (at: number, zone: string): string => DateTime.fromMillis(at, { zone }).toFormat("yyyy-MM-dd");
const time = (at: number, zone: string): string => DateTime.fromMillis(at, { zone }).toFormat("HH:mm:ss");
const offset = (at: number, zone: string): string => {
  const from = DateTime.fromMillis(at, { zone });
  return from.offset === 0 ? "UTC" : `UTC${from.toFormat("ZZ")}`;
};
