/** Durations in milliseconds, written with their unit. */
export const seconds = (n: number): number => n * 1000;
export const minutes = (n: number): number => n * 60_000;
export const hours = (n: number): number => n * 3_600_000;

/** A duration for people: `45 s`, `12 min`, `3 h 05 min`. */
export const inWords = (ms: number): string => {
  const total = Math.max(0, Math.round(ms / 1000));
  if (total < 90 && total !== 60) return `${total} s`;
  const wholeMinutes = Math.round(total / 60);
  if (wholeMinutes < 90) return `${wholeMinutes} min`;
  return `${Math.floor(wholeMinutes / 60)} h ${String(wholeMinutes % 60).padStart(2, "0")} min`;
};

/** An instant as the catalogue and the journal write it: UTC, to the millisecond. */
export const instant = (ms: number): string => new Date(ms).toISOString();
