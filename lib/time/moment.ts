// Not by luxon: a form takes this file into the browser, and all of luxon with it.

/** `2026-01-10 22:00:05 UTC`, elsewhere `2026-01-10 23:00:05 UTC+01:00`: the offset says which of two hours it is when clocks go back. @param zone from the IANA list */
export const dateAndTime = (at: number, zone = "UTC"): string =>
  isMoment(at) ? `${date(at, zone)} ${time(at, zone)} ${offset(at, zone)}` : NO_MOMENT;

/** `22:00:05`, with the date in front where it is not that of `start`. */
export const timeSince = (start: number, at: number, zone = "UTC"): string =>
  !isMoment(at) || !isMoment(start)
    ? NO_MOMENT
    : date(start, zone) === date(at, zone)
      ? time(at, zone)
      : `${date(at, zone)} ${time(at, zone)}`;

/** What another process has left behind may have a stamp that is none; a sentence is said all the same. */
const NO_MOMENT = "?";
const isMoment = (at: number): boolean => !Number.isNaN(new Date(at).getTime());

/** How far the clocks of a zone are ahead of UTC at a moment, in milliseconds. */
export const offsetOf = (at: number, zone: string): number =>
  Date.parse(`${date(at, zone)}T${time(at, zone)}Z`) - Math.floor(at / 1000) * 1000;

/** The zone of this host, from the IANA list. */
export const hostZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** By zone: making one takes a hundred times as long as using it, and a report says thousands of moments. */
const formats = new Map<string, Intl.DateTimeFormat>();
const formatIn = (zone: string): Intl.DateTimeFormat => {
  // Swedish writes dates and times as ISO 8601 does.
  const format = formats.get(zone) ?? new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "medium" });
  formats.set(zone, format);
  return format;
};

const written = (at: number, zone: string): readonly string[] => formatIn(zone).format(at).split(" ");
const date = (at: number, zone: string): string => written(at, zone)[0] ?? "";
const time = (at: number, zone: string): string => written(at, zone)[1] ?? "";

const two = (number: number): string => String(number).padStart(2, "0");
const offset = (at: number, zone: string): string => {
  const ahead = Math.round(offsetOf(at, zone) / 60_000);
  const size = Math.abs(ahead);
  return ahead === 0 ? "UTC" : `UTC${ahead < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
};
