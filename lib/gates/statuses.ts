interface Range {
  readonly from: number;
  readonly to: number;
}

const ENTRY = /^([1-5]\d\d)(?:\s*-\s*([1-5]\d\d))?$/;

/** The HTTP statuses that a text names: `200`, `200-399`, or several of these with commas between them. Null: it names none, or is wrong. */
export function statusesIn(text: string): readonly Range[] | null {
  const ranges = text.split(",").map((entry): Range | null => {
    const [, from, to = from] = ENTRY.exec(entry.trim()) ?? [];
    return from === undefined || Number(from) > Number(to) ? null : { from: Number(from), to: Number(to) };
  });
  return ranges.every((range) => range !== null) ? ranges : null;
}

/** Whether a status is one of those that a text names. */
export const isAmong = (status: number, statuses: string): boolean =>
  (statusesIn(statuses) ?? []).some(({ from, to }) => status >= from && status <= to);
