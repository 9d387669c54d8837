/** `2026-01-10 22:00:05 UTC` */
export const dateAndTime = (at: number): string => `${date(at)} ${time(at)} UTC`;

/** `22:00:05`, with the date in front where it is not that of `start`. */
export const timeSince = (start: number, at: number): string => (date(start) === date(at) ? time(at) : `${date(at)} ${time(at)}`);

const date = (at: number): string => new Date(at).toISOString().slice(0, 10);
const time = (at: number): string => new Date(at).toISOString().slice(11, 19);
