export interface Spread {
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
}

/** How times in milliseconds are spread. */
export function spread(times: readonly number[]): Spread {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
  return { count: sorted.length, p50: at(0.5), p99: at(0.99) };
}

/** A table for people: milliseconds with two digits. */
export function inTable(rows: readonly (readonly [string, Spread])[]): string {
  const width = Math.max(...rows.map(([name]) => name.length));
  const line = (name: string, count: string, p50: string, p99: string) =>
    `${name.padEnd(width)}  ${count.padStart(5)}  ${p50.padStart(9)}  ${p99.padStart(9)}`;
  return [
    line("", "times", "p50 ms", "p99 ms"),
    ...rows.map(([name, { count, p50, p99 }]) => line(name, String(count), p50.toFixed(2), p99.toFixed(2))),
  ].join("\n");
}
